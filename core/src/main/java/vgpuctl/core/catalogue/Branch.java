package vgpuctl.core.catalogue;

/**
 * A branch of the vGPU software.
 *
 * @param number {@code 17}
 * @param driver the first number of its drivers' versions, {@code 550}
 */
public record Branch(int number, int driver) {

    /**
     * The first branch whose guests get their licence from the NVIDIA License System only; before
     * it, a server of the older kind has an address.
     */
    private static final int LICENCE_SYSTEM_ONLY = 15;

    public boolean hasLicenceServerAddress() {
        return number < LICENCE_SYSTEM_ONLY;
    }

    @Override
    public String toString() {
        return number + " (R" + driver + ")";
    }
}
