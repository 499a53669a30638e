package vgpuctl.core.fleet.place;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.PlacementPolicy;

/**
 * What is on a GPU, as far as it matters to what may come. One object for each state of a space.
 */
final class CardState {

    private final CardSpace space;
    private final int number;
    private final Content content;

    /** Of two GPUs with as much on them, the one where less gets lost. */
    private static final double FRAGMENTATION_BESIDE_SPREAD = 1e-7;

    /** Differences below a millionth are those of adding up in another order. */
    private static final double PARTS = 1e6;

    private final Step[][] steps;

    /** By policy, and by type. */
    private final Map<PlacementPolicy, Best[]> best = new EnumMap<>(PlacementPolicy.class);

    private final boolean[] areKnown;
    private final int[] capacity;
    private final double[] loss;
    private final long hash;
    private double fragmentation = Double.NaN;
    private double largeRoom = Double.NaN;

    /**
     * What a state is.
     *
     * @param mode equal-size where it is empty, whatever the GPU itself is in
     * @param taken in mixed-size mode a bit for each GiB; of shares how many are taken
     * @param count of vGPUs
     * @param sizeMib of all of them, in equal-size mode
     * @param onlyType the type that all must have; -1 where it need not be one
     */
    record Content(Mode mode, List<Long> taken, int count, int sizeMib, int onlyType) {

        /** As a hash code is, but the same in every run, which that of an enum is not. */
        private long number() {
            var number =
                    (mode.word().hashCode() * 64L + count) * 1_000_003 + sizeMib * 64L + onlyType;
            return 31 * number + taken.hashCode();
        }
    }

    /**
     * One vGPU more.
     *
     * @param placementId -1 where there is none
     */
    record Step(int type, Mode mode, int placementId, CardState next) {}

    /**
     * The best of the steps with a type.
     *
     * @param score how bad it is; less is better
     */
    record Best(Step step, double score) {}

    CardState(CardSpace space, int number, Content content) {
        this.space = space;
        this.number = number;
        this.content = content;
        var types = space.model().types().size();
        steps = new Step[types][];
        areKnown = new boolean[types];
        capacity = new int[types];
        Arrays.fill(capacity, -1);
        loss = new double[space.outlook().kinds()];
        Arrays.fill(loss, Double.NaN);
        hash = Mixing.mix(content.number() * 31 + space.model().name().hashCode());
    }

    CardSpace space() {
        return space;
    }

    /** Among those of its space, in the order in which they were met. */
    int number() {
        return number;
    }

    Content content() {
        return content;
    }

    /** Of the content: the same in every run. */
    long hash() {
        return hash;
    }

    boolean isEmpty() {
        return content.count() == 0;
    }

    long freeMib() {
        return space.freeMib(content);
    }

    /** Every way to have one more of a type. */
    Step[] steps(int type) {
        if (!areKnown[type]) {
            areKnown[type] = true;
            steps[type] = space.stepsFrom(content, type).toArray(new Step[0]);
        }
        return steps[type];
    }

    /** How many more of a type there can be. */
    int capacity(int type) {
        if (capacity[type] < 0) {
            capacity[type] = space.capacityOf(content, type);
        }
        return capacity[type];
    }

    CardState without(int type, int placementId) {
        return space.state(space.without(content, type, placementId));
    }

    /** The free frame buffer that an expected request could not use here. */
    double loss(int expected) {
        if (Double.isNaN(loss[expected])) {
            loss[expected] = space.lossOf(this, expected);
        }
        return loss[expected];
    }

    /** How much of its free frame buffer is out of reach for the requests that are expected. */
    double fragmentation() {
        if (Double.isNaN(fragmentation)) {
            fragmentation = 0;
            for (var i = 0; i < loss.length; i++) {
                fragmentation += space.outlook().weight(i) * loss(i);
            }
        }
        return fragmentation;
    }

    /** How many of the largest vGPUs there can be; then of the next smaller, and so on. */
    double largeRoom() {
        if (Double.isNaN(largeRoom)) {
            largeRoom = 0;
            for (var type : space.sizesLargestFirst()) {
                largeRoom = largeRoom * CardSpace.MORE_THAN_ON_A_GPU + capacity(type);
            }
        }
        return largeRoom;
    }

    /** How much of it is taken, from 0 to 1. */
    double used() {
        return 1 - (double) freeMib() / space.empty().freeMib();
    }

    /** How bad a step is by a policy; less is better. */
    double score(Step step, PlacementPolicy policy) {
        return switch (policy) {
            case PACK -> step.next().fragmentation() - fragmentation();
            case RESERVE_LARGE -> largeRoom() - step.next().largeRoom();
            case SPREAD ->
                    used()
                            + FRAGMENTATION_BESIDE_SPREAD
                                    * (step.next().fragmentation() - fragmentation())
                                    / space.model().framebufferGib();
        };
    }

    /** The best step by a policy, the first of equal ones; there has to be one. */
    Best best(int type, PlacementPolicy policy) {
        var known = best.get(policy);
        if (known == null) {
            known = new Best[steps.length];
            best.put(policy, known);
        }
        if (Objects.isNull(known[type])) {
            known[type] = findBest(type, policy);
        }
        return known[type];
    }

    private Best findBest(int type, PlacementPolicy policy) {
        var step =
                Arrays.stream(steps(type))
                        .min(
                                Comparator.comparingDouble(
                                        one -> Math.rint(PARTS * score(one, policy))))
                        .orElseThrow();
        return new Best(step, score(step, policy));
    }
}
