package vgpuctl.core.mdev;

import java.util.Optional;
import java.util.UUID;

/** What somebody wants of a device, in mdevctl's terms. */
public sealed interface MdevWish {

    UUID uuid();

    /** The parent that was named. */
    Optional<String> parent();

    /** What scripts are told that is done. */
    MdevAction action();

    /** Where a new device's type comes from: an option, or a whole configuration. */
    record Kind(Optional<String> type, Optional<String> json) {}

    /**
     * Keeps a device over a restart.
     *
     * @param found what scripts say of its attributes, where it is active
     */
    record Define(UUID uuid, Optional<String> parent, Kind kind, boolean autostart, Found found)
            implements MdevWish {

        @Override
        public MdevAction action() {
            return MdevAction.DEFINE;
        }
    }

    record Undefine(UUID uuid, Optional<String> parent) implements MdevWish {

        @Override
        public MdevAction action() {
            return MdevAction.UNDEFINE;
        }
    }

    /** Changes what is kept of a device. */
    record Modify(UUID uuid, Optional<String> parent, MdevChange change) implements MdevWish {

        @Override
        public MdevAction action() {
            return MdevAction.MODIFY;
        }
    }

    /**
     * Changes an active device by means of a script, with or without its definition.
     *
     * @param json the whole configuration
     */
    record ModifyLive(UUID uuid, Optional<String> parent, String json, boolean alsoDefined)
            implements MdevWish {

        @Override
        public MdevAction action() {
            return MdevAction.MODIFY;
        }
    }

    record Start(UUID uuid, Optional<String> parent, Kind kind) implements MdevWish {

        @Override
        public MdevAction action() {
            return MdevAction.START;
        }
    }

    record Stop(UUID uuid) implements MdevWish {

        @Override
        public Optional<String> parent() {
            return Optional.empty();
        }

        @Override
        public MdevAction action() {
            return MdevAction.STOP;
        }
    }

    default MdevFilter filter() {
        return new MdevFilter(Optional.of(uuid()), parent());
    }
}
