package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.fit.Card;
import vgpuctl.core.fit.CardChange;
import vgpuctl.core.fit.CardType;
import vgpuctl.core.fit.Cut;
import vgpuctl.core.fit.Demand;
import vgpuctl.core.fit.Fit;
import vgpuctl.core.fit.Fitting;
import vgpuctl.core.fit.Given;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fit.Wish;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeName;

/**
 * What has to be switched on GPUs before vGPUs of a type can be made on them: virtual functions,
 * MIG mode, GPU instances. Only what takes nothing from anybody: no mode is left, no instance
 * destroyed.
 */
public final class Preparation {

    private final HostSnapshot host;
    private final CreateWish wish;

    private Preparation(HostSnapshot host, CreateWish wish) {
        this.host = host;
        this.wish = wish;
    }

    /** Empty where nothing that could be switched would make room. */
    static Optional<Plan> of(HostSnapshot host, List<PhysicalGpu> gpus, CreateWish wish) {
        var cards =
                FitHost.of(host, gpus, _ -> Reading.unknown("it is not asked for")).cards().stream()
                        .map(Preparation::withoutLoss)
                        .toList();
        return type(cards, wish.type())
                .flatMap(type -> new Preparation(host, wish).of(cards, type));
    }

    /** A card that keeps the mode that it is in, but for MIG on one that has nothing on it. */
    private static Card withoutLoss(Card card) {
        var barred = new EnumMap<Mode, String>(Mode.class);
        barred.putAll(card.barred());
        for (var mode : Mode.values()) {
            var isFirstCut = mode == Mode.MIG && card.cut() instanceof Cut.EqualSize;
            if (mode != card.cut().mode() && !isFirstCut) {
                barred.put(mode, "it is in " + card.cut().mode().word() + " mode");
            }
        }
        return new Card(card.name(), card.model(), card.cut(), barred, card.freeFunctions());
    }

    private static Optional<TypeName> type(List<Card> cards, String text) {
        return cards.stream()
                .flatMap(card -> card.model().types().stream())
                .map(CardType::name)
                .filter(name ->
                        name.full().equalsIgnoreCase(text) || name.token().equalsIgnoreCase(text))
                .findFirst();
    }

    private Optional<Plan> of(List<Card> cards, TypeName type) {
        var wanted = new Wish(new Wanted.Exactly(type), wish.count(), Optional.empty());
        return Fitting.of(cards, Demand.of(wanted)) instanceof Fit.Fits fits
                ? Optional.of(plan(fits)).filter(plan -> !plan.steps().isEmpty())
                : Optional.empty();
    }

    private Plan plan(Fit.Fits fits) {
        fits.changes().forEach(this::refuseDestruction);
        return Plan.toPrepare(
                steps(host, fits),
                List.of("prepared " + String.join(", ", used(fits)) + " for " + wish.type()));
    }

    private static Set<String> used(Fit.Fits fits) {
        var used = new LinkedHashSet<String>();
        fits.given().stream().map(Given::card).forEach(used::add);
        return used;
    }

    /** What has to be switched on the GPUs that a fit uses, before its vGPUs can be made. */
    public static List<Step> steps(HostSnapshot host, Fit.Fits fits) {
        var steps = new ArrayList<Step>();
        for (var name : used(fits)) {
            var change = fits.changes().stream().filter(c -> c.card().equals(name)).findFirst();
            steps.addAll(steps(host, host.gpu(new DeviceName(name)).orElseThrow(), change));
        }
        return steps;
    }

    private void refuseDestruction(CardChange change) {
        if (!change.destroyed().isEmpty()) {
            throw new Problem.Conflict(
                            "for "
                                    + wish.type()
                                    + " GPU instances of "
                                    + change.card()
                                    + " would have to go that nobody uses now: "
                                    + change.destroyed(),
                            "cut the GPU as you want it first: vgpuctl mig apply "
                                    + change.card()
                                    + " PROFILE…")
                    .thrown();
        }
    }

    private static List<Step> steps(
            HostSnapshot host, PhysicalGpu gpu, Optional<CardChange> wanted) {
        var change = new PartitionChange(host, gpu);
        wanted.map(CardChange::mode).ifPresent(mode -> leave(change, mode));
        if (wanted.filter(w -> w.mode() == Mode.MIG).isPresent() && !change.isMig()) {
            change.switchMig(true);
        }
        if (!change.hasFunctions() && gpu.partition().functions().possible() > 0) {
            change.destroyAllInstances();
            change.change(Feature.VIRTUAL_FUNCTIONS, true);
            change.instances().forEach(i -> change.create(i.profile(), i.start()));
        }
        wanted.ifPresent(w -> {
            w.destroyed().forEach(i -> change.destroy(i.profile().name(), i.start()));
            w.created().forEach(i -> change.create(i.profile().name(), i.start()));
            if (w.mode() == Mode.MIXED_SIZE && !change.isMixed()) {
                change.change(Feature.MIXED_SIZES, true);
            }
        });
        return change.plan().steps();
    }

    /** The mode that a card is in and is not to stay in. */
    private static void leave(PartitionChange change, Mode mode) {
        if (change.isMig() && mode != Mode.MIG) {
            change.destroyAllInstances();
            change.switchMig(false);
        }
        if (change.isMixed() && mode == Mode.EQUAL_SIZE) {
            change.change(Feature.MIXED_SIZES, false);
        }
    }
}
