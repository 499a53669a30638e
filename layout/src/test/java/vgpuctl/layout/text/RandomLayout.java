package vgpuctl.layout.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.layout.GpuSelector;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutGpu;
import vgpuctl.core.layout.LayoutVgpu;
import vgpuctl.core.layout.MigWish;
import vgpuctl.core.layout.Need;
import vgpuctl.core.pci.Bdf;
import vgpuctl.core.type.Series;

/** Layouts of every shape, the same ones for the same seed. */
final class RandomLayout {

    private static final List<String> TYPES =
            List.of(
                    "P40-12C",
                    "GRID P40-6Q",
                    "A100D-2-20C",
                    "nvidia-286",
                    "286",
                    "1e3",
                    "mtty-1",
                    "Dual port serial",
                    "no",
                    "null",
                    "漢字",
                    "a: b",
                    "- x",
                    "'q'",
                    "\"");
    private static final List<String> VMS =
            List.of(
                    "y-k8s-n-1",
                    "101",
                    "no",
                    "true",
                    "~",
                    "1.5",
                    "vm with spaces",
                    "é",
                    "#1",
                    "0x10",
                    "2026-01-01",
                    "{a}",
                    "*a",
                    "&b",
                    "!c",
                    "% d",
                    "@e",
                    "a\\b",
                    "🖥");
    private static final List<String> MODELS =
            List.of("Tesla P40", "NVIDIA A100 HGX/SXM4 40GB", "NVIDIA L40S", "12", "off");
    private static final List<String> PARAMS =
            List.of("frame_rate_limiter", "disable_vnc", "enable_uvm", "no", "y", "x-1");
    private static final List<String> VALUES = List.of("0", "1", "0x1f", "no", "1.50", "#", "a=b");

    private final Random random;

    RandomLayout(long seed) {
        random = new Random(seed);
    }

    Layout layout() {
        var selectors = distinct(random.nextInt(5), this::selector);
        return new Layout(selectors.stream().map(this::gpu).toList());
    }

    private GpuSelector selector() {
        return switch (random.nextInt(5)) {
            case 0 -> new GpuSelector.OfUuid(uuid());
            case 1 -> new GpuSelector.OfModel(pick(MODELS), index());
            case 2 -> new GpuSelector.Device(new DeviceName(pick(List.of("mtty", "matrix", "no"))));
            default ->
                    new GpuSelector.Device(
                            DeviceName.of(
                                    new Bdf(
                                            random.nextInt(4) == 0 ? random.nextInt(0x20000) : 0,
                                            random.nextInt(256),
                                            random.nextInt(32),
                                            random.nextInt(8))));
        };
    }

    private OptionalInt index() {
        return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(256));
    }

    private LayoutGpu gpu(GpuSelector selector) {
        var mig = random.nextInt(4) == 0 ? mig() : List.<MigWish>of();
        var mode = mig.isEmpty() ? maybe(() -> pick(GpuMode.values())) : Optional.of(GpuMode.MIG);
        var names = distinct(random.nextInt(6), this::name);
        return new LayoutGpu(
                selector,
                mode,
                mig,
                maybe(() -> pick(Scheduler.values())),
                names.stream().map(name -> vgpu(selector, name)).toList());
    }

    private List<MigWish> mig() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(_ ->
                        new MigWish(
                                pick(List.of("1g.10gb", "1g.5gb+me", "7g.80gb", "2g.35gb-me")),
                                1 + random.nextInt(7)))
                .toList();
    }

    /** Names are unlike those of other GPUs, whose names they would repeat. */
    private LayoutVgpu vgpu(GpuSelector selector, String name) {
        var count = random.nextInt(3) == 0 ? 2 + random.nextInt(6) : 1;
        var own = name + "-of-" + Integer.toHexString(selector.hashCode());
        var uuid = count == 1 ? maybe(this::uuid) : Optional.<UUID>empty();
        var named =
                uuid.isPresent() && random.nextBoolean()
                        ? Optional.<String>empty()
                        : Optional.of(own);
        return new LayoutVgpu(
                new LayoutVgpu.Identity(named, uuid),
                wish(),
                count,
                holders(count),
                new LayoutVgpu.Life(random.nextBoolean(), random.nextBoolean()),
                settings(count));
    }

    private LayoutVgpu.Wish wish() {
        return random.nextBoolean()
                ? new LayoutVgpu.Wish.OfType(pick(TYPES))
                : new LayoutVgpu.Wish.OfNeed(
                        new Need(memory(), maybe(() -> pick(Series.values()))));
    }

    private int memory() {
        return random.nextBoolean()
                ? 1024 * (1 + random.nextInt(999))
                : 1 + random.nextInt(999_999);
    }

    private LayoutVgpu.Holders holders(int count) {
        var vms = IntStream.range(0, random.nextInt(count + 1)).mapToObj(_ -> pick(VMS)).toList();
        return new LayoutVgpu.Holders(vms, maybe(() -> pick(VMS)));
    }

    private LayoutVgpu.Settings settings(int count) {
        var params = new TreeMap<String, String>();
        for (var i = random.nextInt(3); i > 0; i--) {
            params.put(pick(PARAMS), pick(VALUES));
        }
        var placement =
                count == 1 && random.nextInt(3) == 0
                        ? OptionalInt.of(random.nextInt(1024))
                        : OptionalInt.empty();
        return new LayoutVgpu.Settings(params, placement);
    }

    private String name() {
        var letters = "abcXYZ-_.019";
        var name = new StringBuilder(pick(List.of("a", "Z", "no", "y", "desk")));
        for (var i = random.nextInt(12); i > 0; i--) {
            name.append(letters.charAt(random.nextInt(letters.length())));
        }
        return name.toString();
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> Set<T> distinct(int count, Supplier<T> make) {
        var made = new LinkedHashSet<T>();
        for (var i = 0; i < count; i++) {
            made.add(make.get());
        }
        return made;
    }

    private <T> Optional<T> maybe(Supplier<T> make) {
        return random.nextBoolean() ? Optional.of(make.get()) : Optional.empty();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private <T> T pick(T[] from) {
        return pick(new ArrayList<>(List.of(from)));
    }
}
