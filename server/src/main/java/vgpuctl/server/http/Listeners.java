package vgpuctl.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import vgpuctl.core.problem.Problem;
import vgpuctl.server.Settings;

/** The sockets, and the server behind them. */
public final class Listeners implements AutoCloseable {

    /** Events keep theirs open. */
    private static final int MOST_CONNECTIONS = 2048;

    private static final int MOST_HEADER_BYTES = 8 << 10;

    /** S_IFMT and S_IFSOCK, of inode(7). */
    private static final int FILE_TYPE = 0170000;

    private static final int SOCKET = 0140000;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    private final Server server;
    private final List<String> addresses = new ArrayList<>();

    private Listeners(Server server) {
        this.server = server;
    }

    /** Listens, and hands what it gets to the handler. */
    public static Listeners open(Settings settings, Handler handler) {
        JETTY.setLevel(Level.WARNING);
        var server = new Server(new VirtualThreadPool(2 * MOST_CONNECTIONS));
        server.setHandler(handler);
        server.setErrorHandler(new ErrorDocuments());
        var listeners = new Listeners(server);
        listeners.listen(settings);
        return listeners;
    }

    private void listen(Settings settings) {
        var unix = unixSocket(settings.unix());
        server.addConnector(unix);
        var tcp = settings.tcp().map(this::tcp);
        tcp.ifPresent(server::addConnector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
        var slow = new SlowRequests(settings.limits().head());
        server.addBean(slow);
        unix.addBean(slow);
        tcp.ifPresent(connector -> connector.addBean(slow));
        server.setStopTimeout(Duration.ofSeconds(5).toMillis());
        start(settings);
        addresses.add("unix:" + settings.unix().path());
        tcp.ifPresent(connector ->
                addresses.add(
                        scheme(settings)
                                + "://"
                                + connector.getHost()
                                + ":"
                                + connector.getLocalPort()));
        if (settings.unix().passed().isEmpty()) {
            protect(settings.unix());
        }
    }

    private static String scheme(Settings settings) {
        return settings.tcp().flatMap(Settings.Tcp::tls).isPresent() ? "https" : "http";
    }

    private void start(Settings settings) {
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new Problem.Refused(
                            "nothing can listen on "
                                    + settings.unix().path()
                                    + settings.tcp()
                                            .map(tcp -> " and " + tcp.address() + ":" + tcp.port())
                                            .orElse(""),
                            String.valueOf(e.getMessage()),
                            "see who listens there: ss -lxtp")
                    .thrown();
        }
    }

    private UnixDomainServerConnector unixSocket(Settings.Unix unix) {
        var connector = new UnixDomainServerConnector(server, new HttpConnectionFactory(http()));
        if (unix.passed().isPresent()) {
            connector.setInheritChannel(true);
            // At its end it deletes what is there: not the socket of whoever listens for us.
            connector.setUnixDomainPath(unix.path().resolveSibling("none.sock"));
        } else {
            makeRoomFor(unix.path());
            connector.setUnixDomainPath(unix.path());
        }
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }

    private ServerConnector tcp(Settings.Tcp tcp) {
        var connector = new ServerConnector(server, factories(tcp));
        connector.setHost(tcp.address());
        connector.setPort(tcp.port());
        connector.setIdleTimeout(IDLE.toMillis());
        tcp.passed().ifPresent(channel -> take(connector, channel));
        return connector;
    }

    private static ConnectionFactory[] factories(Settings.Tcp tcp) {
        if (tcp.tls().isEmpty()) {
            return new ConnectionFactory[] {new HttpConnectionFactory(http())};
        }
        var tls = new SslContextFactory.Server();
        tls.setSslContext(tcp.tls().get());
        var http = http();
        // The name of a host is in its certificate, and the caller's to check.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http)
        };
    }

    private static void take(ServerConnector connector, ServerSocketChannel channel) {
        try {
            connector.open(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpConfiguration http() {
        var http = new HttpConfiguration();
        http.setRequestHeaderSize(MOST_HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        return http;
    }

    /**
     * A socket that a daemon left which was killed; one that is listened on stays, and what is
     * none.
     */
    private static void makeRoomFor(Path path) {
        try {
            Files.createDirectories(path.resolveSibling("."));
        } catch (IOException e) {
            throw new Problem.NotPermitted(
                            path.getParent() + " cannot be made: " + e.getMessage(),
                            "run as root, or name another place with --socket")
                    .thrown();
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new Problem.Conflict(
                            path + " is there already, and no socket",
                            "name another place with --socket")
                    .thrown();
        }
        if (isListenedOn(path)) {
            throw new Problem.Conflict(
                            "a daemon listens on " + path + " already",
                            "end that one first, or name another place with --socket")
                    .thrown();
        }
        delete(path);
    }

    private static boolean isSocket(Path path) {
        try {
            var mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & FILE_TYPE) == SOCKET;
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    private static boolean isListenedOn(Path path) {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return channel.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException _) {
            // Whoever wants to listen there will be told.
        }
    }

    private void protect(Settings.Unix unix) {
        try {
            if (unix.group().isPresent()) {
                var group =
                        unix.path()
                                .getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByGroupName(unix.group().get());
                Files.getFileAttributeView(unix.path(), PosixFileAttributeView.class)
                        .setGroup(group);
            }
            Files.setPosixFilePermissions(
                    unix.path(), PosixFilePermissions.fromString("rw-rw----"));
        } catch (IOException e) {
            close();
            throw new Problem.BadInput(
                            unix.path() + " cannot be given to its group: " + e,
                            "name a group that there is with --socket-group")
                    .thrown();
        }
    }

    /** Where it can be reached, as a person writes it. */
    public List<String> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            JETTY.log(Level.WARNING, "not stopped in order", e);
        }
    }
}
