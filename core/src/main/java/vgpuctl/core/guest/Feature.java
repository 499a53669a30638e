package vgpuctl.core.guest;

import vgpuctl.core.type.Series;

/**
 * What {@code gridd.conf} calls what a guest needs a licence for. A vGPU's own type decides; the
 * number matters where a whole GPU is passed through.
 */
public enum Feature {
    VGPU(1),
    WORKSTATION(2),
    COMPUTE(4);

    private final int number;

    Feature(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static Feature of(Series series) {
        return switch (series) {
            case A, B -> VGPU;
            case Q -> WORKSTATION;
            case C -> COMPUTE;
        };
    }
}
