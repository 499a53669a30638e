package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.fit.Fit.Reason;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigGeometry;
import vgpuctl.core.mig.MigPlan.Impossible;
import vgpuctl.core.mig.MigProfile;
import vgpuctl.core.text.Size;

/** Says for each card in one sentence why it does not take what is demanded. */
final class CardReasons {

    private final Card card;
    private final Demand demand;

    private CardReasons(Card card, Demand demand) {
        this.card = card;
        this.demand = demand;
    }

    static List<Reason> of(List<Card> cards, Demand demand) {
        var reasons = new ArrayList<Reason>();
        var sorted = new ArrayList<>(cards);
        sorted.sort(Comparator.comparing(Card::name));
        for (var card : sorted) {
            reasons.add(new Reason(card.name(), new CardReasons(card, demand).sentence()));
        }
        return reasons;
    }

    private String sentence() {
        if (demand.gpu().isPresent() && !demand.gpu().orElseThrow().equals(card.name())) {
            return "another GPU is asked for";
        }
        var alone = new Demand(demand.wishes(), Spread.PACKED, Optional.empty(), demand.rule());
        var taken = taken(alone);
        for (var i = 0; i < demand.wishes().size(); i++) {
            var wish = demand.wishes().get(i);
            if (taken.getOrDefault(i, 0) < wish.count()) {
                return why(wish, taken.getOrDefault(i, 0), total(taken));
            }
        }
        return switch (demand.spread()) {
            case APART -> "takes one, as no GPU is to take two";
            case PACKED, SAME_GPU, SPREAD -> "takes all alone, but not beside the others";
        };
    }

    private static int total(Map<Integer, Integer> taken) {
        return taken.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many of each wish it takes at most, if it is the only card. */
    private Map<Integer, Integer> taken(Demand alone) {
        var taken = new LinkedHashMap<Integer, Integer>();
        Fitting.plan(List.of(card), Fitting.requests(alone), alone, true)
                .ifPresent(plan ->
                        plan.items()
                                .forEach(i -> taken.merge(i.request().wish(), 1, Integer::sum)));
        return taken;
    }

    private String why(Wish wish, int taken, int total) {
        var met = card.model().types().stream().filter(t -> wish.wanted().isMetBy(t)).toList();
        if (met.isEmpty()) {
            return "has no " + wish.wanted().words();
        }
        if (card.freeFunctions().isPresent() && card.freeFunctions().getAsInt() <= total) {
            var count = card.freeFunctions().getAsInt();
            return count == 0
                    ? "has no virtual function free"
                    : "has " + count + " virtual function" + (count == 1 ? "" : "s") + " free";
        }
        if (taken > 0) {
            return "takes " + taken + " of " + wish.count() + " × " + wish.wanted().words();
        }
        return total > 0
                ? "takes "
                        + total
                        + " of the others, and no "
                        + wish.wanted().words()
                        + " beside them"
                : none(wish, met);
    }

    private String none(Wish wish, List<CardType> met) {
        if (refusedByRule(wish, met).isPresent()) {
            return refusedByRule(wish, met).orElseThrow();
        }
        return switch (card.cut()) {
            case Cut.EqualSize(var residents) ->
                    residents.isEmpty() ? barred(met) : equalSize(residents, wish, met);
            case Cut.MixedSize(var lying) -> lying.isEmpty() ? barred(met) : mixed(wish, met);
            case Cut.Mig(var instances) -> mig(instances, wish, met);
        };
    }

    private Optional<String> refusedByRule(Wish wish, List<CardType> met) {
        for (var type : met) {
            for (var present : wish.vm().map(demand.rule()::presentIn).orElse(List.of())) {
                var refusal = demand.rule().refusal().apply(type.name(), present);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        return Optional.empty();
    }

    /** An empty card refuses only for a mode that it cannot be switched to. */
    private String barred(List<CardType> met) {
        for (var type : met) {
            for (var mode : modes(type)) {
                if (card.barred().containsKey(mode)) {
                    return type.name().token()
                            + " needs "
                            + mode.word()
                            + " mode: "
                            + card.barred().getOrDefault(mode, "");
                }
            }
        }
        return "has no room for it in " + card.cut().mode().word() + " mode";
    }

    private static List<Mode> modes(CardType type) {
        return switch (type.slice()) {
            case Slice.OfGpu _ -> List.of(Mode.EQUAL_SIZE, Mode.MIXED_SIZE);
            case Slice.OfInstance _ -> List.of(Mode.MIG);
        };
    }

    private String equalSize(List<Resident> residents, Wish wish, List<CardType> met) {
        var on = residents.size() + " × " + residents.getFirst().type().token();
        if (met.stream().noneMatch(type -> type.slice() instanceof Slice.OfGpu)) {
            return on + " is on this GPU, which is not in MIG mode";
        }
        var size = residents.getFirst().framebufferMib();
        if (met.stream().noneMatch(type -> type.framebufferMib() == size)) {
            return on + " is on this GPU: all its vGPUs must have " + Size.ofMib(size);
        }
        return card.model().mixesSeries() || isFull(met, size, residents.size())
                ? "full: " + on
                : on
                        + " is on this GPU: all its vGPUs must be of one type, not "
                        + wish.wanted().words();
    }

    private static boolean isFull(List<CardType> met, int size, int count) {
        return met.stream()
                .filter(type -> type.framebufferMib() == size)
                .allMatch(
                        type -> type.slice() instanceof Slice.OfGpu(var most, _) && most <= count);
    }

    private String mixed(Wish wish, List<CardType> met) {
        if (met.stream().noneMatch(type -> type.slice() instanceof Slice.OfGpu)) {
            return "is in mixed-size mode, and " + wish.wanted().words() + " needs MIG mode";
        }
        var taken = new ArrayList<String>();
        if (card.cut() instanceof Cut.MixedSize(var lying)) {
            for (var one : lying) {
                taken.add(one.resident().type().token() + " at " + one.placementId());
            }
        }
        return "no place is free for "
                + wish.wanted().words()
                + " beside "
                + String.join(", ", taken);
    }

    private String mig(List<Cut.Instance> instances, Wish wish, List<CardType> met) {
        var profile =
                met.stream()
                        .flatMap(type -> profile(type).stream())
                        .min((left, right) -> Integer.compare(left.size(), right.size()));
        if (profile.isEmpty()) {
            return card.cut().isFree()
                    ? barred(met)
                    : "is in MIG mode, and " + wish.wanted().words() + " needs time slices";
        }
        var used = new ArrayList<GpuInstance>();
        for (var instance : instances) {
            if (!instance.isFree()) {
                used.add(instance.place());
            }
        }
        var geometry = new MigGeometry(card.model().mig().orElseThrow(), used);
        return geometry.adding(List.of(profile.orElseThrow())) instanceof Impossible(var reason)
                ? reason
                : "no instance has room for " + wish.wanted().words();
    }

    private static Optional<MigProfile> profile(CardType type) {
        return type.slice() instanceof Slice.OfInstance(var profile, _)
                ? Optional.of(profile)
                : Optional.empty();
    }
}
