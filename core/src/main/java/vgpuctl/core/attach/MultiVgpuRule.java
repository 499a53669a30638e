package vgpuctl.core.attach;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import vgpuctl.core.catalogue.DriverCard;
import vgpuctl.core.catalogue.DriverDatabase;
import vgpuctl.core.catalogue.DriverType.InVm;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.VgpuType;

/**
 * Which vGPUs one VM may have together: what the running driver says, else its database, else what
 * the GPU's generation can. Each refusal names its rule.
 *
 * <p>Every rule of NVIDIA's counts, so the order in which they are tried is that of what helps a
 * person most: the number, each type by itself, and then the types beside each other.
 *
 * @param capabilities of the driver and the GPU
 * @param types what the driver's database says of types, by their full names
 * @param architecture empty where it is not known
 */
public record MultiVgpuRule(
        MultiVgpuCapabilities capabilities,
        Map<String, InVm> types,
        Optional<Architecture> architecture) {

    /** NVIDIA's limit on vGPU devices of one VM ({@code MAX_VGPU_DEVICES_PER_VM}, since R515). */
    public static final int MOST_PER_VM = 16;

    public MultiVgpuRule {
        types = Map.copyOf(types);
    }

    /**
     * Where no database has the card. Where nothing at all is known, only what holds for all is
     * forbidden, and the driver has the last word.
     */
    public static MultiVgpuRule of(
            MultiVgpuCapabilities running, Optional<Architecture> architecture) {
        return new MultiVgpuRule(running, Map.of(), architecture);
    }

    /** What a database says, which a running driver knows better. */
    public static MultiVgpuRule of(
            DriverDatabase database,
            DriverCard card,
            MultiVgpuCapabilities running,
            Optional<Architecture> architecture) {
        var types = new HashMap<String, InVm>();
        for (var type : database.types()) {
            types.putIfAbsent(type.name().full(), type.inVm());
        }
        var said =
                new MultiVgpuCapabilities(
                        card.fractionalMultiVgpu(), database.heterogeneousMultiVgpu());
        return new MultiVgpuRule(running.or(said), types, architecture);
    }

    /** Why these vGPUs may not be in one VM; empty where they may. */
    public Optional<String> refusal(List<Vgpu> together) {
        if (together.size() < 2) {
            return Optional.empty();
        }
        if (together.size() > MOST_PER_VM) {
            return Optional.of("a VM may have " + MOST_PER_VM + " vGPUs at most");
        }
        return refusalOfTypes(
                together.stream().map(Vgpu::resolved).flatMap(Optional::stream).toList());
    }

    /** Why vGPUs of these types may not be in one VM; empty where they may. */
    public Optional<String> refusalOfTypes(List<VgpuType> types) {
        return first(types, this::ofOne).or(() -> ofPairs(types));
    }

    private static Optional<String> first(
            List<VgpuType> types, Function<VgpuType, Optional<String>> rule) {
        return types.stream().map(rule).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> ofOne(VgpuType type) {
        return unsupported(type).or(() -> seriesOf(type)).or(() -> fractional(type));
    }

    private InVm said(VgpuType type) {
        return types.getOrDefault(type.name().full(), new InVm(Optional.empty(), Optional.empty()));
    }

    private Optional<String> unsupported(VgpuType type) {
        return said(type).supported().orElse(true)
                ? Optional.empty()
                : Optional.of(type.token() + " must be alone in its VM (multiVgpuSupported=0)");
    }

    /** A and B types, where no database says it of each. */
    private Optional<String> seriesOf(VgpuType type) {
        var series = type.name().series();
        var isOfOne = series.isEmpty() || series.get() == Series.C || series.get() == Series.Q;
        return isOfOne || said(type).supported().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "only C and Q types may be combined in a VM, and "
                                + type.token()
                                + " is neither");
    }

    private Optional<String> fractional(VgpuType type) {
        if (type.isWholeCard()) {
            return Optional.empty();
        }
        if (capabilities.fractional().isPresent()) {
            return capabilities.fractional().get()
                    ? Optional.empty()
                    : Optional.of(
                            "this GPU combines only whole-card types in a VM, which "
                                    + type.token()
                                    + " is not (fractionalMultiVgpu=0)");
        }
        return architecture
                .filter(MultiVgpuRule::combinesWholeCardsOnly)
                .map(generation ->
                        generation
                                + " GPUs combine only whole-card types in a VM, which "
                                + type.token()
                                + " is not");
    }

    private static boolean combinesWholeCardsOnly(Architecture architecture) {
        return switch (architecture) {
            case MAXWELL, PASCAL -> true;
            case VOLTA, TURING, AMPERE, HOPPER, ADA, BLACKWELL -> false;
        };
    }

    private Optional<String> ofPairs(List<VgpuType> types) {
        return pair(types, this::exclusive)
                .or(() -> pair(types, MultiVgpuRule::boards))
                .or(() -> pair(types, MultiVgpuRule::seriesOfBoth))
                .or(() -> pair(types, this::heterogeneous));
    }

    /** All are alike exactly where each is like the first. */
    private static Optional<String> pair(
            List<VgpuType> types, BiFunction<VgpuType, VgpuType, Optional<String>> rule) {
        return types.isEmpty()
                ? Optional.empty()
                : first(
                        types,
                        type ->
                                isSame(types.getFirst(), type)
                                        ? Optional.empty()
                                        : rule.apply(types.getFirst(), type));
    }

    private static boolean isSame(VgpuType one, VgpuType other) {
        return one.name().full().equals(other.name().full());
    }

    private Optional<String> exclusive(VgpuType one, VgpuType other) {
        var alone = said(one).exclusive().orElse(false) ? one : other;
        return said(alone).exclusive().orElse(false)
                ? Optional.of(
                        alone.token()
                                + " may be in a VM with vGPUs of its own type only, and "
                                + (alone.equals(one) ? other : one).token()
                                + " is another (multiVgpuExclusive=1)")
                : Optional.empty();
    }

    private static Optional<String> boards(VgpuType one, VgpuType other) {
        return differ(one.name().board(), other.name().board())
                ? Optional.of("the vGPUs of a VM must be of one board, and " + are(one, other))
                : Optional.empty();
    }

    /** Whole-card types of both series in one VM are older than vGPUs of several sizes. */
    private static Optional<String> seriesOfBoth(VgpuType one, VgpuType other) {
        var areOfOneSize = one.name().framebufferGb().equals(other.name().framebufferGb());
        return !areOfOneSize && differ(one.name().series(), other.name().series())
                ? Optional.of(
                        "vGPUs of several sizes in a VM must be of one series, and "
                                + are(one, other))
                : Optional.empty();
    }

    private Optional<String> heterogeneous(VgpuType one, VgpuType other) {
        return capabilities.heterogeneous().orElse(true)
                ? Optional.empty()
                : Optional.of(
                        "this driver gives a VM vGPUs of one type only, and "
                                + one.token()
                                + " is not "
                                + other.token()
                                + " (heterogeneousMultiVgpu=FALSE)");
    }

    /** What is not known does not differ: other vendors' types have neither. */
    private static boolean differ(Optional<?> one, Optional<?> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    private static String are(VgpuType one, VgpuType other) {
        return one.token() + " and " + other.token() + " are not";
    }
}
