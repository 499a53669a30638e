package vgpuctl.linux.sysfs;

import vgpuctl.core.inventory.Partition.Mig;
import vgpuctl.core.inventory.Reading;

/** A host whose driver cannot be asked how its GPUs are switched. */
public enum NoModes implements DriverModes {
    INSTANCE;

    @Override
    public Reading<Boolean> mixedSizes(String gpu) {
        return Reading.unknown("nvidia-smi is not on this host");
    }

    @Override
    public Reading<Integer> memoryMib(String gpu) {
        return Reading.unknown("nvidia-smi is not on this host");
    }

    @Override
    public Mig mig(String gpu) {
        return new Mig.Unseen("nvidia-smi is not on this host");
    }
}
