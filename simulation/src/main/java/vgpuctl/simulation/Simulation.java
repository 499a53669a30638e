package vgpuctl.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.inventory.DefinitionText;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.libvirt.Libvirt;

/**
 * A simulated host: a directory laid out as a machine's root, whose kernel and libvirt answer as
 * the real ones do. It outlives the program, as a host does.
 */
public final class Simulation {

    /** How a simulated host is named on the command line: {@code sim:tesla-p10,tesla-p10}. */
    public static final String PREFIX = "sim:";

    private static final String COMPLETE = "/.complete";

    private final Tree tree;
    private final List<Board> boards;

    private Simulation(Tree tree, List<Board> boards) {
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
        var names = List.of(host.substring(PREFIX.length()).split(",", -1));
        var boards = new ArrayList<Board>();
        names.forEach(name -> boards.add(Board.named(name)));
        if (boards.size() > 8) {
            throw new Problem.BadInput(
                            boards.size() + " boards are more than a simulated host takes",
                            "name 8 at most")
                    .thrown();
        }
        var tree = new Tree(directory.resolve(String.join("+", names)));
        var simulation = new Simulation(tree, boards);
        if (!tree.exists(COMPLETE)) {
            simulation.reset();
        }
        return simulation;
    }

    /** Makes the host new: no vGPUs, no definitions, both VMs shut off. */
    public void reset() {
        tree.delete(COMPLETE);
        for (var name : tree.names("/")) {
            tree.delete("/" + name);
        }
        new SimulatedMachine(tree).build(boards);
        tree.file(COMPLETE, "");
    }

    /**
     * What a restart leaves: definitions, records and VMs, and those vGPUs that mdevctl's rule
     * starts when their parent appears.
     */
    public void reboot() {
        for (var path : List.of("/run", "/proc", SimulatedKernel.LOG)) {
            tree.delete(path);
        }
        for (var parent : kernel().parents()) {
            for (var name : tree.names("/sys/class/mdev_bus/" + parent)) {
                if (name.length() == 36) {
                    tree.delete("/sys/class/mdev_bus/" + parent + "/" + name);
                }
            }
        }
        kernel().settle();
        autostart();
    }

    private void autostart() {
        for (var parent : kernel().parents()) {
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
        return new SimulatedCommands(tree);
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
