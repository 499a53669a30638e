package vgpuctl.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.simulation.sysfs.Tree;
import vgpuctl.simulation.tools.RunningVgpus;
import vgpuctl.simulation.tools.RunningVgpus.Running;

/**
 * The vGPU manager: a service, and a process for each VM that has vGPUs. Such a process ends with
 * its VM, but not where the VM is taken from under it: then it stays, and the driver keeps its
 * vGPUs.
 */
record SimulatedVgpuDaemon(Tree tree) {

    static final String SERVICE = "nvidia-vgpu-mgr.service";

    /** What its processes serve, a file each, by their number. */
    static final String SERVED = "/.manager";

    static final String LOG = "/var/log/vgpu-manager";

    private static final String DRIVER_VERSION = "/sys/module/nvidia/version";
    private static final String STARTS = "/run/nvidia-vgpu-mgr-starts";
    private static final String MAIN = "/run/nvidia-vgpu-mgr.pid";
    private static final int FIRST_PID = 41016;

    /** A VM as the manager knows it. */
    record Vm(UUID uuid, String name) {}

    /** Serves one more vGPU of a VM. */
    void serve(Vm vm, Running vgpu) {
        var pid = pidOf(vm).orElseGet(() -> begin(vm));
        tree.file(SERVED + "/" + pid, tree.text(SERVED + "/" + pid) + vgpu.line() + "\n");
        log(
                pid,
                "(0x0): Received start call from nvidia-vgpu-vfio module: mdev uuid "
                        + vgpu.name()
                        + " GPU PCI id "
                        + vgpu.gpu()
                        + " config");
    }

    private String begin(Vm vm) {
        var number = FIRST_PID;
        while (tree.exists("/proc/" + number)) {
            number++;
        }
        var pid = Integer.toString(number);
        tree.file("/proc/" + pid + "/comm", "nvidia-vgpu-mgr\n");
        tree.file(
                "/proc/" + pid + "/stat", SimulatedProcess.stat(pid, "nvidia-vgpu-mgr", starts()));
        tree.file("/proc/" + pid + "/cmdline", "/usr/bin/nvidia-vgpu-mgr\0");
        tree.file(
                "/proc/" + pid + "/maps",
                "7f1c00000000-7f1c00200000 r-xp 00000000 08:01 1311 "
                        + " /usr/lib/x86_64-linux-gnu/libnvidia-vgpu.so."
                        + tree.text(DRIVER_VERSION));
        tree.file(SERVED + "/" + pid, vm.uuid() + " " + vm.name() + "\n");
        return pid;
    }

    private int starts() {
        return tree.exists(STARTS) ? Integer.parseInt(tree.text(STARTS).strip()) : 1;
    }

    private void log(String pid, String words) {
        var before = tree.exists(LOG) ? tree.text(LOG) : "";
        tree.file(
                LOG,
                before
                        + "Jun 15 10:04:14 host nvidia-vgpu-mgr["
                        + pid
                        + "]: notice: vmiop_env_log: "
                        + words
                        + "\n");
    }

    private Optional<String> pidOf(Vm vm) {
        return tree.names(SERVED).stream()
                .filter(pid -> tree.text(SERVED + "/" + pid).startsWith(vm.uuid() + " "))
                .findFirst();
    }

    /** A VM no longer has a vGPU; with the last one its process goes. */
    void release(Vm vm, String vgpu) {
        pidOf(vm)
                .ifPresent(pid -> {
                    var served =
                            new ArrayList<String>(tree.text(SERVED + "/" + pid).lines().toList());
                    served.removeIf(line -> line.startsWith(vgpu + " "));
                    tree.file(SERVED + "/" + pid, String.join("\n", served) + "\n");
                    if (served.size() == 1) {
                        end(pid);
                    }
                });
    }

    void ended(Vm vm) {
        pidOf(vm).ifPresent(this::end);
    }

    /** What {@code kill} does to a process; nothing where there is none. */
    void end(String pid) {
        if (tree.exists(SERVED + "/" + pid)) {
            tree.delete("/proc/" + pid);
            tree.delete(SERVED + "/" + pid);
        }
        if (tree.names(SERVED).isEmpty()) {
            tree.delete(SERVED);
        }
    }

    /** The service's own process; 0, as systemd says it, where there is none. */
    String mainProcess() {
        return tree.exists(MAIN) ? tree.text(MAIN) : "0\n";
    }

    String invocation() {
        return "%032x\n".formatted(starts());
    }

    /** The service starts anew. Its processes are not ended with it. */
    void restart() {
        tree.file(STARTS, (starts() + 1) + "\n");
    }

    /** What {@code nvidia-smi vgpu -q} prints. */
    String query(List<String> gpus) {
        var running = new ArrayList<Running>();
        for (var pid : tree.names(SERVED)) {
            var lines = tree.text(SERVED + "/" + pid).lines().toList();
            var vm = lines.getFirst().split(" ", 2);
            for (var line : lines.subList(1, lines.size())) {
                running.add(Running.parse(line, vm[0], vm[1]));
            }
        }
        return RunningVgpus.print(gpus, running);
    }
}
