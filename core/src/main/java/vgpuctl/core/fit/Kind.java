package vgpuctl.core.fit;

import java.util.Optional;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.type.TypeName;

/**
 * Types of one card that can lie in the same places: sizes matter, series do not.
 *
 * @param only the type, on a card where all vGPUs must be of one type
 */
record Kind(int framebufferMib, Slice slice, Optional<TypeName> only) {

    private static final int MIB_PER_GIB = 1024;

    static Kind of(CardType type, boolean mixesSeries) {
        return switch (type.slice()) {
            case Slice.OfGpu slice ->
                    new Kind(
                            type.framebufferMib(),
                            slice,
                            mixesSeries ? Optional.empty() : Optional.of(type.name()));
            case Slice.OfInstance slice -> new Kind(type.framebufferMib(), slice, Optional.empty());
        };
    }

    int sizeGib() {
        return Math.ceilDiv(framebufferMib, MIB_PER_GIB);
    }

    /** The frame buffer of as many as a card can have. */
    long mostMib() {
        var count =
                switch (slice) {
                    case Slice.OfGpu(var most, _) -> most;
                    case Slice.OfInstance(var profile, var most) -> most * profile.starts().size();
                };
        return (long) count * framebufferMib;
    }

    boolean isTimeSliced() {
        return slice instanceof Slice.OfGpu;
    }

    /** Whether it counts when room is compared; media engines, which a card has once, do not. */
    boolean isRanked() {
        return switch (slice) {
            case Slice.OfGpu _ -> true;
            case Slice.OfInstance(var profile, _) -> profile.maxPerGpu() >= profile.starts().size();
        };
    }
}
