package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigGeometry;

/**
 * GPU instances and the vGPUs on them. Those in use stay; which of the free ones go is tried out,
 * fewer before more.
 */
final class InstanceSearch implements ModeSearch {

    private final Options options;
    private final MigCard card;
    private final List<Choice> choices;
    private final Map<Long, Optional<Best>> found = new HashMap<>();

    /** Which instances go, and the search beside those that stay, once it is needed. */
    private final class Choice {

        private final List<Cut.Instance> going;
        private final List<Cut.Instance> staying;
        private final List<AxisSearch> searches = new ArrayList<>(1);

        private Choice(List<Cut.Instance> going, List<Cut.Instance> staying) {
            this.going = going;
            this.staying = staying;
        }

        private AxisSearch axis() {
            if (searches.isEmpty()) {
                searches.add(new AxisSearch(options, card, staying));
            }
            return searches.getFirst();
        }
    }

    private record Best(Choice choice, Cost cost) {}

    InstanceSearch(Options options, MigCard card, List<Cut.Instance> instances) {
        this.options = options;
        this.card = card;
        var sorted = new ArrayList<>(instances);
        sorted.sort(Comparator.comparingInt(instance -> instance.place().start()));
        var free = sorted.stream().filter(Cut.Instance::isFree).toList();
        var all = new ArrayList<Choice>();
        for (var mask = 0; mask < 1 << free.size(); mask++) {
            all.add(choice(sorted, free, mask));
        }
        all.sort(Comparator.comparingInt(choice -> choice.going.size()));
        choices = List.copyOf(all);
    }

    private Choice choice(List<Cut.Instance> sorted, List<Cut.Instance> free, int mask) {
        var going = new ArrayList<Cut.Instance>();
        for (var i = 0; i < free.size(); i++) {
            if ((mask & 1 << i) != 0) {
                going.add(free.get(i));
            }
        }
        var staying = new ArrayList<>(sorted);
        staying.removeAll(going);
        return new Choice(going, staying);
    }

    @Override
    public Mode mode() {
        return Mode.MIG;
    }

    @Override
    public Optional<Cost> cost(long items) {
        return best(items).map(Best::cost);
    }

    private Optional<Best> best(long items) {
        return found.computeIfAbsent(items, this::search);
    }

    private Optional<Best> search(long items) {
        var best = Optional.<Best>empty();
        for (var choice : choices) {
            if (best.isPresent() && isLeast(best.orElseThrow(), choice, items)) {
                break;
            }
            var cost = choice.axis().cost(items);
            if (cost != AxisSearch.NEVER) {
                var it = new Best(choice, cost(choice, cost));
                if (best.isEmpty() || isBetter(it, best.orElseThrow(), items)) {
                    best = Optional.of(it);
                }
            }
        }
        return best;
    }

    private static Cost cost(Choice choice, long cost) {
        return new Cost(
                cost / AxisSearch.PER_MIB, choice.going.size(), (int) (cost % AxisSearch.PER_MIB));
    }

    /** Whether no choice from this one on, which destroys more, can be better. */
    private boolean isLeast(Best best, Choice next, long items) {
        return next.going.size() > best.cost.destroyed()
                && best.cost.framebufferMib() == options.leastMibOf(items);
    }

    private static boolean isBetter(Best one, Best other, long items) {
        var byCost = compare(one.cost, other.cost);
        return byCost < 0
                || (byCost == 0 && one.choice.axis().room(items) > other.choice.axis().room(items));
    }

    private static int compare(Cost one, Cost other) {
        var bySize = Long.compare(one.framebufferMib(), other.framebufferMib());
        if (bySize != 0) {
            return bySize;
        }
        var byDestroyed = Integer.compare(one.destroyed(), other.destroyed());
        return byDestroyed != 0 ? byDestroyed : Integer.compare(one.created(), other.created());
    }

    @Override
    public List<GpuInstance> destroyed(long items) {
        return best(items).orElseThrow().choice.going.stream().map(Cut.Instance::place).toList();
    }

    @Override
    public List<Seated> seats(long items) {
        var seats = new ArrayList<Seated>();
        for (var step : best(items).orElseThrow().choice.axis().steps(items)) {
            for (var contents : step.contents()) {
                add(step, contents, seats);
            }
        }
        return seats;
    }

    private void add(AxisSearch.Step step, Contents contents, List<Seated> seats) {
        var seat = new Seat.OnInstance(step.instance(), step.created());
        for (var c = 0; c < options.classes().size(); c++) {
            for (var i = 0; i < options.classes().count(contents.items(), c); i++) {
                seats.add(new Seated(c, contents.kind(), seat));
            }
        }
    }

    @Override
    public int[] creatable(long items) {
        var choice = best(items).orElseThrow().choice;
        var steps = choice.axis().steps(items);
        var places = steps.stream().map(AxisSearch.Step::instance).toList();
        var geometry = new MigGeometry(card, places);
        var creatable = new int[options.kinds().size()];
        for (var k : options.ofInstances()) {
            if (options.kind(k).slice() instanceof Slice.OfInstance(var profile, var most)) {
                var free = geometry.creatable(profile).size();
                var left = Math.max(0, profile.maxPerGpu() - count(places, profile.name()));
                creatable[k] = Math.min(free, left) * most;
            }
            for (var step : steps) {
                creatable[k] += left(choice, step, k);
            }
        }
        return creatable;
    }

    private static int count(List<GpuInstance> places, String profile) {
        return (int) places.stream().filter(p -> p.profile().name().equals(profile)).count();
    }

    private int left(Choice choice, AxisSearch.Step step, int kind) {
        return choice.axis().left(instance(choice, step), kind, step.contents());
    }

    private static Cut.Instance instance(Choice choice, AxisSearch.Step step) {
        return choice.staying.stream()
                .filter(instance -> instance.place().equals(step.instance()))
                .findFirst()
                .orElseGet(() -> new Cut.Instance(step.instance(), false, List.of()));
    }
}
