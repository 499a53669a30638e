package vgpuctl.server.access;

/**
 * Who asks.
 *
 * @param name the user of a Unix socket, the name of a token
 * @param via how: {@code unix} or {@code tcp}
 */
public record Caller(String name, Role role, String via) {

    /** For the journal and the audit file. */
    @Override
    public String toString() {
        return name + " via " + via;
    }
}
