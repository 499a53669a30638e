package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.placement.Placement;

/** Everything that a card, or one just like it, can take of a demand, in any of its modes. */
final class CardSearch {

    private static final int MIB_PER_GIB = 1024;

    private final Card card;
    private final CardKinds kinds;
    private final Options options;
    private final HostSizes sizes;
    private final Spread spread;
    private final ModeSearch now;
    private final List<ModeSearch> modes = new ArrayList<>();
    private final Map<Long, Optional<Portion>> portions = new HashMap<>();
    private final int[] most;
    private int[] roomNow = new int[0];

    CardSearch(Card card, CardKinds kinds, Options options, HostSizes sizes, Spread spread) {
        this.card = card;
        this.kinds = kinds;
        this.options = options;
        this.sizes = sizes;
        this.spread = spread;
        now = search(card.cut());
        modes.add(now);
        if (card.cut().isFree()) {
            for (var mode : Mode.values()) {
                if (mode != now.mode() && !card.barred().containsKey(mode)) {
                    empty(mode).map(this::search).ifPresent(modes::add);
                }
            }
        }
        most = new int[options.classes().size()];
        Arrays.setAll(most, this::alone);
    }

    private int alone(int itemClass) {
        var classes = options.classes();
        var count = 0;
        while (count < classes.most(itemClass)
                && portion((count + 1) * classes.unit(itemClass)).isPresent()) {
            count++;
        }
        return count;
    }

    private ModeSearch search(Cut cut) {
        return switch (cut) {
            case Cut.EqualSize(var residents) -> new EqualSizeSearch(options, residents);
            case Cut.MixedSize(var lying) ->
                    new MixedSizeSearch(
                            options,
                            card.model().framebufferGib(),
                            lying.stream().map(CardSearch::placement).toList());
            case Cut.Mig(var instances) ->
                    new InstanceSearch(options, card.model().mig().orElseThrow(), instances);
        };
    }

    private static Placement placement(Cut.Lying lying) {
        var size = Math.ceilDiv(lying.resident().framebufferMib(), MIB_PER_GIB);
        return new Placement(lying.placementId(), size);
    }

    /** A mode with nothing on the card; none where the model has no types for it. */
    private Optional<Cut> empty(Mode mode) {
        var isPossible =
                options.kinds().stream().map(Kind::slice).anyMatch(slice -> isOf(mode, slice));
        if (!isPossible) {
            return Optional.empty();
        }
        return Optional.of(
                switch (mode) {
                    case EQUAL_SIZE -> new Cut.EqualSize(List.of());
                    case MIXED_SIZE -> new Cut.MixedSize(List.of());
                    case MIG -> new Cut.Mig(List.of());
                });
    }

    private boolean isOf(Mode mode, Slice slice) {
        return switch (mode) {
            case EQUAL_SIZE -> slice instanceof Slice.OfGpu;
            case MIXED_SIZE -> slice instanceof Slice.OfGpu of && !of.mixedIds().isEmpty();
            case MIG -> slice instanceof Slice.OfInstance && card.model().mig().isPresent();
        };
    }

    /**
     * The best way to take these items; empty where they do not fit, and then no more do either.
     */
    Optional<Portion> portion(long items) {
        return portions.computeIfAbsent(items, this::best);
    }

    private int mostItems() {
        var functions = card.freeFunctions().orElse(Integer.MAX_VALUE);
        return spread == Spread.APART ? Math.min(1, functions) : functions;
    }

    private Optional<Portion> best(long items) {
        var best = Optional.<Portion>empty();
        if (options.classes().size(items) > mostItems()) {
            return best;
        }
        for (var mode : modes) {
            var found = mode.cost(items).map(cost -> portion(items, mode, cost));
            if (found.isPresent()
                    && (best.isEmpty() || found.orElseThrow().isBetterThan(best.orElseThrow()))) {
                best = found;
            }
        }
        return best;
    }

    private Portion portion(long items, ModeSearch mode, ModeSearch.Cost cost) {
        var isEmpty = card.cut().residents().isEmpty();
        var score = Score.of(withLost(mode, cost), mode != now, isEmpty, spread == Spread.SPREAD);
        return new Portion(this, items, mode, score);
    }

    /** A switch away from MIG costs the instances that are there. */
    private ModeSearch.Cost withLost(ModeSearch mode, ModeSearch.Cost cost) {
        return mode != now && card.cut() instanceof Cut.Mig(var instances)
                ? new ModeSearch.Cost(cost.framebufferMib(), instances.size(), 0)
                : cost;
    }

    CardKinds kinds() {
        return kinds;
    }

    Options options() {
        return options;
    }

    ModeSearch now() {
        return now;
    }

    /** How many items of a class fit alone. */
    int most(int itemClass) {
        return most[itemClass];
    }

    /** No more than this can be on it together. */
    long mostMib() {
        var most = (long) card.model().framebufferGib() * MIB_PER_GIB;
        for (var kind : options.kinds()) {
            most = Math.max(most, kind.mostMib());
        }
        return most;
    }

    int[] gain(ModeSearch mode, long items) {
        if (roomNow.length == 0) {
            roomNow = sizes.room(options.kinds(), now.creatable(0));
        }
        var gain = sizes.room(options.kinds(), mode.creatable(items));
        Arrays.setAll(gain, i -> gain[i] - roomNow[i]);
        return gain;
    }
}
