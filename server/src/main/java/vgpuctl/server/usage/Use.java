package vgpuctl.server.usage;

/**
 * What is added up.
 *
 * @param owner of the vGPU; else the VM that it was made for; empty for nobody's
 * @param type its short name
 */
public record Use(String owner, String type) implements Comparable<Use> {

    private static final String FLEET = "fleet";

    /** The same for all claims of a fleet, which come and go without end. */
    Use ofFewOwners() {
        return owner.startsWith(FLEET + ":") ? new Use(FLEET, type) : this;
    }

    @Override
    public int compareTo(Use other) {
        var byOwner = owner.compareTo(other.owner);
        return byOwner != 0 ? byOwner : type.compareTo(other.type);
    }
}
