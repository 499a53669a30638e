package vgpuctl.core.doctor;

/** Where something is wrong, in the order in which to act: what is below carries what is above. */
public enum Layer {
    FIRMWARE,
    KERNEL,
    DRIVER,
    SERVICE,
    VGPU,
    VM,
    LEFTOVER,
    GUEST,
    LICENCE,
    /** Not known. */
    OTHER
}
