package vgpuctl.linux.libvirt;

import java.time.Duration;

/** Waits for a running domain to let go of a device that was detached from it. */
public final class LiveRemoval {

    /** How it ended; both are ordinary. */
    public enum Outcome {
        /** The domain no longer has the device, or no longer runs. */
        GONE,
        /** The guest has not let go: it has no driver for hot-unplug, is busy, or does not run. */
        STILL_ATTACHED
    }

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Libvirt libvirt;

    public LiveRemoval(Libvirt libvirt) {
        this.libvirt = libvirt;
    }

    /**
     * Looks until the device is gone, for at most this long; at least once.
     *
     * @throws LibvirtException where libvirt cannot say
     */
    public Outcome await(String nameOrUuid, Hostdev device, Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (isAttached(nameOrUuid, device)) {
            if (System.nanoTime() + PAUSE.toNanos() > deadline || !pause()) {
                return Outcome.STILL_ATTACHED;
            }
        }
        return Outcome.GONE;
    }

    private boolean isAttached(String nameOrUuid, Hostdev device) {
        try {
            return libvirt.domain(nameOrUuid)
                    .liveXml()
                    .map(DomainXml::parse)
                    .filter(domain -> domain.uses(device))
                    .isPresent();
        } catch (LibvirtException failed) {
            // A transient domain ceases to exist when it stops.
            if (failed.failure() instanceof LibvirtFailure.NoSuchDomain) {
                return false;
            }
            throw failed;
        }
    }

    /** False where somebody wants us to stop. */
    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
