package vgpuctl.server.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.server.Request;
import vgpuctl.server.access.Caller;
import vgpuctl.server.access.Role;

/** Who is at the other end of a Unix socket: the kernel says it. */
final class Peers {

    private final Role members;
    private final String own = System.getProperty("user.name", "");

    Peers(Role members) {
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
        return user.equals("root") || user.equals(own) ? Role.ADMINISTER : members;
    }
}
