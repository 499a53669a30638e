package vgpuctl.core.fit;

import java.util.List;
import vgpuctl.core.mig.GpuInstance;

/** How a card is cut now, and what lies on it. */
public sealed interface Cut {

    /** All of one size, or nothing. */
    record EqualSize(List<Resident> residents) implements Cut {

        public EqualSize {
            residents = List.copyOf(residents);
            if (residents.stream().map(Resident::framebufferMib).distinct().count() > 1) {
                throw new IllegalArgumentException("not of one size: " + residents);
            }
        }
    }

    /** Each at its place. */
    record MixedSize(List<Lying> lying) implements Cut {

        public MixedSize {
            lying = List.copyOf(lying);
        }

        @Override
        public List<Resident> residents() {
            return lying.stream().map(Lying::resident).toList();
        }
    }

    /** A vGPU and its placement id. */
    record Lying(Resident resident, int placementId) {}

    /** GPU instances, with vGPUs or without. */
    record Mig(List<Instance> instances) implements Cut {

        public Mig {
            instances = List.copyOf(instances);
        }

        @Override
        public List<Resident> residents() {
            return instances.stream().flatMap(i -> i.residents().stream()).toList();
        }
    }

    /**
     * A GPU instance that is there.
     *
     * @param held whether something else than a vGPU uses it: it stays, and takes no vGPU
     */
    record Instance(GpuInstance place, boolean held, List<Resident> residents) {

        public Instance {
            residents = List.copyOf(residents);
        }

        /** Whether it may be destroyed. */
        boolean isFree() {
            return !held && residents.isEmpty();
        }
    }

    List<Resident> residents();

    default Mode mode() {
        return switch (this) {
            case EqualSize _ -> Mode.EQUAL_SIZE;
            case MixedSize _ -> Mode.MIXED_SIZE;
            case Mig _ -> Mode.MIG;
        };
    }

    /** Whether nothing is on it that forbids another mode. */
    default boolean isFree() {
        return switch (this) {
            case EqualSize(var residents) -> residents.isEmpty();
            case MixedSize(var lying) -> lying.isEmpty();
            case Mig(var instances) -> instances.stream().allMatch(Instance::isFree);
        };
    }
}
