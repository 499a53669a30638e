package vgpuctl.core.fit;

import vgpuctl.core.mig.GpuInstance;

/** Where on its card a vGPU comes to lie. */
public sealed interface Seat {

    /** Beside others of its size; the driver numbers it. */
    record EqualSize() implements Seat {}

    record MixedSize(int placementId) implements Seat {}

    /**
     * On a GPU instance.
     *
     * @param created whether the instance has to be created first
     */
    record OnInstance(GpuInstance instance, boolean created) implements Seat {}
}
