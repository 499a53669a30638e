package vgpuctl.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.inventory.DefinitionText;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.libvirt.Libvirt;
import vgpuctl.simulation.board.SimulatedBoards;
import vgpuctl.simulation.sysfs.Tree;

/**
 * A simulated host: a directory laid out as a machine's root, whose kernel and libvirt answer as
 * the real ones do. It outlives the program, as a host does.
 */
public final class Simulation {

    /** How a simulated host is named on the command line: {@code sim:tesla-p10,tesla-p10}. */
    public static final String PREFIX = "sim:";

    /** What it says changes with the layout: a host of an older one is made anew. */
    private static final String COMPLETE = "/.complete-4";

    private static final int MOST_BOARDS = 8;

    private final Tree tree;
    private final List<String> boards;

    private Simulation(Tree tree, List<String> boards) {
        this.tree = tree;
        this.boards = boards;
    }

    /**
     * Opens a simulated host, or makes it where there is none yet.
     *
     * @param host {@code sim:BOARD[,BOARD…]}
     * @param directory where simulated hosts are kept
     */
    public static Simulation open(String host, Path directory) {
        var boards = List.of(host.substring(PREFIX.length()).split(",", -1));
        if (boards.size() > MOST_BOARDS) {
            throw new Problem.BadInput(
                            boards.size() + " boards are more than a simulated host takes",
                            "name " + MOST_BOARDS + " at most")
                    .thrown();
        }
        boards.forEach(Simulation::check);
        var tree = new Tree(directory.resolve(String.join("+", boards)));
        var simulation = new Simulation(tree, boards);
        if (!tree.exists(COMPLETE)) {
            simulation.reset();
        }
        return simulation;
    }

    /** What lies in a directory of its name has no other characters in it. */
    private static void check(String board) {
        for (var i = 0; i < board.length(); i++) {
            if (!Character.isLetterOrDigit(board.charAt(i)) && "-:@".indexOf(board.charAt(i)) < 0) {
                throw SimulatedBoards.noSuchBoard(board).thrown();
            }
        }
    }

    /** Makes the host new: no vGPUs, no definitions, both VMs shut off. */
    public void reset() {
        boards.forEach(SimulatedKernel.boards()::named);
        tree.delete(COMPLETE);
        for (var name : tree.names("/")) {
            tree.delete("/" + name);
        }
        new SimulatedMachine(tree)
                .build(boards.stream().map(SimulatedKernel.boards()::named).toList());
        kernel().start(boards);
        tree.file(COMPLETE, "");
    }

    /**
     * What a restart leaves: definitions, records, VMs and MIG mode; and those vGPUs that mdevctl's
     * rule starts when their parent appears. Virtual functions do not: somebody has to enable them.
     */
    public void reboot() {
        var machine = new SimulatedMachine(tree);
        var boot = machine.boot();
        for (var path :
                List.of(
                        "/run",
                        "/proc",
                        SimulatedVgpuDaemon.SERVED,
                        SimulatedKernel.LOG,
                        SimulatedVgpuDaemon.LOG)) {
            tree.delete(path);
        }
        machine.boot(boot);
        kernel().reboot();
        autostart();
    }

    private void autostart() {
        for (var parent : tree.names("/sys/class/mdev_bus")) {
            for (var uuid : tree.names("/etc/mdevctl.d/" + parent)) {
                var definition =
                        DefinitionText.read(tree.text("/etc/mdevctl.d/" + parent + "/" + uuid));
                definition.map(List::of).orElse(List.of()).stream()
                        .filter(d -> d.autostart())
                        .forEach(d ->
                                kernel().write(
                                                "/sys/class/mdev_bus/"
                                                        + parent
                                                        + "/mdev_supported_types/"
                                                        + d.type().orElseThrow()
                                                        + "/create",
                                                uuid));
            }
        }
    }

    public Path root() {
        return tree.root();
    }

    public AttributeWriter attributes() {
        return kernel();
    }

    public Commands commands() {
        return new SimulatedCommands(tree, kernel());
    }

    public Libvirt libvirt() {
        return domains();
    }

    private SimulatedKernel kernel() {
        return new SimulatedKernel(tree);
    }

    private SimulatedLibvirt domains() {
        return new SimulatedLibvirt(tree, kernel());
    }

    /** What a tool printed, and its exit status. */
    public record Said(int status, String output) {}

    /** Answers the few commands of virsh that start, stop and show VMs, in virsh's words. */
    public Said virsh(List<String> arguments) {
        return new SimulatedVirsh(domains()).answer(new ArrayList<>(arguments));
    }
}
