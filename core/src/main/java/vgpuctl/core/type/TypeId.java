package vgpuctl.core.type;

/**
 * The kernel's name of a vGPU type, {@code nvidia-286}. Ids change with driver releases: what is
 * stored or asked for is the {@link TypeName}.
 */
public record TypeId(String text) implements Comparable<TypeId> {

    public TypeId {
        if (!isSafe(text)) {
            throw new IllegalArgumentException("not a type id: " + text);
        }
    }

    /** Whether the text can name a type directory: one path component. */
    public static boolean isSafe(String text) {
        return !text.isBlank() && text.indexOf('/') < 0 && !text.startsWith(".");
    }

    /** What follows the driver's name: {@code 286}, {@code vga}. */
    public String suffix() {
        return text.substring(text.indexOf('-') + 1);
    }

    @Override
    public int compareTo(TypeId other) {
        return text.compareTo(other.text);
    }

    // Written out, as is hashCode: what the compiler gives a record is made at run time.
    @Override
    public boolean equals(Object other) {
        return other instanceof TypeId that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
