package vgpuctl.core.upgrade;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * A difference that an upgrade would make to what is stored. {@link #reason} and {@link #wayOut}
 * are one sentence each and are shown to people as they are.
 */
public sealed interface UpgradeFinding {

    DeviceName gpu();

    /** What will be different, naming the thing; no full stop. */
    String reason();

    /** What a person can do about it; no full stop. */
    String wayOut();

    /** Whether something that is stored cannot be had any more. */
    boolean isLoss();

    /** The new driver has no vGPUs on this GPU at all. */
    record BoardGone(DeviceName gpu, int vgpus) implements UpgradeFinding {
        @Override
        public String reason() {
            return "the new driver has no vGPUs on "
                    + gpu
                    + ", where "
                    + vgpus
                    + (vgpus == 1 ? " is stored" : " are stored");
        }

        @Override
        public String wayOut() {
            return "keep the driver branch that serves this card, or move its vGPUs";
        }

        @Override
        public boolean isLoss() {
            return true;
        }
    }

    /**
     * The new driver has no type of that name on this GPU.
     *
     * @param nearest types of the GPU that may do instead
     */
    record TypeGone(DeviceName gpu, String vgpu, TypeName type, List<TypeName> nearest)
            implements UpgradeFinding {
        @Override
        public String reason() {
            return "the new driver has no "
                    + type.token()
                    + " on "
                    + gpu
                    + ", which "
                    + vgpu
                    + " is";
        }

        @Override
        public String wayOut() {
            return nearest.isEmpty()
                    ? "choose another type for it"
                    : "choose another type for it: "
                            + String.join(", ", nearest.stream().map(TypeName::token).toList());
        }

        @Override
        public boolean isLoss() {
            return true;
        }
    }

    /** The type is there under another full name; people write the short one. */
    record TypeRenamed(DeviceName gpu, String vgpu, TypeName from, TypeName to)
            implements UpgradeFinding {
        @Override
        public String reason() {
            return "the type of " + vgpu + " will be called " + to + ", not " + from;
        }

        @Override
        public String wayOut() {
            return "nothing: it is found by its short name, " + to.token();
        }

        @Override
        public boolean isLoss() {
            return false;
        }
    }

    /**
     * The type has another id, and the definition still has the old one.
     *
     * @param fromMeans what the old id stands for in the new driver; empty: nothing
     */
    record IdChanged(
            DeviceName gpu,
            String vgpu,
            TypeName type,
            TypeId from,
            TypeId to,
            Optional<TypeName> fromMeans)
            implements UpgradeFinding {
        @Override
        public String reason() {
            return type.token()
                    + " will be "
                    + to
                    + "; the definition of "
                    + vgpu
                    + " has "
                    + from
                    + ", which will mean "
                    + fromMeans.map(TypeName::token).orElse("nothing");
        }

        @Override
        public String wayOut() {
            return "let vgpuctl restore it: mdevctl would go by the old id";
        }

        @Override
        public boolean isLoss() {
            return false;
        }
    }

    /** The new driver does not take a parameter. */
    record ParameterGone(DeviceName gpu, String vgpu, String parameter) implements UpgradeFinding {
        @Override
        public String reason() {
            return "the new driver has no parameter " + parameter + ", which " + vgpu + " sets";
        }

        @Override
        public String wayOut() {
            return "take it out of the layout";
        }

        @Override
        public boolean isLoss() {
            return true;
        }
    }

    /** The GPU cannot be in a mode any more. */
    record ModeGone(DeviceName gpu, GpuMode mode) implements UpgradeFinding {
        @Override
        public String reason() {
            return "the new driver has no mode " + mode + " on " + gpu;
        }

        @Override
        public String wayOut() {
            return "choose another mode for it, and types that fit";
        }

        @Override
        public boolean isLoss() {
            return true;
        }
    }
}
