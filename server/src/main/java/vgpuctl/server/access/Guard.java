package vgpuctl.server.access;

import java.util.List;
import java.util.Optional;

/**
 * Keeps out what a browser sends for a page of somebody else's: a page may make a browser ask
 * 127.0.0.1, also under a name of its own that it lets point there.
 */
public final class Guard {

    private static final String BEARER = "Bearer ";

    private Guard() {}

    /** Whether the name that was asked for is ours. */
    public static boolean isOurs(String host, int port) {
        return List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port).contains(host);
    }

    /**
     * Whether a name can only be one that this machine has for itself: over a Unix socket any will
     * do, but a tunnel may lead a browser there, and so one that others let point at it will not.
     */
    public static boolean isLocalName(String host) {
        var name = host.replaceFirst(":\\d*$", "");
        return !name.contains(".") || name.equals("127.0.0.1");
    }

    /** Whether a page of this origin is one of ours; what is no page has none. */
    public static boolean isOwnPage(
            Optional<String> origin, Optional<String> fetchSite, String own) {
        return origin.map(own::equals).orElse(true)
                && fetchSite
                        .map(site -> site.equals("same-origin") || site.equals("none"))
                        .orElse(true);
    }

    /** The token of an {@code Authorization} header. */
    public static Optional<String> token(Optional<String> authorization) {
        return authorization
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }
}
