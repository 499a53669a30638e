package vgpuctl.linux.libvirt;

/** XML that is not, or not safely, a domain's. */
public final class DomainXmlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;

    DomainXmlException(int line, String problem) {
        super("line " + line + ": " + problem);
        this.line = line;
    }

    public int line() {
        return line;
    }
}
