package vgpuctl.core.placement;

/**
 * The part of a GPU's frame buffer that one vGPU takes.
 *
 * @param id the driver's placement id: the offset in GiB
 */
public record Placement(int id, int sizeGib) {

    public Placement {
        if (id < 0 || sizeGib < 1) {
            throw new IllegalArgumentException("no placement: " + sizeGib + " GiB at " + id);
        }
    }

    /** The first GiB behind it. */
    public int end() {
        return id + sizeGib;
    }

    public boolean overlaps(Placement other) {
        return id < other.end() && other.id < end();
    }

    // Not Comparator.comparing: its lambdas, which can be serialized, are made at run time.
    static int byPlace(Placement left, Placement right) {
        var byId = Integer.compare(left.id, right.id);
        return byId != 0 ? byId : Integer.compare(left.sizeGib, right.sizeGib);
    }

    @Override
    public String toString() {
        return sizeGib + " GiB at " + id;
    }
}
