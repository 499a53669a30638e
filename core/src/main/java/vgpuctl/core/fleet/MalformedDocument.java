package vgpuctl.core.fleet;

/** A document of the fleet that cannot be read; the message says where, and what is wrong. */
public final class MalformedDocument extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedDocument(String where, String what) {
        super("'" + where + "' " + what);
    }
}
