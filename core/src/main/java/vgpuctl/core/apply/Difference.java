package vgpuctl.core.apply;

import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;

/** Something that is not as a layout wants it. */
public sealed interface Difference {

    /** One line for people: what, how it is, how it should be. */
    String words();

    /** A GPU that is shared out in another way. */
    record OfGpu(PhysicalGpu gpu, String what, String is, String should) implements Difference {
        @Override
        public String words() {
            return gpu.name() + ": " + what + " is " + is + ", should be " + should;
        }
    }

    /** A vGPU that is not there. */
    record Missing(PhysicalGpu gpu, String vgpu, String type) implements Difference {
        @Override
        public String words() {
            return gpu.name() + ": " + vgpu + " (" + type + ") is missing";
        }
    }

    /**
     * A vGPU that is there and different.
     *
     * @param remade whether it has to be made again
     */
    record OfVgpu(Vgpu vgpu, String what, String is, String should, boolean remade)
            implements Difference {
        @Override
        public String words() {
            return vgpu.label() + ": " + what + " is " + is + ", should be " + should;
        }
    }
}
