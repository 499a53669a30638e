package vgpuctl.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import vgpuctl.linux.command.Commands;
import vgpuctl.simulation.driver.Card;
import vgpuctl.simulation.driver.DriverState;
import vgpuctl.simulation.sysfs.Tree;
import vgpuctl.simulation.tools.NodeDevices;
import vgpuctl.simulation.tools.NvidiaSmi;
import vgpuctl.simulation.tools.Reply;
import vgpuctl.simulation.tools.SriovManage;

/** The tools of a simulated machine: {@code dmesg}, {@code nvidia-smi}, {@code virsh} and so on. */
record SimulatedCommands(Tree tree, SimulatedKernel kernel) implements Commands {

    /**
     * While there is this file, {@code sriov-manage} fails as it does when somebody has the driver
     * open; it is gone after that.
     */
    private static final String UNBIND_LOCK = "/run/nvidia-unbind-lock";

    @Override
    public Result run(List<String> arguments, Duration limit) {
        var program = arguments.getFirst().substring(arguments.getFirst().lastIndexOf('/') + 1);
        var others = arguments.subList(1, arguments.size());
        return switch (program) {
            case "dmesg" -> log();
            case "journalctl" -> journal(others);
            case "systemctl" -> service(others);
            case "kill" -> kill(others);
            case "sriov-manage" -> sriovManage(others);
            case "virsh" -> new NodeDevices(tree).answer(others);
            case "nvidia-smi" ->
                    others.equals(List.of("vgpu", "-q"))
                            ? kernel.ask(state -> ended(manager().query(addresses(state))))
                            : change(state ->
                                    new NvidiaSmi(state, driver(), kernel::isOpen).answer(others));
            case "modinfo" -> driverTools().modinfo(others);
            case "modprobe" -> driverTools().modprobe(others);
            case "env" -> run(others.subList(1, others.size()), limit);
            case "apt-get" -> driverTools().apt(others, this);
            case "sh" -> driverTools().installer(others, this);
            case "nvidia-uninstall" -> driverTools().uninstall();
            case "update-initramfs", "update-grub" -> ended("");
            default -> new Result.Missing();
        };
    }

    @Override
    public Result runLogged(List<String> arguments, Log log, Duration limit) {
        var result = run(arguments, limit);
        if (result instanceof Result.Ended(_, var output, var errors)) {
            try {
                Files.writeString(log.file(), output + errors, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return result;
    }

    private SimulatedDriver driverTools() {
        return new SimulatedDriver(tree);
    }

    private SimulatedVgpuDaemon manager() {
        return new SimulatedVgpuDaemon(tree);
    }

    private static List<String> addresses(DriverState state) {
        return state.cards().stream().map(Card::address).toList();
    }

    private static Result ended(String output) {
        return new Result.Ended(0, output, "");
    }

    /** The kernel's is dmesg's; no other service says anything. */
    private Result journal(List<String> arguments) {
        var isManagers = arguments.contains("--unit=" + SimulatedVgpuDaemon.SERVICE);
        return ended(
                isManagers && tree.exists(SimulatedVgpuDaemon.LOG)
                        ? tree.text(SimulatedVgpuDaemon.LOG)
                        : "");
    }

    private Result service(List<String> arguments) {
        if (!SimulatedDriver.SERVICES.contains(arguments.getLast())) {
            return new Result.Missing();
        }
        return switch (arguments.getFirst()) {
            case "show" ->
                    ended(
                            arguments.contains("--property=MainPID")
                                    ? manager().mainProcess()
                                    : manager().invocation());
            case "restart" -> {
                manager().restart();
                yield ended("");
            }
            default -> driverTools().service(arguments);
        };
    }

    private Result kill(List<String> arguments) {
        manager().end(arguments.getLast());
        return ended("");
    }

    private Result log() {
        var log = tree.exists(SimulatedKernel.LOG) ? tree.text(SimulatedKernel.LOG) : "";
        return new Result.Ended(0, log, "");
    }

    private Result sriovManage(List<String> arguments) {
        if (tree.exists(UNBIND_LOCK)) {
            tree.delete(UNBIND_LOCK);
            return new Result.Ended(
                    1, "Cannot obtain unbindLock for " + arguments.getLast() + "\n", "");
        }
        return change(state -> new SriovManage(state).answer(arguments));
    }

    private Result change(Function<DriverState, Reply> tool) {
        return kernel.ask(state -> {
            var reply = tool.apply(state);
            if (!reply.state().equals(state)) {
                kernel.change(state, reply.state());
            }
            return new Result.Ended(reply.status(), reply.output(), "");
        });
    }

    private String driver() {
        return tree.text("/sys/module/nvidia/version").strip();
    }
}
