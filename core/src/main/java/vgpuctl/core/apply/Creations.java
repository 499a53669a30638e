package vgpuctl.core.apply;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import vgpuctl.core.apply.ApplyPlanner.Facts;
import vgpuctl.core.apply.OnHost.OnGpu;
import vgpuctl.core.fit.Card;
import vgpuctl.core.fit.Demand;
import vgpuctl.core.fit.Fit;
import vgpuctl.core.fit.Fitting;
import vgpuctl.core.fit.Given;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fit.NearestWays;
import vgpuctl.core.fit.Seat;
import vgpuctl.core.fit.Way;
import vgpuctl.core.fit.Wish;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.layout.LayoutVgpu;
import vgpuctl.core.plan.CreatePlanner;
import vgpuctl.core.plan.CreateWish;
import vgpuctl.core.plan.FitHost;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Preparation;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;

/** The vGPUs of a layout that are not there: where each goes, and the steps that make it. */
final class Creations {

    private final HostSnapshot host;
    private final List<Wanted> missing;
    private final Facts facts;
    private final Map<DeviceName, Fit.Fits> fits = new HashMap<>();
    private HostSnapshot later;

    Creations(HostSnapshot host, List<Wanted> missing, Facts facts) {
        this.host = host;
        this.missing = missing;
        this.facts = facts;
        this.later = host;
    }

    /** The host as it will be, once the plan has been carried out. */
    HostSnapshot later() {
        return later;
    }

    /** What has to be switched on GPUs before the vGPUs can be made; none where they can be now. */
    List<Step> preparation(List<OnGpu> gpus) {
        var steps = new ArrayList<Step>();
        for (var onGpu : gpus) {
            var active = active(onGpu.gpu());
            if (!active.isEmpty()) {
                steps.addAll(Preparation.steps(host, fit(onGpu, active)));
            }
        }
        return steps;
    }

    private List<Wanted> active(PhysicalGpu gpu) {
        return missing.stream()
                .filter(wanted -> wanted.gpu().name().equals(gpu.name()))
                .filter(wanted -> wanted.life().active())
                .toList();
    }

    /** Where they go is asked twice: for what has to be switched, and for the vGPUs. */
    private Fit.Fits fit(OnGpu onGpu, List<Wanted> wanted) {
        return fits.computeIfAbsent(onGpu.gpu().name(), _ -> found(onGpu, wanted));
    }

    private Fit.Fits found(OnGpu onGpu, List<Wanted> wanted) {
        var fitHost =
                FitHost.of(
                        host,
                        List.of(onGpu.gpu()),
                        gpu -> facts.inquiry().schedulerSetting(gpu).now());
        var cards = fitHost.cards().stream().map(card -> barred(card, onGpu)).toList();
        var wishes =
                wanted.stream()
                        .map(one ->
                                new Wish(fitWish(onGpu, cards, one.wish()), 1, Optional.empty()))
                        .toList();
        var demand = Demand.of(wishes.toArray(Wish[]::new));
        return switch (Fitting.of(cards, demand)) {
            case Fit.Fits fits -> fits;
            case Fit.Misfit(var reasons) -> {
                var all = new ArrayList<>(reasons);
                all.addAll(fitHost.left());
                throw noRoom(onGpu, wanted, all, NearestWays.of(cards, demand)).thrown();
            }
        };
    }

    /** Where the layout says a mode, no other will do. */
    private static Card barred(Card card, OnGpu onGpu) {
        var barred = new EnumMap<Mode, String>(Mode.class);
        barred.putAll(card.barred());
        onGpu.wish()
                .mode()
                .ifPresent(should -> {
                    for (var mode : Mode.values()) {
                        if (mode != of(should)) {
                            barred.put(mode, "the layout says " + should.word());
                        }
                    }
                });
        return new Card(card.name(), card.model(), card.cut(), barred, card.freeFunctions());
    }

    private static Mode of(GpuMode mode) {
        return switch (mode) {
            case EQUAL_SIZE -> Mode.EQUAL_SIZE;
            case MIXED_SIZE -> Mode.MIXED_SIZE;
            case MIG -> Mode.MIG;
        };
    }

    private static vgpuctl.core.fit.Wanted fitWish(
            OnGpu onGpu, List<Card> cards, LayoutVgpu.Wish wish) {
        return switch (wish) {
            case LayoutVgpu.Wish.OfNeed(var need) ->
                    new vgpuctl.core.fit.Wanted.Need(need.memoryMib(), need.use().orElse(Series.Q));
            case LayoutVgpu.Wish.OfType(var text) ->
                    new vgpuctl.core.fit.Wanted.Exactly(
                            named(cards, text)
                                    .or(() -> withId(onGpu.gpu(), text))
                                    .orElseThrow(() -> noSuchType(onGpu, text).thrown()));
        };
    }

    private static Optional<TypeName> named(List<Card> cards, String text) {
        return cards.stream()
                .flatMap(card -> card.model().types().stream())
                .map(type -> type.name())
                .filter(name ->
                        name.full().equalsIgnoreCase(text) || name.token().equalsIgnoreCase(text))
                .findFirst();
    }

    private static Optional<TypeName> withId(PhysicalGpu gpu, String text) {
        return gpu.offers().stream()
                .map(offer -> offer.type())
                .filter(type ->
                        type.id()
                                .filter(id -> id.text().equals(text) || id.suffix().equals(text))
                                .isPresent())
                .map(type -> type.name())
                .findFirst();
    }

    private static Problem noSuchType(OnGpu onGpu, String text) {
        return new Problem.NotFound(
                onGpu.gpu().name() + " has no type '" + text + "'",
                "'vgpuctl types " + onGpu.gpu().name() + "' lists those it has");
    }

    private static Problem noRoom(
            OnGpu onGpu, List<Wanted> wanted, List<Fit.Reason> reasons, List<Way> ways) {
        var what =
                wanted.stream()
                        .collect(
                                Collectors.groupingBy(
                                        one -> Matching.words(one.wish()),
                                        java.util.TreeMap::new,
                                        Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(entry -> entry.getValue() + " × " + entry.getKey())
                        .collect(Collectors.joining(", "));
        var why =
                reasons.stream()
                        .map(reason -> reason.about() + " " + reason.sentence())
                        .collect(Collectors.joining("; "));
        return new Problem.NoRoom(
                wanted.getFirst().at()
                        + ": "
                        + onGpu.gpu().name()
                        + " has no room for "
                        + what
                        + ": "
                        + why,
                ways.isEmpty()
                        ? "wish less of it, or let the layout say another mode or GPU"
                        : ways.getFirst().words());
    }

    /** The steps, once nothing has to be switched any more. */
    Plan plan(List<OnGpu> gpus) {
        var plan = Plan.toUndo(List.of(), List.of());
        for (var onGpu : gpus) {
            var active = active(onGpu.gpu());
            var given = given(onGpu, active);
            for (var wanted : missing) {
                if (wanted.gpu().name().equals(onGpu.gpu().name())) {
                    plan =
                            plan.and(
                                    creation(
                                            wanted, Optional.ofNullable(given.get(wanted.uuid()))));
                }
            }
        }
        return plan;
    }

    private Map<UUID, Given> given(OnGpu onGpu, List<Wanted> active) {
        var given = new HashMap<UUID, Given>();
        if (!active.isEmpty()) {
            for (var one : fit(onGpu, active).given()) {
                given.put(active.get(one.wish()).uuid(), one);
            }
        }
        return given;
    }

    private Plan creation(Wanted wanted, Optional<Given> given) {
        var type = given.map(g -> g.type().full()).orElseGet(() -> typeOf(wanted));
        var wish =
                new CreateWish(
                        type,
                        1,
                        wanted.name(),
                        List.of(wanted.uuid()),
                        Optional.of(wanted.gpu().name().text()),
                        List.of(),
                        wanted.owner(),
                        parameters(wanted, given),
                        new CreateWish.Life(
                                wanted.isToBeDefined(),
                                wanted.life().active(),
                                wanted.life().autostart()));
        var outcome = CreatePlanner.outcome(later, wish, facts.inquiry());
        later = outcome.later();
        return outcome.plan();
    }

    private static String typeOf(Wanted wanted) {
        return switch (wanted.wish()) {
            case LayoutVgpu.Wish.OfType(var type) -> type;
            case LayoutVgpu.Wish.OfNeed _ ->
                    throw new Problem.BadInput(
                                    wanted.at()
                                            + ": "
                                            + wanted.label()
                                            + " is not to be active, and has a need instead of a"
                                            + " type",
                                    "give it a type")
                            .thrown();
        };
    }

    private static Parameters parameters(Wanted wanted, Optional<Given> given) {
        var isPlaced = wanted.parameters().value(Parameters.PLACEMENT_ID).isPresent();
        return given.map(Given::seat)
                .filter(_ -> !isPlaced)
                .flatMap(seat ->
                        seat instanceof Seat.MixedSize(var id)
                                ? Optional.of(
                                        wanted.parameters()
                                                .with(
                                                        Parameters.PLACEMENT_ID,
                                                        Integer.toString(id)))
                                : Optional.empty())
                .orElse(wanted.parameters());
    }
}
