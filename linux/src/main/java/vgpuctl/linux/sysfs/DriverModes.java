package vgpuctl.linux.sysfs;

import vgpuctl.core.inventory.Partition.Mig;
import vgpuctl.core.inventory.Reading;

/** How a GPU is switched, and how large it is: what sysfs does not say. */
public interface DriverModes {

    /**
     * Whether vGPUs of several sizes may share it.
     *
     * @param gpu sysfs's name of the physical function
     */
    Reading<Boolean> mixedSizes(String gpu);

    Mig mig(String gpu);

    /** All of its memory. */
    Reading<Integer> memoryMib(String gpu);
}
