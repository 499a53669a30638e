package vgpuctl.core.plan;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.type.TypeId;

/**
 * One small change of a host. It happened or it did not, it knows what it expects to find, and it
 * has an inverse.
 */
public sealed interface Step {

    /** The step that takes this one back. */
    Step inverse();

    /** What the step does, in a few words that begin with a verb. */
    String words();

    /** Asks the driver for a vGPU. */
    record CreateMdev(DeviceName parent, TypeId type, UUID uuid) implements Step {
        @Override
        public Step inverse() {
            return new RemoveMdev(parent, type, uuid);
        }

        @Override
        public String words() {
            return "create vGPU " + uuid + " of type " + type + " on " + parent;
        }
    }

    /** Gives a vGPU back to the driver. */
    record RemoveMdev(DeviceName parent, TypeId type, UUID uuid) implements Step {
        @Override
        public Step inverse() {
            return new CreateMdev(parent, type, uuid);
        }

        @Override
        public String words() {
            return "remove vGPU " + uuid + " from " + parent;
        }
    }

    /**
     * Writes, rewrites or deletes a definition file.
     *
     * @param before the file's text; empty where there is none
     * @param after likewise
     */
    record ChangeDefinition(
            DeviceName parent, UUID uuid, Optional<String> before, Optional<String> after)
            implements Step {
        @Override
        public Step inverse() {
            return new ChangeDefinition(parent, uuid, after, before);
        }

        @Override
        public String words() {
            return verb(before, after) + " the definition /etc/mdevctl.d/" + parent + "/" + uuid;
        }
    }

    /** Writes, rewrites or deletes our own record of a vGPU. */
    record ChangeRecord(UUID uuid, Optional<VgpuRecord> before, Optional<VgpuRecord> after)
            implements Step {
        @Override
        public Step inverse() {
            return new ChangeRecord(uuid, after, before);
        }

        @Override
        public String words() {
            var record = after.or(() -> before);
            var name = record.map(VgpuRecord::name).orElseGet(uuid::toString);
            var claim =
                    after.flatMap(VgpuRecord::claim)
                            .map(domain -> ", meant for the VM " + domain)
                            .orElse("");
            return verb(before, after) + " the record of " + name + claim;
        }
    }

    /** Gives a vGPU to a domain. */
    record AttachHostdev(String domain, Hostdev hostdev, Set<Affect> affect) implements Step {
        public AttachHostdev {
            affect = Set.copyOf(affect);
        }

        @Override
        public Step inverse() {
            return new DetachHostdev(domain, hostdev, affect);
        }

        @Override
        public String words() {
            return "give vGPU " + hostdev.uuid() + " to the VM " + domain + faces(affect);
        }
    }

    /** Takes a vGPU away from a domain. */
    record DetachHostdev(String domain, Hostdev hostdev, Set<Affect> affect) implements Step {
        public DetachHostdev {
            affect = Set.copyOf(affect);
        }

        @Override
        public Step inverse() {
            return new AttachHostdev(domain, hostdev, affect);
        }

        @Override
        public String words() {
            return "take vGPU " + hostdev.uuid() + " from the VM " + domain + faces(affect);
        }
    }

    private static String verb(Optional<?> before, Optional<?> after) {
        if (before.isEmpty()) {
            return "write";
        }
        return after.isEmpty() ? "delete" : "change";
    }

    private static String faces(Set<Affect> affect) {
        if (affect.equals(EnumSet.of(Affect.LIVE))) {
            return " (running VM only)";
        }
        return affect.equals(EnumSet.of(Affect.CONFIG))
                ? " (configuration)"
                : " (running VM and configuration)";
    }
}
