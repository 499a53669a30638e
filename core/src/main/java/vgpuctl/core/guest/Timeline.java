package vgpuctl.core.guest;

import vgpuctl.core.inventory.LicenceState;

/**
 * What an unlicensed guest can do, and until when. NVIDIA documents the last stage and that there
 * is a time of grace before it; the 20 minutes and 24 hours are defaults that users have found, and
 * the host does not say when its guest's driver was loaded.
 */
public final class Timeline {

    private Timeline() {}

    public static String words(LicenceState state) {
        return switch (state) {
            case NOT_SAID -> "its driver has not said anything: it is not loaded, or not yet";
            case UNINITIALIZED -> "its driver is loaded and has not asked for a licence yet";
            case UNRESTRICTED ->
                    "no licence yet, and all of the vGPU works: for about 20 minutes from the"
                            + " loading of the driver";
            case RESTRICTED ->
                    "no licence, and less than the whole vGPU works (frames, memory); after about"
                            + " 24 hours 3 frames a second are left, and no CUDA";
            case UNLICENSED ->
                    "no licence: 3 frames a second, no CUDA, little memory. A licence lifts that"
                            + " at once, without a restart";
            case LICENSED -> "it has its licence";
        };
    }
}
