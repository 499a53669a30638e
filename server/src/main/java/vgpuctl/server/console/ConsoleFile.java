package vgpuctl.server.console;

/** A file of the console, as it is sent. */
public final class ConsoleFile {

    private final String type;
    private final String caching;
    private final String tag;
    private final byte[] plain;
    private final byte[] packed;

    /**
     * A file.
     *
     * @param tag changes with its content, with the quotes of an {@code ETag}
     * @param packed the same with gzip
     */
    ConsoleFile(String type, String caching, String tag, byte[] plain, byte[] packed) {
        this.type = type;
        this.caching = caching;
        this.tag = tag;
        this.plain = plain;
        this.packed = packed;
    }

    public String type() {
        return type;
    }

    /** For how long a browser may keep it ({@code Cache-Control}). */
    public String caching() {
        return caching;
    }

    public String tag() {
        return tag;
    }

    /** Its bytes, with gzip or without. */
    public byte[] bytes(boolean gzip) {
        return (gzip ? packed : plain).clone();
    }
}
