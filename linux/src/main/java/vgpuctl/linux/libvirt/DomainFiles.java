package vgpuctl.linux.libvirt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.Reading;
import vgpuctl.linux.files.HostFiles;

/**
 * The domains of a host from libvirt's own files: {@code /etc/libvirt/qemu/NAME.xml}, what the next
 * start gives a domain, and {@code /run/libvirt/qemu/NAME.xml}, there as long as it runs.
 *
 * <p>For looking only. It answers without a daemon and long before the library is loaded; changes
 * go through {@link Libvirt}.
 */
public final class DomainFiles {

    private static final String CONFIGURED = "/etc/libvirt/qemu";
    private static final String RUNNING = "/run/libvirt/qemu";
    private static final String ENDING = ".xml";

    private final HostFiles files;

    public DomainFiles(HostFiles files) {
        this.files = files;
    }

    /**
     * By name. Unknown where they cannot be read: a domain left out makes its vGPUs look free.
     *
     * @param skipped is told of files that hold no domain; each costs only itself
     */
    public Reading<List<Domain>> read(List<String> skipped) {
        var gathering = new Gathering(skipped);
        try {
            gathering.read(CONFIGURED);
            gathering.read(RUNNING);
        } catch (Unreadable e) {
            return Reading.unknown(e.why);
        }
        return Reading.of(gathering.domains());
    }

    /** One domain; empty where there is none or it cannot be read. */
    public Optional<Domain> read(String name) {
        return read(new ArrayList<>()).orElse(List.of()).stream()
                .filter(domain -> domain.name().equals(name))
                .findFirst();
    }

    /** What the two directories say, put together by name. */
    private final class Gathering {

        private final SequencedMap<String, Found> found = new TreeMap<>();
        private final List<String> skipped;

        Gathering(List<String> skipped) {
            this.skipped = skipped;
        }

        void read(String directory) {
            for (var file : known(files.names(directory))) {
                var path = directory + "/" + file;
                if (file.endsWith(ENDING)) {
                    // Gone meanwhile: the domain was undefined or has stopped.
                    var text = known(files.textIfThere(path));
                    if (text.isPresent()) {
                        add(directory.equals(RUNNING), path, text.get());
                    }
                }
            }
        }

        private void add(boolean running, String path, String text) {
            try {
                var domain =
                        running
                                ? Found.running(DomainStatus.parse(text).domain())
                                : Found.configured(DomainXml.parse(text));
                found.merge(domain.name(), domain, Found::with);
            } catch (DomainXmlException e) {
                skipped.add(path + ": " + e.getMessage());
            }
        }

        List<Domain> domains() {
            var domains = new ArrayList<Domain>();
            for (var domain : found.values()) {
                domains.add(domain.domain());
            }
            return domains;
        }
    }

    private static <T> T known(Reading<T> reading) {
        return reading.orElseGet(why -> {
            throw new Unreadable(why);
        });
    }

    /** What the two directories say of one domain; at least one of them does. */
    private record Found(String name, Optional<DomainXml> live, Optional<DomainXml> config) {

        static Found running(DomainXml xml) {
            return new Found(xml.name(), Optional.of(xml), Optional.empty());
        }

        static Found configured(DomainXml xml) {
            return new Found(xml.name(), Optional.empty(), Optional.of(xml));
        }

        Found with(Found other) {
            return new Found(name, live.or(other::live), config.or(other::config));
        }

        Domain domain() {
            var screen = live.or(() -> config).orElseThrow().screen();
            return new Domain(
                    name,
                    live.isPresent(),
                    live.map(Found::devices),
                    config.map(Found::devices),
                    screen.graphics(),
                    screen.openGl());
        }

        private static List<HostDevice> devices(DomainXml xml) {
            var devices = new ArrayList<HostDevice>();
            for (var hostdev : xml.hostdevs()) {
                devices.add(hostdev.device());
            }
            return devices;
        }
    }

    private static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String why;

        Unreadable(String why) {
            super(why);
            this.why = why;
        }
    }
}
