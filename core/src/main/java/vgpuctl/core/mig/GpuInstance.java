package vgpuctl.core.mig;

/**
 * A GPU instance on a card, or one that is to be.
 *
 * @param start the first memory position that it takes
 */
public record GpuInstance(MigProfile profile, int start) {

    /** The first memory position behind it. */
    public int end() {
        return start + profile.size();
    }

    public boolean overlaps(GpuInstance other) {
        return start < other.end() && other.start < end();
    }

    static int byPlace(GpuInstance left, GpuInstance right) {
        var byStart = Integer.compare(left.start, right.start);
        return byStart != 0 ? byStart : MigProfile.largestFirst(left.profile, right.profile);
    }

    @Override
    public String toString() {
        return profile.name() + " at " + start;
    }
}
