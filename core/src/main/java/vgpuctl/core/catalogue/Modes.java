package vgpuctl.core.catalogue;

import java.util.OptionalInt;
import vgpuctl.core.catalogue.BoardType.Known;

/**
 * The modes that a board can be in. What the driver says of a card itself wins.
 *
 * @param equalSizeIdsSince the branch of the vGPU software since which vGPUs have placement ids
 *     also where all have one size; empty where they have none
 * @param migSlices into how many slices it can be cut at most; empty where it has no MIG mode
 */
public record Modes(
        MixedSize mixedSize, OptionalInt equalSizeIdsSince, OptionalInt migSlices, Known basis) {

    /** Whether vGPUs of several sizes can be on one GPU. */
    public enum MixedSize {
        SUPPORTED,
        /** The driver's mode needs virtual functions. */
        NOT_SUPPORTED,
        /** The board has one time-sliced size, so there is nothing to mix. */
        ONE_SIZE
    }
}
