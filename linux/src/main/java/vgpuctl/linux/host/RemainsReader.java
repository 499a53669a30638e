package vgpuctl.linux.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import vgpuctl.core.cleanup.ManagerProcess;
import vgpuctl.core.cleanup.Remains;
import vgpuctl.core.cleanup.VmProcess;
import vgpuctl.core.inventory.DriverVgpu;
import vgpuctl.core.inventory.Holder;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.nvidiasmi.DriverVgpus;
import vgpuctl.linux.process.Processes;
import vgpuctl.linux.process.StartCalls;

/** Sees who serves and who uses vGPUs: the driver, the vGPU manager, VMs. */
final class RemainsReader {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** The kernel keeps 15 characters of a name. */
    private static final String MANAGER = "nvidia-vgpu-mgr";

    /** Each of the manager's children has it, and the service has it not. */
    private static final String PLUGIN = "libnvidia-vgpu";

    private static final String JOURNAL = "journal of nvidia-vgpu-mgr";

    private final HostFiles files;
    private final Commands commands;
    private final Processes processes;
    private final Function<Vgpu, List<Holder>> holders;
    private final Function<Vgpu, Optional<Integer>> groups;

    /**
     * A reader.
     *
     * @param holders who has a vGPU open
     * @param groups the IOMMU group of a vGPU
     */
    RemainsReader(
            HostFiles files,
            Commands commands,
            Function<Vgpu, List<Holder>> holders,
            Function<Vgpu, Optional<Integer>> groups) {
        this.files = files;
        this.commands = commands;
        this.processes = new Processes(files);
        this.holders = holders;
        this.groups = groups;
    }

    Remains read(HostSnapshot now) {
        var managers = managers(now);
        var pids =
                managers.orElse(List.of()).stream()
                        .map(ManagerProcess::pid)
                        .collect(Collectors.toSet());
        return new Remains(
                driverVgpus(), managers, vms(), holders(now, pids), serviceStart(Remains.SERVICE));
    }

    /** Which of its starts a service is in; systemd gives each a name. */
    Reading<String> serviceStart(String unit) {
        return output("systemctl", "show", "--property=InvocationID", "--value", unit)
                .flatMap(id ->
                        id.isBlank()
                                ? Reading.unknown(unit + " does not run")
                                : Reading.of(id.strip()));
    }

    /** Unknown where the service itself cannot be told from its children: it must not be ended. */
    private Reading<List<ManagerProcess>> managers(HostSnapshot now) {
        var pids =
                processes.all().stream()
                        .filter(pid -> processes.command(pid).equals(MANAGER))
                        .toList();
        return pids.isEmpty()
                ? Reading.of(List.of())
                : mainProcess().map(main -> managers(now, pids, main));
    }

    private Reading<String> mainProcess() {
        return output("systemctl", "show", "--property=MainPID", "--value", Remains.SERVICE)
                .map(String::strip);
    }

    private List<ManagerProcess> managers(HostSnapshot now, List<Long> pids, String main) {
        var found = new ArrayList<ManagerProcess>();
        var calls = Optional.<StartCalls>empty();
        for (var pid : pids) {
            if (!main.equals("" + pid)) {
                var plugin = processes.mapping(pid, PLUGIN);
                var started = processes.started(pid);
                if (plugin.isPresent() && started.isPresent()) {
                    calls = Optional.of(calls.orElseGet(this::startCalls));
                    found.add(manager(pid, started.get(), plugin.get(), calls.get(), now));
                }
            }
        }
        return found;
    }

    private StartCalls startCalls() {
        return StartCalls.in(
                JOURNAL,
                output("journalctl", "--unit=" + Remains.SERVICE, "--boot", "--no-pager")
                        .orElse(""));
    }

    private ManagerProcess manager(
            long pid, String started, String plugin, StartCalls calls, HostSnapshot now) {
        var devices = new LinkedHashSet<HostDevice>();
        var evidence = new ArrayList<String>();
        evidence.add(plugin);
        calls.of(pid)
                .forEach((uuid, line) -> {
                    devices.add(new HostDevice.Mdev(uuid));
                    evidence.add(line);
                });
        var open = processes.groups(pid);
        for (var vgpu : now.vgpus()) {
            if (vgpu.active() && groups.apply(vgpu).filter(open::contains).isPresent()) {
                devices.add(vgpu.device());
                evidence.add("/proc/" + pid + "/fd: the group of " + vgpu.device().text());
            }
        }
        return new ManagerProcess(pid, started, devices, evidence);
    }

    private Reading<List<VmProcess>> vms() {
        return files.names("/proc").map(_ -> vmsThere());
    }

    private List<VmProcess> vmsThere() {
        var vms = new ArrayList<VmProcess>();
        for (var pid : processes.all()) {
            var command = processes.command(pid);
            var hasDevice = !command.equals(MANAGER) && !processes.groups(pid).isEmpty();
            if (hasDevice || isQemu(command)) {
                vms.add(new VmProcess(pid, command, vm(pid), hasDevice));
            }
        }
        return vms;
    }

    private static boolean isQemu(String command) {
        return command.startsWith("qemu") || command.equals("kvm");
    }

    private Optional<UUID> vm(long pid) {
        var arguments = processes.arguments(pid);
        var option = arguments.indexOf("-uuid");
        return option < 0 || option + 1 >= arguments.size()
                ? Optional.empty()
                : VgpuRecordText.uuid(arguments.get(option + 1));
    }

    private Map<UUID, List<Holder>> holders(HostSnapshot now, Set<Long> managers) {
        var all = new HashMap<UUID, List<Holder>>();
        for (var vgpu : now.vgpus()) {
            if (vgpu.active()) {
                all.put(
                        vgpu.uuid(),
                        holders.apply(vgpu).stream()
                                .filter(holder -> !managers.contains(holder.pid()))
                                .toList());
            }
        }
        return all;
    }

    Reading<List<DriverVgpu>> driverVgpus() {
        return output("nvidia-smi", "vgpu", "-q").map(DriverVgpus::parse);
    }

    private Reading<String> output(String... words) {
        var command = String.join(" ", words);
        return switch (commands.run(List.of(words), LIMIT)) {
            case Result.Ended(var status, var output, var errors) ->
                    status == 0
                            ? Reading.of(output)
                            : Reading.unknown(command + ": " + (output + errors).strip());
            case Result.Missing() -> Reading.unknown(words[0] + " is not on this host");
            case Result.Unfinished() ->
                    Reading.unknown(command + " gave no answer in " + LIMIT.toSeconds() + " s");
        };
    }
}
