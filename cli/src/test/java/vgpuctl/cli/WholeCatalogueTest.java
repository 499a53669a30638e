package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vgpuctl.simulation.board.SimulatedBoard;
import vgpuctl.simulation.board.SimulatedBoards;
import vgpuctl.simulation.board.SimulatedType;

/**
 * Every board of the catalogue with every interface that it has: vGPUs of its types made to their
 * maximum, one more refused for the right reason, removed again, and the host as it was. A type of
 * each size and of each way of cutting the card stands for the others of that size, which differ in
 * what the guest gets and not in what the host does; the simulation's own test knows them all.
 */
class WholeCatalogueTest {

    /** With more, making them one after the other takes longer than it shows. */
    private static final int MOST = 8;

    private static final SimulatedBoards BOARDS = SimulatedBoards.ofProject();

    @TempDir(factory = InMemory.class)
    private Path directory;

    private static Stream<String> boards() {
        return BOARDS.names().stream();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void typesAreMadeToTheirMaximumRefusedBeyondItAndRemoved(String name) {
        var host = new SimulatedHost(directory, name).after("gpus");
        var before = host.stateBesideNotes();
        for (var type : oneOfEachKind(BOARDS.named(name))) {
            fillAndClear(host, type);
        }
        if (BOARDS.named(name).mig().isPresent()) {
            host.after("mig", "disable", SimulatedHost.GPU);
        }
        assertThat(host.stateBesideNotes()).isEqualTo(before);
    }

    /** The largest, the smallest that is not too many, and one on a GPU instance. */
    private static List<SimulatedType> oneOfEachKind(SimulatedBoard board) {
        var chosen = new LinkedHashMap<String, SimulatedType>();
        for (var type : board.types()) {
            var isMig = type.name().isMigBacked();
            // Of two boards no source lists the MIG profiles: docs/placement.md.
            var isNeverMade = isMig && board.mig().isEmpty();
            if (type.name().isGaming() || type.max() > MOST || isNeverMade) {
                continue;
            }
            chosen.putIfAbsent(isMig ? "smallest MIG" : "smallest", type);
            chosen.put(isMig ? "largest MIG" : "largest", type);
        }
        var inOrder = new ArrayList<SimulatedType>();
        for (var kind : List.of("smallest", "largest")) {
            if (chosen.containsKey(kind)) {
                inOrder.add(chosen.get(kind));
            }
        }
        if (chosen.containsKey("smallest MIG")) {
            inOrder.add(chosen.get("smallest MIG"));
        }
        return inOrder.stream().distinct().toList();
    }

    private static void fillAndClear(SimulatedHost host, SimulatedType type) {
        var token = type.name().token();
        var count = Integer.toString(type.max());
        host.after(
                "create",
                type.name().full(),
                "--gpu",
                SimulatedHost.GPU,
                "--count",
                count,
                "--name",
                "v",
                "--no-define");
        var more = host.vgpuctl("create", type.name().full(), "--gpu", SimulatedHost.GPU);
        assertThat(more.exit()).as("one more %s: %s", token, more).isEqualTo(5);
        assertThat(more.err())
                .contains("error: no room for 1 × " + token + ": " + SimulatedHost.GPU + ": ")
                .containsAnyOf(
                        type.max() + " × " + token + (type.max() == 1 ? " is" : " are"),
                        "every GPU instance ");
        assertThat(host.vgpuctl("list").out().lines()).hasSize(1 + type.max());
        var names = new ArrayList<>(List.of("remove"));
        for (var number = 1; number <= type.max(); number++) {
            names.add(type.max() == 1 ? "v" : "v-" + number);
        }
        host.after(names.toArray(String[]::new));
    }
}
