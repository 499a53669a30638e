package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import vgpuctl.cli.RandomLayout.Card;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.Errno;

/**
 * Layouts on simulated hosts of every interface. {@code -Dvgpuctl.hosts=N} tries more than the few
 * that each run has time for.
 */
class ApplyTest {

    /** How many of each kind, and the first of them: one alone can be played again. */
    private static final int HOSTS = Integer.getInteger("vgpuctl.hosts", 3);

    private static final int FIRST = Integer.getInteger("vgpuctl.first", 1);
    private static final int LAYOUTS = 6;
    private static final String VM = "y-k8s-n-1";
    private static final String OTHER_VM = "y-k8s-n-2";

    @TempDir(factory = InMemory.class)
    private Path directory;

    private static Stream<Arguments> hosts() {
        return Stream.of(
                        "tesla-p10,tesla-p10",
                        "a2:vfio",
                        "a2:mdev",
                        "a30:vfio",
                        "a2:vfio,tesla-p10")
                .flatMap(boards ->
                        IntStream.range(FIRST, FIRST + HOSTS)
                                .mapToObj(seed -> Arguments.of(boards, seed)));
    }

    private static List<Card> cards(String boards) {
        var cards = new ArrayList<Card>();
        var bus = 0x82;
        for (var board : boards.split(",", -1)) {
            cards.add(Card.of(board, "0000:" + Integer.toHexString(bus++) + ":00.0"));
        }
        return cards;
    }

    private SimulatedHost host(String boards) {
        return new SimulatedHost(directory.resolve("state"), boards).after("gpus");
    }

    private String file(String yaml) {
        return SimulatedHost.fileWith(directory.resolve("layout.yaml"), yaml);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("hosts")
    void afterApplyTheHostIsAsTheLayoutSaysOrAsItWas(String boards, int seed) {
        var host = host(boards);
        var layouts = new RandomLayout(new Random(seed), cards(boards));
        for (var round = 0; round < LAYOUTS; round++) {
            var yaml = layouts.yaml();
            var layout = file(yaml);
            var before = host.stateBesideNumbers();
            var said = host.vgpuctl("apply", "-f", layout, "--yes");
            if (said.exit() == ExitCode.DONE) {
                var asserted = host.vgpuctl("assert", "-f", layout);
                assertThat(asserted.exit()).as(yaml + asserted.out()).isZero();
                isNoChange(host, layout);
                exportIsNoChange(host);
            } else {
                assertThat(said.exit()).as(yaml + said.err()).isBetween(2, 8);
                var after = host.stateBesideNumbers();
                assertThat(after.entrySet())
                        .as(yaml + said.err())
                        .containsExactlyElementsOf(before.entrySet());
            }
        }
    }

    private void exportIsNoChange(SimulatedHost host) {
        var exported = host.vgpuctl("export").out();
        var copy = SimulatedHost.fileWith(directory.resolve("exported.yaml"), exported);
        assertThat(host.vgpuctl("diff", "-f", copy).out())
                .as(exported)
                .startsWith("The host is as the layout says.");
        isNoChange(host, copy);
    }

    private static void isNoChange(SimulatedHost host, String layout) {
        var plan = host.vgpuctl("apply", "-f", layout, "--dry-run", "-o", "json").out();
        assertThat(plan).contains("\"steps\": []");
    }

    /** A driver that refuses one write, whichever it is. */
    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("hosts")
    void refusedAnywhereTheHostIsAsItWas(String boards, int seed) {
        var host = host(boards);
        var random = new Random(1000 + seed);
        var layouts = new RandomLayout(random, cards(boards));
        host.vgpuctl("apply", "-f", file(layouts.yaml()), "--yes");
        for (var round = 0; round < LAYOUTS; round++) {
            var yaml = layouts.yaml();
            var refusing = new RefusingOnce(random.nextInt(4));
            var before = host.stateBesideNumbers();
            var said = host.vgpuctl(refusing, "apply", "-f", file(yaml), "--yes");
            if (said.exit() == ExitCode.PARTLY) {
                // It was an undoing that the driver refused: the next command takes it up.
                host.after("recover");
            }
            if (said.exit() != ExitCode.DONE) {
                assertThat(host.stateBesideNumbers()).as(yaml + said.err()).isEqualTo(before);
            }
        }
    }

    private static final class RefusingOnce implements WaysOut {
        private int writesLeft;

        RefusingOnce(int writes) {
            this.writesLeft = writes;
        }

        @Override
        public AttributeWriter attributes(AttributeWriter attributes) {
            return new AttributeWriter() {
                @Override
                public Answer write(String path, String value) {
                    return writesLeft-- == 0
                            ? new Answer.RefusedWith(Errno.EIO)
                            : attributes.write(path, value);
                }

                @Override
                public Answer writeOrLeave(String path, String value) {
                    return writesLeft-- == 0
                            ? new Answer.RefusedWith(Errno.EIO)
                            : attributes.writeOrLeave(path, value);
                }
            };
        }
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("hosts")
    void whatARunningVmUsesIsNeverTouched(String boards, int seed) {
        var host = host(boards);
        var layouts = new RandomLayout(new Random(2000 + seed), cards(boards));
        var first = cards(boards).getFirst();
        var type = first.types().get(1);
        host.after("create", type, "--name", "a", "--gpu", first.address(), "--vm", VM)
                .after("sim", "virsh", "start", VM);
        var running = host.vgpuctl("show", "a", "-o", "json").out();
        for (var round = 0; round < LAYOUTS; round++) {
            var yaml = layouts.yaml();
            var said = host.vgpuctl("apply", "-f", file(yaml), "--yes", "--prune");
            var now = host.vgpuctl("show", "a", "-o", "json").out();
            assertThat(hardware(now)).as(yaml + said).isEqualTo(hardware(running));
        }
    }

    /** What the VM would notice. */
    private static List<String> hardware(String json) {
        return json.lines()
                .filter(line ->
                        Stream.of("uuid", "type", "parent", "active", "placementId")
                                .anyMatch(name -> line.contains("\"" + name + "\"")))
                .toList();
    }

    @Test
    void aVgpuOfARunningVmIsTakenWhereTheCallerNamesIt() {
        var host = host("tesla-p10");
        host.after("create", "P40-12C", "--name", "a", "--vm", VM)
                .after("sim", "virsh", "start", VM);
        var layout =
                file(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: 82:00.0
                            vgpus:
                              - {name: a, type: P40-24C}
                        """);
        var refused = host.vgpuctl("apply", "-f", layout, "--yes");
        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.err())
                .contains("the layout wants a otherwise, and the running VM y-k8s-n-1 uses it")
                .contains("--allow-disruption a");
        host.after("apply", "-f", layout, "--yes", "--allow-disruption", "a");
        assertThat(host.vgpuctl("list").out()).contains("P40-24C");
    }

    @ParameterizedTest(name = "{0}, then {1}")
    @CsvSource({
        "tesla-p10, P40-6Q, P40-6Q",
        "tesla-p10, P40-6Q, P40-12Q",
        "a2:vfio, A2-4Q, A2-4Q",
        "a2:vfio, A2-4Q, A2-8Q",
        "a2:mdev, A2-4Q, A2-8Q",
    })
    void vmsThatAreShutOffMaySwapTheirVgpus(String boards, String first, String then) {
        var host = host(boards);
        var layout =
                """
                apiVersion: vgpuctl/v1
                kind: Layout
                gpus:
                  - gpu: "0000:82:00.0"
                    vgpus: [{name: desk, type: %s, vms: [%s, %s]}]
                """;
        var before = file(layout.formatted(first, VM, OTHER_VM));
        host.after("apply", "--yes", "-f", before);

        var after = file(layout.formatted(then, OTHER_VM, VM));
        host.after("apply", "--yes", "-f", after).after("assert", "-f", after);

        assertThat(host.vgpuctl("list").out().lines())
                .anyMatch(line -> line.startsWith("desk-1 ") && line.contains(OTHER_VM))
                .anyMatch(line -> line.startsWith("desk-2 ") && line.contains(VM));
        exportIsNoChange(host);
    }

    @Test
    void aRunningVmLosesItsVgpuToAnotherOnlyWhereTheCallerNamesIt() {
        var host = host("tesla-p10");
        host.after("create", "P40-12C", "--name", "a", "--vm", VM)
                .after("sim", "virsh", "start", VM);
        var layout =
                file(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: "0000:82:00.0"
                            vgpus: [{name: a, type: P40-12C, vm: %s}]
                        """
                                .formatted(OTHER_VM));
        var before = host.stateBesideNumbers();

        var said = host.vgpuctl("apply", "--yes", "-f", layout);
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err())
                .contains("the running VM " + VM + " uses it", "--allow-disruption a");
        assertThat(host.stateBesideNumbers()).isEqualTo(before);

        host.after("apply", "--yes", "--allow-disruption", "a", "-f", layout)
                .after("assert", "-f", layout);
    }

    /** Without mdev nothing on the host says which vGPU a function carries. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"tesla-p10, P40-6Q", "a40:mdev, A40-6Q", "a40:vfio, A40-6Q"})
    void whatVmsHaveIsTakenOverWhereTheRecordsAreLost(String boards, String type)
            throws IOException {
        var host = host(boards);
        var layout =
                file(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: "0000:82:00.0"
                            vgpus: [{name: desk, type: %s, vms: [%s, %s]}]
                        """
                                .formatted(type, VM, OTHER_VM));
        host.after("apply", "--yes", "-f", layout).after("sim", "virsh", "start", OTHER_VM);
        var exported = file(host.vgpuctl("export").out());
        var before = host.vgpuctl("list").out();
        for (var again : List.of(exported, layout)) {
            try (var records = Files.walk(host.at("/var/lib/vgpuctl"))) {
                records.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
            assertThat(host.vgpuctl("list").out()).contains("(foreign)");

            host.after("apply", "--yes", "-f", again).after("assert", "-f", again);

            assertThat(host.vgpuctl("list").out()).isEqualTo(before);
        }
        exportIsNoChange(host);
    }

    @Test
    void whatTheLayoutDoesNotNameIsLeftAloneUnlessItIsToBePruned() {
        var host = host("tesla-p10").after("create", "P40-6Q", "--name", "old");
        var layout =
                file(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: 82:00.0
                            vgpus:
                              - {name: new, type: P40-6Q}
                        """);
        assertThat(host.vgpuctl("apply", "-f", layout, "--yes").out())
                .contains("left alone, since the layout does not name them: old");
        assertThat(host.vgpuctl("list").out()).contains("old").contains("new");
        host.after("apply", "-f", layout, "--yes", "--prune");
        assertThat(host.vgpuctl("list").out()).doesNotContain("old").contains("new");
    }

    @Test
    void aScriptThatDoesNotSayYesIsAskedForIt() {
        var layout =
                file(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: 82:00.0
                            vgpus:
                              - {name: new, type: P40-6Q}
                        """);
        var said = host("tesla-p10").vgpuctl("apply", "-f", layout);
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("--yes");
    }

    @Test
    void allMistakesOfAFileAreToldAtOnce() {
        var layout =
                file(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: 82:00.0
                            vgpu: []
                            vgpus:
                              - {name: new, tipe: P40-6Q}
                        """);
        var said = host("tesla-p10").vgpuctl("apply", "-f", layout, "--yes");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("line 5").contains("line 7").contains("type");
    }
}
