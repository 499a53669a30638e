package vgpuctl.core.cleanup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.DriverVgpu;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.pci.Bdf;

/** Tells leftovers from what somebody needs. */
public final class Search {

    private final HostSnapshot host;
    private final Remains remains;
    private final InUse use;
    private final List<Leftover> found = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Search(HostSnapshot host, Remains remains, InUse use) {
        this.host = host;
        this.remains = remains;
        this.use = use;
    }

    /** Nothing is a leftover where VMs cannot be seen: all of it might be theirs. */
    public static Leftovers of(HostSnapshot host, Remains remains) {
        return switch (use(host, remains)) {
            case Reading.Known<InUse>(var use) -> new Search(host, remains, use).leftovers();
            case Reading.Unknown<InUse>(var why) ->
                    new Leftovers(List.of(), List.of("VMs could not be seen: " + why));
        };
    }

    /**
     * Why the vGPU manager may not be restarted now; empty where no VM uses a vGPU.
     *
     * @return who does, or what could not be seen
     */
    public static Optional<String> whyNoRestart(HostSnapshot host, Remains remains) {
        return switch (use(host, remains)) {
            case Reading.Known<InUse>(var use) ->
                    use.anybody().map(user -> user + " uses a device of this host");
            case Reading.Unknown<InUse>(var why) -> Optional.of("VMs could not be seen: " + why);
        };
    }

    private static Reading<InUse> use(HostSnapshot host, Remains remains) {
        return host.domains()
                .flatMap(domains ->
                        remains.vms().map(vms -> new InUse(host, remains, domains, vms)));
    }

    private Leftovers leftovers() {
        remains.managers().ifKnownOrElse(all -> all.forEach(this::process), notes::add);
        host.vgpus().forEach(this::unowned);
        remains.driverVgpus().ifKnownOrElse(all -> all.forEach(this::ofDriver), notes::add);
        use.domains().forEach(this::references);
        parentsGone();
        host.vgpus().forEach(this::earlierBoot);
        host.vgpus().forEach(this::claim);
        host.vgpus().forEach(this::record);
        return new Leftovers(found, notes);
    }

    /** Where nothing says which vGPU it serves, it may serve any that is in use. */
    private void process(ManagerProcess process) {
        var user =
                process.devices().isEmpty()
                        ? use.anybody()
                        : process.devices().stream()
                                .map(this::userOfServed)
                                .flatMap(Optional::stream)
                                .findFirst();
        if (user.isEmpty()) {
            var evidence = new ArrayList<>(process.evidence());
            evidence.add(
                    process.devices().isEmpty()
                            ? "no VM on this host has a device open"
                            : "no running VM has "
                                    + names(process)
                                    + ", and no process has it open");
            found.add(new Leftover.Child(process, List.copyOf(evidence)));
        } else if (process.devices().isEmpty()) {
            notes.add(
                    "process "
                            + process.pid()
                            + " of the vGPU manager was left alone: nothing says which vGPU it"
                            + " serves, and "
                            + user.get()
                            + " may need it");
        }
    }

    private static String names(ManagerProcess process) {
        return String.join(
                " or ", process.devices().stream().map(HostDevice::text).sorted().toList());
    }

    private Optional<String> userOfServed(HostDevice device) {
        return use.userOf(device)
                .or(() ->
                        listed(device).stream()
                                .flatMap(vgpu -> vgpu.vm().stream())
                                .flatMap(vm -> use.process(vm).stream())
                                .map(vm -> "process " + vm.pid() + " (" + vm.command() + ")")
                                .findFirst());
    }

    private List<DriverVgpu> listed(HostDevice device) {
        return remains.driverVgpus().orElse(List.of()).stream()
                .filter(vgpu ->
                        vgpu.mdev().map(HostDevice.Mdev::new).filter(device::equals).isPresent())
                .toList();
    }

    private void unowned(Vgpu vgpu) {
        var isKnown = vgpu.isDefined() || vgpu.record().isPresent();
        var isConfigured = !host.domainsWith(vgpu).isEmpty();
        if (vgpu.active() && !isKnown && !isConfigured && !isServed(vgpu)) {
            found.add(
                    new Leftover.Unowned(
                            vgpu,
                            List.of(
                                    "no definition below /etc/mdevctl.d, no record of ours, no VM"
                                            + " with it, and no process has it open")));
        }
    }

    private boolean isServed(Vgpu vgpu) {
        return userOfServed(vgpu.device()).isPresent();
    }

    private void ofDriver(DriverVgpu vgpu) {
        var device = vgpu.mdev().map(HostDevice.Mdev::new);
        var isAlive = vgpu.vm().flatMap(use::process).isPresent();
        var isUsed = device.flatMap(use::userOf).isPresent();
        // Without either nothing says whose it is.
        var isNamed = vgpu.vm().isPresent() || device.isPresent();
        if (isNamed && !isAlive && !isUsed) {
            found.add(new Leftover.OfDriver(vgpu, evidence(vgpu)));
        }
    }

    private List<String> evidence(DriverVgpu vgpu) {
        var evidence = new ArrayList<String>();
        evidence.add("'nvidia-smi vgpu -q' lists vGPU " + vgpu.id());
        vgpu.vm().ifPresent(vm -> evidence.add("no process is the VM " + vm));
        vgpu.mdev()
                .filter(mdev -> host.vgpu(mdev).filter(Vgpu::active).isEmpty())
                .ifPresent(mdev -> evidence.add("there is no mediated device " + mdev));
        return List.copyOf(evidence);
    }

    private void references(Domain domain) {
        for (var device : domain.config().orElse(List.of())) {
            if (!domain.hasLive(device) && isNowhere(device)) {
                found.add(
                        new Leftover.Reference(
                                domain.name(),
                                device,
                                List.of(device.text() + " is neither active nor defined")));
            }
        }
    }

    /** A PCI function may be any device of the host: only one that carries vGPUs is ours. */
    private boolean isNowhere(HostDevice device) {
        var isThere =
                host.vgpus().stream()
                        .filter(vgpu -> vgpu.device().equals(device))
                        .anyMatch(vgpu -> vgpu.active() || vgpu.isDefined());
        return !isThere
                && switch (device) {
                    case HostDevice.Mdev _ -> true;
                    case HostDevice.PciFunction(var address) ->
                            FreeFunctions.of(host).contains(address);
                };
    }

    /** What could not be read may be the parent. */
    private void parentsGone() {
        var orphans = host.vgpus().stream().filter(this::isWithoutParent).toList();
        if (!orphans.isEmpty() && !host.skipped().isEmpty()) {
            notes.add(
                    "definitions without a parent were left alone: "
                            + String.join("; ", host.skipped()));
            return;
        }
        for (var vgpu : orphans) {
            found.add(
                    new Leftover.ParentGone(
                            vgpu,
                            List.of("there is no device " + vgpu.parent() + " on this host")));
        }
    }

    private boolean isWithoutParent(Vgpu vgpu) {
        return !vgpu.active()
                && vgpu.definition().map(Optional::isPresent).orElse(false)
                && host.gpuOf(vgpu.parent()).isEmpty()
                && !mayBeFunction(vgpu.parent())
                && host.domainsWith(vgpu).isEmpty();
    }

    /**
     * Virtual functions that are off come back. Not every kernel says which they will be: any
     * address of the same domain may be one, since they may lie on buses behind their GPU's.
     */
    private boolean mayBeFunction(DeviceName parent) {
        return host.gpus().stream()
                .filter(gpu -> gpu.partition().functions().possible() > 0)
                .filter(gpu -> gpu.partition().functions().enabled() == 0)
                .anyMatch(gpu ->
                        gpu.name()
                                .address()
                                .map(Bdf::domain)
                                .equals(parent.address().map(Bdf::domain)));
    }

    private void earlierBoot(Vgpu vgpu) {
        var boot = vgpu.record().flatMap(record -> record.kept()).flatMap(kept -> kept.boot());
        host.boot()
                .map(now -> boot.filter(then -> !then.equals(now)))
                .orElse(Optional.empty())
                .filter(_ -> !vgpu.active() && vgpu.isDefined())
                .ifPresent(then ->
                        found.add(
                                new Leftover.EarlierBoot(
                                        vgpu, List.of("it was made in the boot " + then))));
    }

    private void claim(Vgpu vgpu) {
        vgpu.record()
                .flatMap(record -> record.claim().vm())
                .filter(_ -> vgpu.active() || vgpu.isDefined())
                .filter(name -> use.domains().stream().noneMatch(d -> d.name().equals(name)))
                .ifPresent(name ->
                        found.add(
                                new Leftover.Claim(
                                        vgpu, name, List.of("libvirt has no VM " + name))));
    }

    private void record(Vgpu vgpu) {
        if (!vgpu.active() && !vgpu.isDefined() && vgpu.record().isPresent()) {
            found.add(
                    new Leftover.OnlyRecord(
                            vgpu,
                            List.of(
                                    "/var/lib/vgpuctl/vgpus/"
                                            + vgpu.uuid()
                                            + ".json is all that there is of it")));
        }
    }
}
