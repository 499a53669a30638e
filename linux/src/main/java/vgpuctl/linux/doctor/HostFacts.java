package vgpuctl.linux.doctor;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Stream;
import vgpuctl.core.cleanup.Leftover;
import vgpuctl.core.cleanup.Leftovers;
import vgpuctl.core.cleanup.Remains;
import vgpuctl.core.cleanup.Search;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.type.TypeId;
import vgpuctl.linux.files.HostFiles;

/**
 * What a host looks like now, a fact a line. Logs say what was; with this beside them the rules see
 * what is missing, and what is over. The words are those that the rules look for.
 */
final class HostFacts {

    static final String NAME = "facts of this host";

    /** As journalctl has it with {@code --utc --output=short-iso-precise}. */
    private static final DateTimeFormatter LIKE_JOURNAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final String DEVICES = "/sys/bus/pci/devices";

    private final HostFiles files;
    private final HostSnapshot host;
    private final StringBuilder text = new StringBuilder(NAME + "\n");

    private HostFacts(HostFiles files, HostSnapshot host) {
        this.files = files;
        this.host = host;
    }

    /**
     * The facts.
     *
     * @param remains what serves and uses vGPUs
     * @param services the state of each unit that there is, in systemd's word
     */
    static String of(
            HostFiles files,
            HostSnapshot host,
            Remains remains,
            SequencedMap<String, String> services) {
        var facts = new HostFacts(files, host);
        services.forEach((unit, state) -> facts.line("service " + unit + ": " + state));
        facts.iommu();
        facts.devices();
        facts.vgpus();
        facts.domains();
        facts.managers(remains);
        host.skipped().forEach(skipped -> facts.line("left out: " + skipped));
        return facts.text.toString();
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    /** Every kernel has the directory; without an IOMMU it is empty. */
    private void iommu() {
        var path = "/sys/kernel/iommu_groups";
        if (files.exists(path)) {
            files.names(path)
                    .ifKnownOrElse(
                            groups -> line("iommu groups: " + groups.size()),
                            why -> line("iommu groups not seen: " + why));
        }
    }

    private void devices() {
        for (var address : files.names(DEVICES).orElse(List.of())) {
            var path = DEVICES + "/" + address;
            if (isGpu(path)) {
                line(
                        "pci %s 10de:%s class %s driver %s virtual functions %s of %s"
                                .formatted(
                                        address,
                                        hex(path + "/device"),
                                        hex(path + "/class"),
                                        files.linkedName(path + "/driver").orElse("none"),
                                        files.attribute(path + "/sriov_numvfs").orElse("0"),
                                        files.attribute(path + "/sriov_totalvfs").orElse("0")));
            }
        }
    }

    /** A display device of NVIDIA's that is no virtual function. */
    private boolean isGpu(String path) {
        return hex(path + "/vendor").equals("10de")
                && hex(path + "/class").startsWith("03")
                && !files.exists(path + "/physfn");
    }

    private String hex(String path) {
        var value = files.attribute(path).orElse("?");
        return value.startsWith("0x") ? value.substring(2) : value;
    }

    private void vgpus() {
        var active = host.vgpus().stream().filter(Vgpu::active).toList();
        line("active mdevs: " + active.size());
        active.forEach(vgpu -> line("mdev active " + vgpu.uuid() + " on " + vgpu.parent()));
        for (var vgpu : host.vgpus()) {
            if (!vgpu.active() && (vgpu.isAutostart() || !host.domainsWith(vgpu).isEmpty())) {
                line("mdev expected and not active: " + vgpu.uuid());
            }
            if (vgpu.definition() instanceof Reading.Unknown<Optional<Definition>>(var why)) {
                line("mdev whose definition cannot be read: " + vgpu.uuid() + ": " + why);
            } else if (isOfNoType(vgpu)) {
                line(
                        "mdev defined with a type that is not offered: "
                                + vgpu.uuid()
                                + " "
                                + vgpu.type().map(TypeId::text).orElse("?"));
            }
        }
    }

    private boolean isOfNoType(Vgpu vgpu) {
        return !vgpu.active()
                && vgpu.resolved().isEmpty()
                && host.gpuOf(vgpu.parent()).filter(gpu -> !gpu.offers().isEmpty()).isPresent();
    }

    private void domains() {
        host.domains().ifKnownOrElse(this::domains, why -> line("domains not seen: " + why));
    }

    private void domains(List<Domain> domains) {
        domains.forEach(this::configured);
        var having = new LinkedHashMap<UUID, List<Domain>>();
        domains.forEach(domain ->
                mdevs(domain)
                        .forEach(uuid ->
                                having.computeIfAbsent(uuid, _ -> new ArrayList<>()).add(domain)));
        having.forEach(this::had);
        for (var vgpu : host.vgpus()) {
            if (!having.containsKey(vgpu.uuid())) {
                line("mdev in no VM: " + vgpu.uuid());
            }
        }
    }

    private void had(UUID uuid, List<Domain> domains) {
        domains.forEach(domain -> line("mdev of a VM: " + uuid + " " + domain.name()));
        if (host.vgpu(uuid).isEmpty()) {
            line(
                    "domain with an mdev that is not there: "
                            + domains.getFirst().name()
                            + " "
                            + uuid);
        }
        if (domains.stream().anyMatch(domain -> domain.hasLive(new HostDevice.Mdev(uuid)))) {
            line("mdev in use by a running VM: " + uuid);
        }
        if (domains.stream().allMatch(domain -> mdevs(domain).count() == 1)) {
            line("mdev alone in its VM: " + uuid);
        }
        if (domains.stream().allMatch(this::isNotStartedSinceConfigured)) {
            line("mdev of a VM not started since it was configured: " + uuid);
        }
    }

    /** Also a start that fails writes to the log of the VM. */
    private boolean isNotStartedSinceConfigured(Domain domain) {
        var log = files.modified("/var/log/libvirt/qemu/" + domain.name() + ".log");
        return log.isEmpty()
                || configurationOf(domain).filter(time -> time.isAfter(log.get())).isPresent();
    }

    /** libvirt writes a VM's file when it has taken its configuration. */
    private Optional<Instant> configurationOf(Domain domain) {
        return files.modified("/etc/libvirt/qemu/" + domain.name() + ".xml");
    }

    private void configured(Domain domain) {
        if (domain.config().map(devices -> !devices.isEmpty()).orElse(false)) {
            configurationOf(domain)
                    .ifPresent(time ->
                            line(
                                    "domain with a device configured "
                                            + LIKE_JOURNAL.format(time)
                                            + ": "
                                            + domain.name()));
        }
    }

    /** The same judgement as cleanup's. */
    private void managers(Remains remains) {
        remains.managers()
                .ifKnownOrElse(
                        _ -> managersOf(Search.of(host, remains)),
                        why -> line("processes of the vGPU manager not seen: " + why));
    }

    private void managersOf(Leftovers leftovers) {
        var gone =
                leftovers.all().stream()
                        .flatMap(leftover ->
                                leftover instanceof Leftover.Child(var process, _)
                                        ? Stream.of("" + process.pid())
                                        : Stream.empty())
                        .toList();
        line(
                "nvidia-vgpu-mgr processes whose VM is gone: "
                        + gone.size()
                        + (gone.isEmpty() ? "" : " (" + String.join(", ", gone) + ")"));
    }

    private static Stream<UUID> mdevs(Domain domain) {
        return Stream.concat(domain.live().stream(), domain.config().stream())
                .flatMap(List::stream)
                .distinct()
                .flatMap(device ->
                        device instanceof HostDevice.Mdev(var uuid)
                                ? Stream.of(uuid)
                                : Stream.empty());
    }
}
