package vgpuctl.server.usage;

/**
 * What is added up.
 *
 * @param owner of the vGPU; else the VM that it was made for; empty for nobody's
 * @param type its short name
 */
public record Use(String owner, String type) implements Comparable<Use> {

    @Override
    public int compareTo(Use other) {
        var byOwner = owner.compareTo(other.owner);
        return byOwner != 0 ? byOwner : type.compareTo(other.type);
    }
}
