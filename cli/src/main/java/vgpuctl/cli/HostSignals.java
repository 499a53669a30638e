package vgpuctl.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.libvirt.DomainEvents;
import vgpuctl.linux.watch.FolderEvents;
import vgpuctl.linux.watch.KernelEvents;
import vgpuctl.server.events.Signals;

/** What a host says by itself: its kernel, libvirt, and the folders in which vGPUs are kept. */
record HostSignals(HostFiles files, Kind kind) implements Signals {

    enum Kind {
        /** Its own kernel and libvirt speak; what a driver does without a word is found later. */
        LIVE(Duration.ofSeconds(30)),

        /** Files only, among them those that stand for its kernel's; not all are watched. */
        FILES(Duration.ofMillis(500));

        private final Duration pause;

        Kind(Duration pause) {
            this.pause = pause;
        }
    }

    /** Ours, mdevctl's and libvirt's. */
    private static final List<String> FOLDERS =
            List.of(
                    "/var/lib/vgpuctl/journal",
                    "/var/lib/vgpuctl/vgpus",
                    "/var/lib/vgpuctl/gpus",
                    "/etc/mdevctl.d",
                    "/etc/libvirt/qemu",
                    "/run/libvirt/qemu");

    private static final List<String> KERNEL_FOLDERS =
            List.of("/sys/bus/mdev/devices", "/sys/bus/pci/devices");

    @Override
    public Duration pause() {
        return kind.pause;
    }

    @Override
    public Listening listen(Runnable news) {
        var open = new ArrayList<AutoCloseable>();
        try {
            open.add(FolderEvents.listen(folders().stream().map(files::at).toList(), news));
            if (kind == Kind.LIVE) {
                open.add(DomainEvents.listen(news));
                open.add(KernelEvents.listen(news));
            }
        } catch (IOException _) {
            // A limit of the kernel's: looking now and then is left.
        }
        return () -> open.forEach(HostSignals::close);
    }

    private List<String> folders() {
        var folders = new ArrayList<>(FOLDERS);
        if (kind == Kind.FILES) {
            folders.addAll(KERNEL_FOLDERS);
        }
        return folders;
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception _) {
            // The process ends.
        }
    }
}
