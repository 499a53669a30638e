package vgpuctl.linux.libvirt;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What libvirt tells of its domains: that one was defined, started or stopped, and that a device
 * came or went. Whatever it is, we look anew; so nothing that comes with it is read.
 *
 * <pre>
 *   open ─► ask for events ─► listen, while the connection lives ─► say so ─┐
 *     └───── the daemon is not there: wait ◄────────────────────────────────┘
 * </pre>
 */
public final class DomainEvents implements AutoCloseable {

    private static final Duration PULSE = Duration.ofSeconds(2);

    /** Between two tries to reach a daemon that is not there. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Those whose loop runs in this process: libvirt has one for all connections. */
    private static final Set<String> LOOPS = new HashSet<>();

    private final String library;
    private final String uri;
    private final Runnable news;
    private final DomainCallbacks callbacks;
    private final Thread thread;

    private DomainEvents(String library, String uri, Runnable news) {
        this.library = library;
        this.uri = uri;
        this.news = news;
        this.callbacks = DomainCallbacks.to(this::happened);
        // A thread of its own: libvirt keeps its last error for each.
        this.thread = Thread.ofPlatform().daemon().name("libvirt-events").unstarted(this::listen);
    }

    /** Runs this at each of them, from now on; where there is no libvirt, never. */
    public static DomainEvents listen(Runnable news) {
        return listen(NativeLibvirt.LIBRARY, NativeLibvirt.SYSTEM, news);
    }

    static DomainEvents listen(String library, String uri, Runnable news) {
        var events = new DomainEvents(library, uri, news);
        events.thread.start();
        return events;
    }

    private void listen() {
        try {
            var libvirt = NativeLibrary.load(library);
            startLoop(libvirt);
            while (true) {
                listenOnce(libvirt);
                Thread.sleep(PATIENCE);
            }
        } catch (LibvirtException _) {
            // No library, or one without events: looking now and then is left.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before any connection that is to have events is opened. */
    private void startLoop(NativeLibrary libvirt) {
        synchronized (LOOPS) {
            if (!LOOPS.add(library)) {
                return;
            }
            if (libvirt.number("virEventRegisterDefaultImpl") != 0) {
                throw new LibvirtFailure.FunctionMissing(library, "virEventRegisterDefaultImpl")
                        .thrown();
            }
        }
        Thread.ofPlatform().daemon().name("libvirt-loop").start(() -> turn(libvirt));
    }

    private static void turn(NativeLibrary libvirt) {
        while (libvirt.number("virEventRunDefaultImpl") == 0) {
            // Each turn calls back for what has happened meanwhile.
        }
    }

    private void listenOnce(NativeLibrary libvirt) throws InterruptedException {
        Connection connection;
        try {
            connection = Connection.open(libvirt, uri);
        } catch (LibvirtException _) {
            return;
        }
        try {
            connection.tellOfDomains(callbacks);
            news.run();
            while (connection.isAlive()) {
                Thread.sleep(PULSE);
            }
            news.run();
        } finally {
            connection.close();
        }
    }

    /** Called from C, which an exception must not reach. */
    private void happened() {
        try {
            news.run();
        } catch (RuntimeException _) {
            // The next look finds it.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
