import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fit.Card;
import vgpuctl.core.fit.CardModel;
import vgpuctl.core.fit.CardType;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.fit.Cut;
import vgpuctl.core.fit.Demand;
import vgpuctl.core.fit.Fit;
import vgpuctl.core.fit.Fitting;
import vgpuctl.core.fit.Resident;
import vgpuctl.core.fit.Spread;
import vgpuctl.core.fit.VmRule;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fit.Wish;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigCards;
import vgpuctl.core.mig.MigGeometry;
import vgpuctl.core.placement.FramebufferMap;
import vgpuctl.core.placement.Placement;
import vgpuctl.core.placement.SupportedPlacements;
import vgpuctl.core.type.Series;

/**
 * Measures planning in-process on hosts with 16 GPUs, beside first-fit on the same hosts and demands: item by item, the
 * first card and the smallest type that fit, with the driver's own choice of a place.
 */
final class Plan {

    private static final int CARDS = 16;
    private static final List<List<String>> HOSTS =
            List.of(List.of("A40"), List.of("L40S"), List.of("A100"), List.of("H100L"), List.of("DC"),
                    List.of("A40", "A100"), List.of("L4", "L40S", "A30"), List.of("P40", "T4"));

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final Random random;
    private int names;

    private Plan(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    record Request(List<Card> cards, Demand demand) {}

    record Sample(String kind, double ms, double cpuMs, boolean fits, boolean firstFits, double firstMs) {}

    public static void main(String[] arguments) throws IOException {
        int requests = Integer.parseInt(arguments[0]);
        int warmUp = Integer.parseInt(arguments[1]);
        measure(1_000_000, warmUp);
        var samples = measure(1, requests);
        var text = table(samples, requests, warmUp);
        System.out.print(text);
        if (arguments.length > 2) {
            Files.writeString(Path.of(arguments[2]), text);
        }
    }

    private static List<Sample> measure(long firstSeed, int count) {
        var samples = new ArrayList<Sample>();
        for (long seed = firstSeed; seed < firstSeed + count; seed++) {
            var request = new Plan(seed).request();
            long cpu = CPU.getCurrentThreadCpuTime();
            long begin = System.nanoTime();
            var fit = Fitting.of(request.cards(), request.demand());
            long middle = System.nanoTime();
            double cpuMs = (CPU.getCurrentThreadCpuTime() - cpu) / 1e6;
            var first = new FirstFit(request.cards()).fits(request.demand());
            long end = System.nanoTime();
            var kind = fit instanceof Fit.Fits ? "fits" : "does not fit, with a reason for each card";
            samples.add(
                    new Sample(kind, (middle - begin) / 1e6, cpuMs, fit instanceof Fit.Fits, first, (end - middle) / 1e6));
            if (System.getenv("PLAN_SLOW") != null && cpuMs > 20 && firstSeed == 1) {
                System.err.println(seed + " " + cpuMs + " " + kind + " " + request.demand() + " "
                        + request.cards().getFirst().model().name() + " .. " + request.cards().getLast().model().name());
            }
        }
        return samples;
    }

    private static String table(List<Sample> samples, int requests, int warmUp) {
        var text = new StringBuilder("# How long planning takes\n\n");
        text.append(
                """
                In-process, on hosts with 16 GPUs in random states (equal-size, mixed-size, MIG, empty; one to three kinds of
                board), %d seeded demands of 1 to 16 vGPUs after %d to warm up, by `bench/plan`. First-fit takes the same
                demands item by item: the first card and the smallest type that fit, at the driver's own choice of a place.

                """
                        .formatted(requests, warmUp));
        text.append("|                                           | requests | median ms |   p99 ms |   max ms |\n");
        text.append("|---|--:|--:|--:|--:|\n");
        row(text, "vgpuctl's planner, all", samples.stream().mapToDouble(Sample::ms).toArray());
        row(text, "the same, time of the processor", samples.stream().mapToDouble(Sample::cpuMs).toArray());
        for (var kind : samples.stream().map(Sample::kind).distinct().sorted().toList()) {
            row(text, kind, samples.stream().filter(s -> s.kind().equals(kind)).mapToDouble(Sample::ms).toArray());
        }
        row(text, "first-fit, all", samples.stream().mapToDouble(Sample::firstMs).toArray());
        long fits = samples.stream().filter(Sample::fits).count();
        long first = samples.stream().filter(Sample::firstFits).count();
        long both = samples.stream().filter(s -> s.firstFits() && !s.fits()).count();
        text.append(
                "\nOf %d demands %d fit. First-fit finds %d of them and misses %d.%s\n"
                        .formatted(requests, fits, first, fits - first, both == 0 ? "" : " WRONG: " + both));
        var runtime = System.getProperty("java.runtime.version");
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%n%d cores, Java %s, load average %.1f.%n",
                        Runtime.getRuntime().availableProcessors(), runtime, load));
        return text.toString();
    }

    private static void row(StringBuilder text, String name, double[] ms) {
        Arrays.sort(ms);
        text.append(
                String.format(
                        Locale.ROOT,
                        "| %-41s | %8d | %9.2f | %8.2f | %8.2f |%n",
                        name, ms.length, at(ms, 0.5), at(ms, 0.99), at(ms, 1)));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static final Map<String, CardModel> MODELS = new HashMap<>();

    private static CardModel model(String token) {
        return MODELS.computeIfAbsent(
                token,
                _ -> {
                    var catalogue = Catalogue.ofProject();
                    var board = catalogue.board(token).orElseThrow();
                    var mig = MigCards.ofProject().card(board);
                    var types = CardType.ofBoard(board, catalogue.typesOf(board), mig);
                    return new CardModel(board.model(), board.framebufferGb(), types, mig, true);
                });
    }

    private Request request() {
        var boards = HOSTS.get(random.nextInt(HOSTS.size()));
        var cards = new ArrayList<Card>();
        for (int i = 0; i < CARDS; i++) {
            var model = model(boards.get(random.nextInt(boards.size())));
            cards.add(
                    new Card(
                            "0000:%02x:00.0".formatted(i), model, cut(model), Map.of(), OptionalInt.of(32)));
        }
        return new Request(cards, demand(cards));
    }

    private Cut cut(CardModel model) {
        var sliced = model.types().stream().filter(t -> t.slice() instanceof Slice.OfGpu).toList();
        return switch (random.nextInt(4)) {
            case 0 -> new Cut.EqualSize(List.of());
            case 1 -> model.mig().isPresent() ? mig(model) : equal(sliced);
            case 2 -> sliced.stream().anyMatch(t -> !((Slice.OfGpu) t.slice()).mixedIds().isEmpty())
                    ? mixed(model, sliced)
                    : equal(sliced);
            default -> equal(sliced);
        };
    }

    private Cut equal(List<CardType> types) {
        var type = types.get(random.nextInt(types.size()));
        var most = ((Slice.OfGpu) type.slice()).most();
        var residents = new ArrayList<Resident>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            residents.add(resident(type));
        }
        return new Cut.EqualSize(residents);
    }

    private Cut mixed(CardModel model, List<CardType> types) {
        var lying = new ArrayList<Cut.Lying>();
        var map = FramebufferMap.empty(model.framebufferGib(), List.of());
        for (int i = random.nextInt(6); i > 0; i--) {
            var type = types.get(random.nextInt(types.size()));
            var size = Math.ceilDiv(type.framebufferMib(), 1024);
            var id = map.driversChoice(new SupportedPlacements(size, ((Slice.OfGpu) type.slice()).mixedIds()));
            if (id.isPresent()) {
                map = map.with(new Placement(id.getAsInt(), size));
                lying.add(new Cut.Lying(resident(type), id.getAsInt()));
            }
        }
        return new Cut.MixedSize(lying);
    }

    private Cut mig(CardModel model) {
        var geometry = MigGeometry.empty(model.mig().orElseThrow());
        var instances = new ArrayList<Cut.Instance>();
        for (int i = random.nextInt(5); i > 0; i--) {
            var creatable = geometry.creatable();
            if (!creatable.isEmpty()) {
                var place = creatable.get(random.nextInt(creatable.size()));
                geometry = geometry.with(place);
                instances.add(new Cut.Instance(place, false, on(model, place)));
            }
        }
        return new Cut.Mig(instances);
    }

    private List<Resident> on(CardModel model, GpuInstance place) {
        var types =
                model.types().stream()
                        .filter(t -> t.slice() instanceof Slice.OfInstance s && s.profile().equals(place.profile()))
                        .toList();
        return types.isEmpty() || random.nextInt(3) == 0
                ? List.of()
                : List.of(resident(types.get(random.nextInt(types.size()))));
    }

    private Resident resident(CardType type) {
        return new Resident("vgpu-" + names++, type.name(), type.framebufferMib(), true);
    }

    /** One to four wishes, half of them by need. */
    private Demand demand(List<Card> cards) {
        var wishes = new ArrayList<Wish>();
        int left = 1 + random.nextInt(16);
        for (int i = 1 + random.nextInt(4); i > 0 && left > 0; i--) {
            var types = cards.get(random.nextInt(CARDS)).model().types();
            var type = types.get(random.nextInt(types.size()));
            int count = i == 1 ? left : 1 + random.nextInt(left);
            wishes.add(new Wish(wanted(type), count, Optional.empty()));
            left -= count;
        }
        var spread = random.nextInt(4) == 0 ? Spread.SPREAD : Spread.PACKED;
        return new Demand(wishes, spread, Optional.empty(), VmRule.NONE);
    }

    private Wanted wanted(CardType type) {
        return random.nextBoolean()
                ? new Wanted.Exactly(type.name())
                : new Wanted.Need(type.framebufferMib(), type.name().series().orElse(Series.Q));
    }

    /** What a script does that goes through cards and types and takes what it finds. */
    private static final class FirstFit {

        private final List<Card> cards;

        FirstFit(List<Card> cards) {
            this.cards = new ArrayList<>(cards);
        }

        boolean fits(Demand demand) {
            for (var wish : demand.wishes()) {
                for (int i = 0; i < wish.count(); i++) {
                    if (!place(wish.wanted())) {
                        return false;
                    }
                }
            }
            return true;
        }

        private boolean place(Wanted wanted) {
            for (int c = 0; c < cards.size(); c++) {
                var types = new ArrayList<CardType>();
                for (var type : cards.get(c).model().types()) {
                    if (wanted.isMetBy(type)) {
                        types.add(type);
                    }
                }
                types.sort((a, b) -> Integer.compare(a.framebufferMib(), b.framebufferMib()));
                for (var type : types) {
                    var cut = with(cards.get(c), type);
                    if (cut.isPresent()) {
                        var old = cards.get(c);
                        cards.set(
                                c,
                                new Card(
                                        old.name(), old.model(), cut.get(), old.barred(),
                                        OptionalInt.of(old.freeFunctions().getAsInt() - 1)));
                        return true;
                    }
                }
            }
            return false;
        }

        private static Optional<Cut> with(Card card, CardType type) {
            if (card.freeFunctions().getAsInt() == 0) {
                return Optional.empty();
            }
            var resident = new Resident("new", type.name(), type.framebufferMib(), true);
            return switch (type.slice()) {
                case Slice.OfGpu slice -> sliced(card, type, slice, resident);
                case Slice.OfInstance slice -> onInstance(card, type, slice, resident);
            };
        }

        private static Optional<Cut> sliced(Card card, CardType type, Slice.OfGpu slice, Resident resident) {
            if (card.cut() instanceof Cut.MixedSize(var lying)) {
                var map = FramebufferMap.empty(card.model().framebufferGib(), List.of());
                for (var one : lying) {
                    map = map.with(new Placement(one.placementId(), Math.ceilDiv(one.resident().framebufferMib(), 1024)));
                }
                var size = Math.ceilDiv(type.framebufferMib(), 1024);
                var id = map.driversChoice(new SupportedPlacements(size, slice.mixedIds()));
                if (id.isPresent()) {
                    var more = new ArrayList<>(lying);
                    more.add(new Cut.Lying(resident, id.getAsInt()));
                    return Optional.of(new Cut.MixedSize(more));
                }
                return lying.isEmpty() ? Optional.of(new Cut.EqualSize(List.of(resident))) : Optional.empty();
            }
            var residents = card.cut() instanceof Cut.EqualSize(var there) ? there : List.<Resident>of();
            var isFree = card.cut() instanceof Cut.EqualSize || card.cut().isFree();
            if (isFree
                    && residents.size() < slice.most()
                    && residents.stream().allMatch(r -> r.framebufferMib() == type.framebufferMib())) {
                var more = new ArrayList<>(residents);
                more.add(resident);
                return Optional.of(new Cut.EqualSize(more));
            }
            return Optional.empty();
        }

        private static Optional<Cut> onInstance(Card card, CardType type, Slice.OfInstance slice, Resident resident) {
            if (!(card.cut() instanceof Cut.Mig) && !card.cut().isFree()) {
                return Optional.empty();
            }
            var instances = card.cut() instanceof Cut.Mig(var there) ? there : List.<Cut.Instance>of();
            for (int i = 0; i < instances.size(); i++) {
                var on = instances.get(i);
                if (on.place().profile().equals(slice.profile())
                        && on.residents().size() < slice.most()
                        && on.residents().stream().allMatch(r -> r.framebufferMib() == type.framebufferMib())) {
                    var residents = new ArrayList<>(on.residents());
                    residents.add(resident);
                    var more = new ArrayList<>(instances);
                    more.set(i, new Cut.Instance(on.place(), false, residents));
                    return Optional.of(new Cut.Mig(more));
                }
            }
            var places = instances.stream().map(Cut.Instance::place).toList();
            var starts = new MigGeometry(card.model().mig().orElseThrow(), places).creatable(slice.profile());
            if (starts.isEmpty()) {
                return Optional.empty();
            }
            var more = new ArrayList<>(instances);
            more.add(new Cut.Instance(new GpuInstance(slice.profile(), starts.getFirst()), false, List.of(resident)));
            return Optional.of(new Cut.Mig(more));
        }
    }
}
