package vgpuctl.core.guest;

/**
 * A file for a guest.
 *
 * @param name below the kit's directory
 * @param kind who may read it, and whether it is a program
 */
public record KitFile(String name, String text, Kind kind) {

    /** What it is for. */
    public enum Kind {
        TEXT,
        PROGRAM,
        /** Has the token in it. */
        SECRET
    }
}
