package vgpuctl.linux.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import vgpuctl.linux.socket.NativeSocket;

/**
 * What the kernel tells of devices that come and go, as udev hears it: functions of PCI, mediated
 * devices, groups of VFIO, the driver's modules.
 */
public final class KernelEvents implements AutoCloseable {

    private static final int KOBJECT_UEVENT = 15;
    private static final int KERNEL_GROUP = 1;

    private static final Set<String> SUBSYSTEMS =
            Set.of("pci", "mdev", "mdev_bus", "vfio", "vfio-dev", "module", "nvidia-vgpu-vfio");

    /** How long an end may take. */
    private static final Duration TURN = Duration.ofSeconds(2);

    private final NativeSocket socket;
    private final Runnable news;
    private volatile boolean closed;

    private KernelEvents(NativeSocket socket, Runnable news) {
        this.socket = socket;
        this.news = news;
    }

    /** Runs this at each of them, from now on. */
    public static KernelEvents listen(Runnable news) throws IOException {
        var events = new KernelEvents(NativeSocket.netlink(KOBJECT_UEVENT, KERNEL_GROUP), news);
        // A thread of its own: it waits in the kernel.
        Thread.ofPlatform().daemon().name("uevents").start(events::hear);
        return events;
    }

    private void hear() {
        try (socket) {
            while (!closed) {
                try {
                    if (socket.fromKernel(TURN).map(KernelEvents::isOurs).orElse(false)) {
                        news.run();
                    }
                } catch (IOException _) {
                    // More came than the kernel keeps for us: something has changed in any case.
                    news.run();
                    Thread.sleep(TURN);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code add@/devices/…}, then {@code NAME=value}, each with a zero behind it. */
    static boolean isOurs(byte[] message) {
        for (var word : new String(message, StandardCharsets.UTF_8).split("\0", -1)) {
            if (word.startsWith("SUBSYSTEM=")) {
                return SUBSYSTEMS.contains(word.substring("SUBSYSTEM=".length()));
            }
        }
        return false;
    }

    @Override
    public void close() {
        closed = true;
    }
}
