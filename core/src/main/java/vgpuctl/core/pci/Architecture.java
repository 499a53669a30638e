package vgpuctl.core.pci;

import java.util.Optional;

/** The generation of an NVIDIA GPU, which some rules of the vGPU manager go by. */
public enum Architecture {
    MAXWELL("Maxwell"),
    PASCAL("Pascal"),
    VOLTA("Volta"),
    TURING("Turing"),
    AMPERE("Ampere"),
    HOPPER("Hopper"),
    ADA("Ada"),
    BLACKWELL("Blackwell");

    private final String title;

    Architecture(String title) {
        this.title = title;
    }

    /**
     * The generation that a PCI device id of NVIDIA's belongs to.
     *
     * <p>NVIDIA hands out ids in ranges, a chip each; the ranges are those of the chips' code names
     * (GM…, GP…, GV…, TU…, GA…, GH…, AD…, GB…) in the public PCI id list.
     *
     * @param device 16-bit device id; empty for ids outside the ranges of vGPU generations
     */
    public static Optional<Architecture> ofDevice(int device) {
        if (within(device, 0x1340, 0x143f) || within(device, 0x1600, 0x17ff)) {
            return Optional.of(MAXWELL);
        }
        if (within(device, 0x15f0, 0x15ff) || within(device, 0x1b00, 0x1d7f)) {
            return Optional.of(PASCAL);
        }
        if (within(device, 0x1d80, 0x1dff)) {
            return Optional.of(VOLTA);
        }
        if (within(device, 0x1e00, 0x1fff) || within(device, 0x2180, 0x21ff)) {
            return Optional.of(TURING);
        }
        if (within(device, 0x2300, 0x23ff)) {
            return Optional.of(HOPPER);
        }
        if (within(device, 0x2080, 0x20ff) || within(device, 0x2200, 0x25ff)) {
            return Optional.of(AMPERE);
        }
        if (within(device, 0x2680, 0x28ff)) {
            return Optional.of(ADA);
        }
        return within(device, 0x2900, 0x2fff) || within(device, 0x3180, 0x31ff)
                ? Optional.of(BLACKWELL)
                : Optional.empty();
    }

    /** Whether some of its GPUs can be cut into instances. */
    public boolean hasMig() {
        return this == AMPERE || this == HOPPER || this == BLACKWELL;
    }

    private static boolean within(int device, int first, int last) {
        return first <= device && device <= last;
    }

    @Override
    public String toString() {
        return title;
    }
}
