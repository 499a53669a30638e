package vgpuctl.core.mig;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * How a card is cut into GPU instances. A value: two geometries with the same instances are equal.
 *
 * @param instances by place; those of a host may have profiles that the card's table does not know
 */
public record MigGeometry(MigCard card, List<GpuInstance> instances) {

    public MigGeometry {
        instances = instances.stream().sorted(GpuInstance::byPlace).toList();
        var end = 0;
        for (var instance : instances) {
            if (instance.start() < end || instance.end() > card.positions()) {
                throw new IllegalArgumentException(card + " cannot be cut into " + instances);
            }
            end = instance.end();
        }
    }

    /** A card without GPU instances. */
    public static MigGeometry empty(MigCard card) {
        return new MigGeometry(card, List.of());
    }

    public MigGeometry with(GpuInstance instance) {
        var more = new ArrayList<>(instances);
        more.add(instance);
        return new MigGeometry(card, more);
    }

    public MigGeometry without(GpuInstance instance) {
        var fewer = new ArrayList<>(instances);
        if (!fewer.remove(instance)) {
            throw new IllegalArgumentException(card + " has no " + instance + ": " + instances);
        }
        return new MigGeometry(card, fewer);
    }

    /** Where one more instance of a profile can begin now, ascending. */
    public List<Integer> creatable(MigProfile profile) {
        if (count(profile) >= profile.maxPerGpu() || lacksMediaEngines(profile)) {
            return List.of();
        }
        return profile.starts().stream()
                .filter(start -> isFree(new GpuInstance(profile, start)))
                .toList();
    }

    /** Every instance that could be created next, largest profile first, then by place. */
    public List<GpuInstance> creatable() {
        var found = new ArrayList<GpuInstance>();
        for (var profile : card.profiles()) {
            creatable(profile).forEach(start -> found.add(new GpuInstance(profile, start)));
        }
        return found;
    }

    /** Whether instances of all these profiles can be created beside what is there. */
    public boolean fits(Collection<MigProfile> wish) {
        return MigSearch.placements(this, wish).isPresent();
    }

    /** Creates instances of these profiles beside what is there, all of which stays. */
    public MigPlan adding(Collection<MigProfile> wish) {
        return MigReach.adding(this, wish);
    }

    /**
     * Comes to exactly these profiles. Of what is there stays as much as can; where several
     * instances could stay, those that begin first.
     *
     * @param inUse what may not go
     */
    public MigPlan reaching(Collection<MigProfile> wish, Set<GpuInstance> inUse) {
        return MigReach.exactly(this, wish, inUse);
    }

    /** How many instances of a profile are there. */
    int count(MigProfile profile) {
        return (int) instances.stream().filter(i -> i.profile().equals(profile)).count();
    }

    /** How many memory positions are taken. */
    int taken() {
        return instances.stream().mapToInt(instance -> instance.profile().size()).sum();
    }

    /** How many instances of each profile could begin somewhere, largest first. */
    int[] room() {
        return card.profiles().stream().mapToInt(p -> creatable(p).size()).toArray();
    }

    private boolean lacksMediaEngines(MigProfile profile) {
        return profile.hasMediaEngines()
                && instances.stream().anyMatch(i -> i.profile().hasMediaEngines());
    }

    private boolean isFree(GpuInstance wished) {
        return instances.stream().noneMatch(wished::overlaps);
    }
}
