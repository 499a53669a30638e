package vgpuctl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vgpuctl.linux.files.AttributeWriter.Answer;
import vgpuctl.linux.files.Errno;
import vgpuctl.simulation.board.SimulatedBoard;
import vgpuctl.simulation.board.SimulatedBoard.HostInterface;
import vgpuctl.simulation.board.SimulatedBoards;
import vgpuctl.simulation.board.SimulatedType;

/** Every board of the catalogue, through every interface that it has. */
class EveryBoardTest {

    private static final SimulatedBoards BOARDS = SimulatedBoards.ofProject();

    @TempDir(factory = InMemory.class)
    private Path directory;

    private static Stream<String> boards() {
        return BOARDS.names().stream();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void eachTypeIsMadeUpToItsMaximumAndRemovedWithoutATrace(String name) {
        var host = TestHost.open(directory, name);
        var board = BOARDS.named(name);
        var before = host.state();
        var parents =
                board.hasVirtualFunctions()
                        ? host.virtualFunctions(TestHost.GPU)
                        : List.of(TestHost.GPU);
        for (var type : tried(board)) {
            filled(host, board, parents, type);
        }
        assertThat(host.state()).isEqualTo(before);
    }

    /**
     * All types that share the GPU in time slices; MigTest tries the others. With mdev on virtual
     * functions one of each size: a change of size changes thousands of files there, and what fits
     * is worked out as for vendor-specific VFIO.
     */
    private static List<SimulatedType> tried(SimulatedBoard board) {
        var sizes = new HashSet<Integer>();
        var isCostly = board.hostInterface() == HostInterface.MDEV_ON_VIRTUAL_FUNCTIONS;
        return board.types().stream()
                .filter(type -> !type.isMigBacked())
                .filter(type -> sizes.add(type.framebufferMib()) || !isCostly)
                .toList();
    }

    private static void filled(
            TestHost host, SimulatedBoard board, List<String> parents, SimulatedType type) {
        var vgpus = new ArrayList<Made>();
        for (var number = 0; number < type.max(); number++) {
            var parent = parents.get(board.hasVirtualFunctions() ? number : 0);
            var made = new Made(host, board.hostInterface(), parent, type, new UUID(7, number));
            assertThat(made.make()).as("%d of %s", number, type).isEqualTo(TestHost.WRITTEN);
            vgpus.add(made);
        }
        var next = parents.get(Math.min(type.max(), parents.size() - 1));
        var more = new Made(host, board.hostInterface(), next, type, new UUID(8, 0));
        var isTaken = board.hasVirtualFunctions() && type.max() == parents.size();
        assertThat(more.make())
                .as("one more than %d of %s", type.max(), type)
                .isEqualTo(TestHost.refused(more.refusal(isTaken)));
        for (var made : vgpus) {
            assertThat(made.remove()).isEqualTo(TestHost.WRITTEN);
        }
    }

    private record Made(
            TestHost host,
            HostInterface hostInterface,
            String parent,
            SimulatedType type,
            UUID uuid) {

        private Answer make() {
            return hostInterface == HostInterface.VENDOR_VFIO
                    ? host.setType(parent, type.id() + "\n")
                    : host.createMdev(parent, type.mdevType(), uuid);
        }

        private Answer remove() {
            return hostInterface == HostInterface.VENDOR_VFIO
                    ? host.setType(parent, "0\n")
                    : host.removeMdev(uuid);
        }

        /** A function with a vGPU says so before it says that the card is full. */
        private Errno refusal(boolean isTaken) {
            return isTaken && hostInterface == HostInterface.VENDOR_VFIO ? Errno.EPERM : Errno.EIO;
        }
    }
}
