package vgpuctl.core.attach;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.VgpuType;

/** Which vGPUs one VM may have together. */
public sealed interface MultiVgpuRule {

    /** NVIDIA's limit on vGPU devices of one VM ({@code MAX_VGPU_DEVICES_PER_VM}, since R515). */
    int MOST_PER_VM = 16;

    /**
     * What the host's own {@code vgpuConfig.xml} says.
     *
     * @param fractional {@code fractionalMultiVgpu} of the physical GPU: whether types smaller than
     *     the card may be combined at all
     * @param supported {@code multiVgpuSupported} by the type's full name
     */
    record OfDriver(boolean fractional, Map<String, Boolean> supported) implements MultiVgpuRule {}

    /** Where the host has no such file: what its generation can. */
    record OfArchitecture(Architecture architecture) implements MultiVgpuRule {}

    /** Neither is known: nothing is forbidden, and the driver has the last word. */
    record Unknown() implements MultiVgpuRule {}

    /** Why these vGPUs may not be in one VM; empty where they may. */
    default Optional<String> refusal(List<Vgpu> together) {
        if (together.size() < 2) {
            return Optional.empty();
        }
        if (together.size() > MOST_PER_VM) {
            return Optional.of("a VM may have " + MOST_PER_VM + " vGPUs at most");
        }
        return together.stream()
                .map(Vgpu::resolved)
                .flatMap(Optional::stream)
                .map(this::refusal)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> refusal(VgpuType type) {
        return switch (this) {
            case OfDriver(var fractional, var supported) -> {
                if (!supported.getOrDefault(type.name().full(), true)) {
                    yield Optional.of(
                            type.token() + " must be alone in its VM (multiVgpuSupported=0)");
                }
                yield fractional || type.isWholeCard()
                        ? Optional.empty()
                        : Optional.of(
                                "this GPU combines only whole-card types in a VM, which "
                                        + type.token()
                                        + " is not (fractionalMultiVgpu=0)");
            }
            case OfArchitecture(var architecture) -> refusal(architecture, type);
            case Unknown() -> Optional.empty();
        };
    }

    private static Optional<String> refusal(Architecture architecture, VgpuType type) {
        var series = type.name().series().orElse(Series.Q);
        if (series != Series.C && series != Series.Q) {
            return Optional.of(
                    "only C and Q types may be combined in a VM, and "
                            + type.token()
                            + " is neither");
        }
        return switch (architecture) {
            case MAXWELL, PASCAL ->
                    type.isWholeCard()
                            ? Optional.empty()
                            : Optional.of(
                                    architecture
                                            + " GPUs combine only whole-card types in a VM, which "
                                            + type.token()
                                            + " is not");
            case VOLTA, TURING, AMPERE, HOPPER, ADA, BLACKWELL -> Optional.empty();
        };
    }
}
