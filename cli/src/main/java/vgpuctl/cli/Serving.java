package vgpuctl.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.ProcessCommands;
import vgpuctl.linux.files.AuditFile;
import vgpuctl.linux.systemd.Systemd;
import vgpuctl.server.Daemon;
import vgpuctl.server.Settings;
import vgpuctl.server.access.Certificate;
import vgpuctl.server.access.Members;
import vgpuctl.server.access.Role;
import vgpuctl.server.access.Tokens;
import vgpuctl.server.api.Backend;

/** The daemon, wired up: what the command line asks of a host, over HTTP. */
final class Serving {

    private static final String ANY_PORT = "127.0.0.1:0";

    /** For the head of a request, and for its body: some KiB each, on this host. */
    private static final Duration SLOWEST = Duration.ofSeconds(10);

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final Parsed line;
    private final HostWiring wiring;
    private final Systemd systemd;
    private final PrintStream out;
    private final PrintStream err;
    private Optional<ServedFleet> fleet = Optional.empty();
    private Optional<String> tokenOfThisRun = Optional.empty();

    Serving(Parsed line, HostWiring wiring, Systemd systemd, PrintStream out, PrintStream err) {
        this.line = line;
        this.wiring = wiring;
        this.systemd = systemd;
        this.out = out;
        this.err = err;
    }

    /** Serves until the process is told to end. */
    int untilTheEnd() {
        var daemon = start();
        var member = FleetMember.of(line, wiring, this::log);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(daemon, member), "end"));
        systemd.isReady();
        beat(daemon, systemd.pulse().orElse(FOR_EVER));
        return ExitCode.DONE;
    }

    /** Listens, and says where. */
    Daemon start() {
        var settings = settings();
        var files = wiring.files();
        var audit = new AuditFile(files);
        fleet = ServedFleet.of(line, wiring);
        var daemon =
                Daemon.start(
                        settings,
                        new Backend(
                                wiring::operations,
                                ExitCode::of,
                                hostName(),
                                audit::append,
                                audit::last,
                                this::log,
                                wiring.signals(),
                                new ServedLines(wiring),
                                new UsageDays(files),
                                fleet.map(one -> one),
                                Clock.systemUTC()));
        daemon.addresses().forEach(address -> out.println("listening on " + address));
        tokenOfThisRun.ifPresent(token -> out.println("token of this run: " + token));
        console(daemon).ifPresent(address -> out.println("console at " + address));
        out.flush();
        return daemon;
    }

    /** For a browser. The token stands where a browser keeps it to itself. */
    private Optional<String> console(Daemon daemon) {
        return daemon.addresses().stream()
                .filter(address -> address.startsWith("http"))
                .findFirst()
                .map(address ->
                        address + "/" + tokenOfThisRun.map(token -> "#token=" + token).orElse(""));
    }

    /** A simulated one is called as it was named. */
    private String hostName() {
        return wiring.isSimulated()
                ? line.text("host")
                : wiring.files().attribute("/proc/sys/kernel/hostname").orElse("this host");
    }

    private void end(Daemon daemon, Optional<FleetMember> member) {
        systemd.isStopping();
        member.ifPresent(FleetMember::close);
        daemon.close();
        fleet.ifPresent(ServedFleet::close);
        // To be told to end is no failure, as which a signal counts that ends a process.
        Runtime.getRuntime().halt(ExitCode.DONE);
    }

    /** A daemon that no longer answers is started anew by whoever waits for this. */
    private void beat(Daemon daemon, Duration pulse) {
        try {
            while (true) {
                Thread.sleep(pulse);
                if (daemon.answers()) {
                    systemd.isAlive();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void log(String sentence) {
        err.println(sentence);
        err.flush();
    }

    private Settings settings() {
        var passed = systemd.socket();
        return new Settings(
                unix(passed.filter(channel -> unixPath(channel).isPresent())),
                passed.filter(channel -> unixPath(channel).isEmpty())
                        .map(this::tcp)
                        .or(() -> listen().map(this::tcp)),
                new Settings.Limits((int) line.number("rate"), SLOWEST, SLOWEST));
    }

    /** A simulated host is there to be tried: with a browser, too. */
    private Optional<String> listen() {
        return line.optional("listen")
                .or(() -> Optional.of(ANY_PORT).filter(_ -> wiring.isSimulated()));
    }

    private Settings.Unix unix(Optional<ServerSocketChannel> passed) {
        return new Settings.Unix(
                passed.flatMap(Serving::unixPath)
                        .or(() ->
                                line.optional("socket").map(path -> Path.of(path).toAbsolutePath()))
                        .orElseGet(wiring::socket),
                line.optional("socket-group"),
                new Members(
                        Role.named(line.text("socket-role")).orElseThrow(),
                        groupRoles(),
                        Serving::groups),
                passed);
    }

    private Map<String, Role> groupRoles() {
        var roles = new LinkedHashMap<String, Role>();
        for (var word : line.all("group-role")) {
            var equals = word.lastIndexOf('=');
            var role = Role.named(word.substring(equals + 1));
            if (equals < 1 || role.isEmpty()) {
                throw new Problem.BadInput(
                                "'" + word + "' is not a group with its role",
                                "write GROUP=view, GROUP=operate or GROUP=administer")
                        .thrown();
            }
            roles.put(word.substring(0, equals), role.get());
        }
        return roles;
    }

    /** As the system knows them, wherever its users are kept. None is a group less to be in. */
    private static Set<String> groups(String user) {
        var id = List.of("id", "-Gn", "--", user);
        return new ProcessCommands().run(id, Duration.ofSeconds(5))
                                instanceof Commands.Result.Ended(var status, var output, _)
                        && status == 0
                ? Set.of(output.strip().split("\\s+"))
                : Set.of();
    }

    /** Empty where the socket is none in the file system. */
    private static Optional<Path> unixPath(ServerSocketChannel channel) {
        try {
            return channel.getLocalAddress() instanceof UnixDomainSocketAddress address
                    ? Optional.of(address.getPath())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It was opened by whoever passed it on: it has to be one that --listen could have named. */
    private Settings.Tcp tcp(ServerSocketChannel passed) {
        var address = (InetSocketAddress) passed.socket().getLocalSocketAddress();
        var host = address.getAddress().getHostAddress();
        var name = address.getAddress() instanceof Inet6Address ? "[::1]" : host;
        var isLoopback = address.getAddress().isLoopbackAddress();
        var tcp = tcp((isLoopback ? name : host) + ":" + address.getPort());
        return new Settings.Tcp(
                tcp.address(), tcp.port(), tcp.tokens(), tcp.tls(), Optional.of(passed));
    }

    private Settings.Tcp tcp(String listen) {
        var colon = listen.lastIndexOf(':');
        var address = colon < 0 ? "" : listen.substring(0, colon);
        var tls = tls();
        if (tls.isEmpty() && !address.equals("127.0.0.1") && !address.equals("[::1]")) {
            throw new Problem.BadInput(
                            "'" + listen + "' is not an address of this host alone",
                            "write 127.0.0.1:PORT; for other hosts name --tls-cert and --tls-key")
                    .thrown();
        }
        return new Settings.Tcp(
                address.replace("[", "").replace("]", ""),
                port(listen.substring(colon + 1)),
                line.optional("token-file").map(this::tokens).orElseGet(this::tokenOfThisRun),
                tls,
                Optional.empty());
    }

    private Optional<SSLContext> tls() {
        var certificate = line.optional("tls-cert");
        var key = line.optional("tls-key");
        if (certificate.isPresent() != key.isPresent()) {
            throw new Problem.BadInput(
                            "of --tls-cert and --tls-key only one is given", "name both files")
                    .thrown();
        }
        return certificate.map(file ->
                Certificate.context(
                        new Certificate.Pem(file, text(file, "a certificate in PEM")),
                        new Certificate.Pem(key.get(), secret(key.get(), "its key in PEM")),
                        Instant.now()));
    }

    private static int port(String text) {
        try {
            var port = Integer.parseInt(text);
            if (port >= 0 && port < 1 << 16) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw new Problem.BadInput(
                        "'" + text + "' is not a port",
                        "write one from 0, any that is free, to 65535")
                .thrown();
    }

    private Tokens tokens(String name) {
        return Tokens.of(name, secret(name, "tokens"));
    }

    private static String secret(String name, String what) {
        var text = text(name, what);
        try {
            for (var permission : Files.getPosixFilePermissions(Path.of(name))) {
                if (OTHERS.contains(permission)) {
                    throw new Problem.BadInput(
                                    name + " may be read or written by anybody",
                                    "run: chmod 600 " + name)
                            .thrown();
                }
            }
            return text;
        } catch (IOException e) {
            throw unreadable(name, what, e).thrown();
        }
    }

    private static String text(String name, String what) {
        try {
            return Files.readString(Path.of(name), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw unreadable(name, what, e).thrown();
        }
    }

    private static Problem unreadable(String name, String what, Exception e) {
        return new Problem.NotFound(
                name + " could not be read: " + e.getMessage(),
                "name a file with " + what + ": docs/serve.md");
    }

    /** For trying things: on a host with a GPU it would end up in the journal. */
    private Tokens tokenOfThisRun() {
        if (!wiring.isSimulated()) {
            throw new Problem.BadInput(
                            "whoever comes over TCP has to show a token, and none is known",
                            "name a file with --token-file: docs/serve.md")
                    .thrown();
        }
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        var token = HexFormat.of().formatHex(bytes);
        tokenOfThisRun = Optional.of(token);
        return Tokens.single("simulation", token);
    }
}
