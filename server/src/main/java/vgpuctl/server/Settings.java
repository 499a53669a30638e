package vgpuctl.server;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import vgpuctl.server.access.Members;
import vgpuctl.server.access.Tokens;

/** Where the daemon listens, and to whom. */
public record Settings(Unix unix, Optional<Tcp> tcp, Limits limits) {

    /**
     * A socket in the file system. Its mode says who may connect.
     *
     * @param group whose members may, too; that of the process where it is left out
     * @param members what those may do who are neither root nor the daemon's own user
     * @param passed the socket itself, where somebody else listens on it for us: then its mode and
     *     its end are his, too
     */
    public record Unix(
            Path path,
            Optional<String> group,
            Members members,
            Optional<ServerSocketChannel> passed) {}

    /**
     * An address; port 0 is any that is free.
     *
     * @param tls with what it is encrypted; without it, only this host can reach it
     * @param passed the socket itself, where somebody else listens on it for us
     */
    public record Tcp(
            String address,
            int port,
            Tokens tokens,
            Optional<SSLContext> tls,
            Optional<ServerSocketChannel> passed) {}

    /**
     * What it puts up with.
     *
     * @param requestsEachSecond of one client, and as many at once after a pause
     * @param head within which the head of a request has to come
     * @param body within which its body has to
     */
    public record Limits(int requestsEachSecond, Duration head, Duration body) {}
}
