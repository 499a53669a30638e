package vgpuctl.core.inventory;

import java.util.List;

/**
 * How a GPU is shared out, beside its vGPUs: what has to be switched before vGPUs of some kind can
 * be made. The order is virtual functions, then mixed sizes or MIG, then vGPUs; enabling or
 * disabling virtual functions takes mixed sizes and GPU instances away.
 *
 * @param functions its virtual functions
 * @param mixedSizes whether vGPUs of different frame buffer sizes may share it now (the driver's
 *     heterogeneous mode)
 * @param mig how it is cut into GPU instances
 */
public record Partition(Functions functions, Reading<Boolean> mixedSizes, Mig mig) {

    /** A GPU that is shared out in one way only: up to Turing, or not NVIDIA's. */
    public static final Partition NONE =
            new Partition(new Functions(0, 0, List.of()), Reading.of(false), new Mig.NotThere());

    /**
     * Virtual functions.
     *
     * @param possible how many the GPU can have; 0 without SR-IOV
     * @param enabled how many it has
     * @param names in the order of their numbers; those that it will have where none is enabled
     */
    public record Functions(int possible, int enabled, List<DeviceName> names) {}

    /** MIG, which cuts a GPU into instances of its own memory and engines. */
    public sealed interface Mig {

        /** For people and programs. */
        String word();

        /** The GPU cannot. */
        record NotThere() implements Mig {

            @Override
            public String word() {
                return "not there";
            }
        }

        /**
         * It can and does not.
         *
         * @param pending whether it was asked to, and waits until nobody uses it
         */
        record Off(boolean pending) implements Mig {

            @Override
            public String word() {
                return pending ? "off, pending on" : "off";
            }
        }

        /**
         * It does.
         *
         * @param instances in the order of their places
         * @param pending whether it was asked to end that, and waits until nobody uses it
         */
        record On(List<Instance> instances, boolean pending) implements Mig {

            @Override
            public String word() {
                return pending ? "on, pending off" : "on";
            }
        }

        /** Could not be seen. */
        record Unseen(String why) implements Mig {

            @Override
            public String word() {
                return "unknown";
            }
        }

        default boolean isOn() {
            return this instanceof On;
        }

        /** None where it is off. */
        default List<Instance> all() {
            return this instanceof On on ? on.instances() : List.of();
        }
    }

    /**
     * A GPU instance as the driver lists it.
     *
     * @param id by which the driver knows it; given anew each time it is made
     * @param profile {@code 1g.5gb}
     * @param start the first memory position that it takes
     * @param size how many memory positions it takes
     */
    public record Instance(int id, String profile, int start, int size) {}
}
