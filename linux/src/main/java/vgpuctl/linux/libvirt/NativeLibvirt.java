package vgpuctl.linux.libvirt;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import vgpuctl.core.plan.Affect;
import vgpuctl.linux.libvirt.Connection.Domain;

/**
 * libvirt through its C library.
 *
 * <p>Making one costs nothing and cannot fail: the library is loaded and the connection opened by
 * the first call, and again by the first call after the daemon was restarted. Safe for many
 * threads, virtual ones too; their calls take turns.
 */
public final class NativeLibvirt implements Libvirt, AutoCloseable {

    /** The domains of the host, as opposed to those of a user. */
    public static final String SYSTEM = "qemu:///system";

    /** libvirt itself waits 30 seconds for a domain that another change keeps busy. */
    public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(60);

    static final String LIBRARY = "libvirt.so.0";

    private static final Pattern UUID_FORM =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final String library;
    private final String uri;
    private final NativeThread thread;

    /** Touched by the native thread only. */
    private Optional<Connection> open = Optional.empty();

    public NativeLibvirt() {
        this(SYSTEM, DEFAULT_LIMIT);
    }

    /**
     * For the domains at this address.
     *
     * @param limit how long a caller waits for any one call
     */
    public NativeLibvirt(String uri, Duration limit) {
        this(LIBRARY, uri, limit);
    }

    NativeLibvirt(String library, String uri, Duration limit) {
        this.library = library;
        this.uri = uri;
        this.thread = new NativeThread(limit);
    }

    @Override
    public List<Description> domains() {
        var action = "list the VMs";
        return thread.call(
                action,
                _ -> repeated(() -> onConnection(c -> described(action, c.domains(action)))));
    }

    @Override
    public Description domain(String nameOrUuid) {
        var action = "describe VM " + nameOrUuid;
        return thread.call(action, _ -> repeated(() -> described(action, nameOrUuid)));
    }

    @Override
    public void attach(String nameOrUuid, String deviceXml, Set<Affect> affect) {
        var action = "attach the device to VM " + nameOrUuid;
        var flags = flags(affect);
        change(action, nameOrUuid, domain -> domain.attach(action, deviceXml, flags));
    }

    @Override
    public void detach(String nameOrUuid, String deviceXml, Set<Affect> affect) {
        var action = "detach the device from VM " + nameOrUuid;
        var flags = flags(affect);
        change(action, nameOrUuid, domain -> domain.detach(action, deviceXml, flags));
    }

    @Override
    public void close() {
        thread.end(this::disconnect);
    }

    // From here on, everything runs on the native thread.

    private void change(String action, String nameOrUuid, Consumer<Domain> change) {
        thread.call(
                action,
                commit -> {
                    // Only the looking up is repeated: a change might be made twice.
                    try (var domain = repeated(() -> found(action, nameOrUuid))) {
                        commit.run();
                        return onConnection(_ -> changed(nameOrUuid, domain, change));
                    }
                });
    }

    private static boolean changed(String nameOrUuid, Domain domain, Consumer<Domain> change) {
        try {
            change.accept(domain);
            return true;
        } catch (LibvirtException failed) {
            throw isGone(failed) ? noSuch(nameOrUuid) : failed;
        }
    }

    private Domain found(String action, String nameOrUuid) {
        return onConnection(connection -> lookedUp(action, connection, nameOrUuid))
                .orElseThrow(() -> noSuch(nameOrUuid));
    }

    /** By UUID first, as virsh does; a name may look like one. */
    private static Optional<Domain> lookedUp(String action, Connection connection, String key) {
        // C would see what stands before a NUL, and find that domain.
        if (key.isEmpty() || key.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        var byUuid =
                UUID_FORM.matcher(key).matches()
                        ? connection.byUuid(action, key)
                        : Optional.<Domain>empty();
        return byUuid.or(() -> connection.byName(action, key));
    }

    private Description described(String action, String nameOrUuid) {
        try (var domain = found(action, nameOrUuid)) {
            return onConnection(_ -> description(action, domain))
                    .orElseThrow(() -> noSuch(nameOrUuid));
        }
    }

    private static List<Description> described(String action, List<Domain> domains) {
        try {
            return domains.stream()
                    .flatMap(domain -> description(action, domain).stream())
                    .sorted(Comparator.comparing(Description::name))
                    .toList();
        } finally {
            domains.forEach(Domain::close);
        }
    }

    /** Empty where the domain ceased to exist while we looked. */
    private static Optional<Description> description(String action, Domain domain) {
        try {
            var configXml =
                    domain.isPersistent(action)
                            ? Optional.of(domain.configXml(action))
                            : Optional.<String>empty();
            var liveXml = liveXml(action, domain);
            return configXml.isEmpty() && liveXml.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Description(
                                    domain.name(action),
                                    UUID.fromString(domain.uuid(action)),
                                    configXml,
                                    liveXml));
        } catch (LibvirtException failed) {
            if (isGone(failed)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    // A domain that does not run answers with its stored description instead: asked before and
    // after, since it may start or stop in between.
    private static Optional<String> liveXml(String action, Domain domain) {
        if (!domain.isActive(action)) {
            return Optional.empty();
        }
        var xml = domain.liveXml(action);
        return domain.isActive(action) ? Optional.of(xml) : Optional.empty();
    }

    private static LibvirtException noSuch(String nameOrUuid) {
        return new LibvirtFailure.NoSuchDomain(nameOrUuid).thrown();
    }

    private static boolean isGone(LibvirtException failed) {
        return failed.failure() instanceof LibvirtFailure.OperationFailed(_, var error)
                && error.code() == LibvirtError.NO_DOMAIN;
    }

    /** For what changes nothing: once more, where the daemon had been restarted. */
    private static <T> T repeated(Supplier<T> look) {
        try {
            return look.get();
        } catch (LibvirtException failed) {
            if (failed.failure() instanceof LibvirtFailure.ConnectionLost) {
                return look.get();
            }
            throw failed;
        }
    }

    private <T> T onConnection(Function<Connection, T> work) {
        var connection = connected();
        try {
            return work.apply(connection);
        } catch (LibvirtException failed) {
            if (connection.isAlive()) {
                throw failed;
            }
            disconnect();
            throw new LibvirtFailure.ConnectionLost(uri, failed.failure()).thrown();
        }
    }

    private Connection connected() {
        var connection = open.orElseGet(() -> Connection.open(NativeLibrary.load(library), uri));
        open = Optional.of(connection);
        return connection;
    }

    private void disconnect() {
        open.ifPresent(Connection::close);
        open = Optional.empty();
    }

    /** VIR_DOMAIN_AFFECT_LIVE and VIR_DOMAIN_AFFECT_CONFIG. None would mean "as it is now". */
    private static int flags(Set<Affect> affect) {
        if (affect.isEmpty()) {
            throw new IllegalArgumentException("live, config or both");
        }
        return affect.stream()
                .mapToInt(one ->
                        switch (one) {
                            case LIVE -> 1;
                            case CONFIG -> 1 << 1;
                        })
                .sum();
    }
}
