package vgpuctl.core.mig;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.mig.MigPlan.Change;
import vgpuctl.core.mig.MigPlan.Impossible;

/** Plans the way from one geometry to another. */
final class MigReach {

    private MigReach() {}

    static MigPlan adding(MigGeometry from, Collection<MigProfile> wish) {
        return change(from, from, wish)
                .orElseGet(() -> new Impossible(MigReason.whyNot(from, wish)));
    }

    static MigPlan exactly(MigGeometry from, Collection<MigProfile> wish, Set<GpuInstance> inUse) {
        if (!from.instances().containsAll(inUse)) {
            throw new IllegalArgumentException(inUse + " is not all of " + from.instances());
        }
        for (var kept : selections(from.instances())) {
            var rest = rest(wish, kept);
            if (kept.containsAll(inUse) && rest.isPresent()) {
                var plan = change(from, new MigGeometry(from.card(), kept), rest.orElseThrow());
                if (plan.isPresent()) {
                    return plan.orElseThrow();
                }
            }
        }
        return new Impossible(whyNot(from, wish, inUse));
    }

    private static Optional<MigPlan> change(
            MigGeometry from, MigGeometry kept, Collection<MigProfile> wish) {
        return MigSearch.placements(kept, wish).map(after -> change(from, kept, after));
    }

    private static Change change(MigGeometry from, MigGeometry kept, MigGeometry after) {
        return new Change(
                without(from.instances(), kept.instances()),
                without(after.instances(), kept.instances()),
                after);
    }

    private static List<GpuInstance> without(List<GpuInstance> all, List<GpuInstance> some) {
        return all.stream().filter(instance -> !some.contains(instance)).toList();
    }

    /** What of the wish is missing; empty where something is kept that nobody wishes. */
    private static Optional<List<MigProfile>> rest(
            Collection<MigProfile> wish, List<GpuInstance> kept) {
        var rest = new ArrayList<>(wish);
        for (var instance : kept) {
            if (!rest.remove(instance.profile())) {
                return Optional.empty();
            }
        }
        return Optional.of(rest);
    }

    /** Every selection of these instances: more before fewer, then those that begin first. */
    private static List<List<GpuInstance>> selections(List<GpuInstance> instances) {
        List<List<GpuInstance>> selections = new ArrayList<>();
        selections.add(List.of());
        for (var instance : instances.reversed()) {
            var withIt = new ArrayList<List<GpuInstance>>();
            for (var selection : selections) {
                var more = new ArrayList<GpuInstance>();
                more.add(instance);
                more.addAll(selection);
                withIt.add(more);
            }
            selections.addAll(0, withIt);
        }
        selections.sort((left, right) -> Integer.compare(right.size(), left.size()));
        return selections;
    }

    private static String whyNot(
            MigGeometry from, Collection<MigProfile> wish, Set<GpuInstance> inUse) {
        var staying = inUse.stream().sorted(GpuInstance::byPlace).toList();
        return rest(wish, staying)
                .map(rest -> MigReason.whyNot(new MigGeometry(from.card(), staying), rest))
                .orElseGet(() -> unwished(wish, staying) + " is in use and not in the wish");
    }

    private static GpuInstance unwished(Collection<MigProfile> wish, List<GpuInstance> staying) {
        var rest = new ArrayList<>(wish);
        return staying.stream()
                .filter(instance -> !rest.remove(instance.profile()))
                .findFirst()
                .orElseThrow();
    }
}
