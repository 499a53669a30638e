package vgpuctl.server.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.server.Request;
import vgpuctl.server.access.Caller;
import vgpuctl.server.access.Members;
import vgpuctl.server.access.Role;

/** Who is at the other end of a Unix socket: the kernel says it. */
final class Peers {

    /** Of users whose groups were asked for. */
    private static final int MOST_KNOWN = 256;

    private static final long KEPT_NANOS = 60_000_000_000L;

    private final Members members;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final String own = System.getProperty("user.name", "");

    private record Known(Role role, long since) {}

    Peers(Members members) {
        this.members = members;
    }

    /** Empty where the kernel does not say. */
    Optional<Caller> caller(Request request) {
        var transport =
                request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
        if (!(transport instanceof SocketChannel channel)) {
            return Optional.empty();
        }
        try {
            var user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            return Optional.of(new Caller(user, role(user), "unix"));
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    private Role role(String user) {
        return user.equals("root") || user.equals(own) ? Role.ADMINISTER : memberRole(user);
    }

    /** Asking for groups takes a process: who comes often is remembered for a minute. */
    private Role memberRole(String user) {
        var now = System.nanoTime();
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        return known.compute(
                        user,
                        (_, before) ->
                                before != null && now - before.since() < KEPT_NANOS
                                        ? before
                                        : new Known(members.role(user), now))
                .role();
    }
}
