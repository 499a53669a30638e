package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.command.CommandTree;
import vgpuctl.cli.line.CommandLine;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.problem.Problem;

/** From a request to a vGPU on a simulated host, and back. */
class FleetCommandTest {

    private static final String BOARDS = "sim:a40:vfio,a40:vfio";

    @TempDir Path directory;

    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

    private record Said(int status, String out, String err) {}

    private Map<String, String> environment() {
        return Map.of(
                "VGPUCTL_STATE_DIR",
                directory.resolve("state").toString(),
                "VGPUCTL_FLEET",
                store());
    }

    private String store() {
        return "file://" + directory.resolve("fleet");
    }

    private Said run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var status = new Main(List.of(words), environment(), printer(out), printer(err)).run();
        return new Said(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream printer(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }

    private FleetMember member() {
        return member(BOARDS);
    }

    private FleetMember member(String boards, String... more) {
        var words = new ArrayList<>(List.of("--host", boards, "serve", "--fleet", store()));
        words.addAll(List.of("--fleet-host", "h1"));
        words.addAll(List.of(more));
        var line = (Parsed) CommandLine.parse(CommandTree.root(), words);
        var wiring = new HostWiring(line, "serve", environment(), System.err, WaysOut.OPEN);
        return FleetMember.of(line, wiring, log::add).orElseThrow();
    }

    private Said until(String expected, String... words) throws InterruptedException {
        var end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            var said = run(words);
            if (said.out().contains(expected)) {
                return said;
            }
            assertThat(System.nanoTime()).as(said + " " + log).isLessThan(end);
            Thread.sleep(200);
        }
    }

    @Test
    void aRequestBecomesAVgpuAndAReleaseTakesItAway() throws InterruptedException {
        assertThat(run("fleet", "hosts").status()).isEqualTo(ExitCode.of(notFound()));
        var member = member();
        try {
            until("h1    open", "fleet", "hosts");
            var granted = run("fleet", "request", "A40-12Q", "--count", "2", "--claim", "ml-7");
            assertThat(granted.status()).as(granted.err()).isZero();
            assertThat(granted.out()).startsWith("Claim ml-7 is granted:\n  h1: 2 × A40-12Q on ");
            assertThat(run("fleet", "request", "A40-12Q", "--count", "2", "--claim", "ml-7").out())
                    .startsWith("Claim ml-7 is held already:");
            until("carried out", "fleet", "status");
            assertThat(run("--host", BOARDS, "list").out())
                    .contains("ml-7-612ac8bd")
                    .contains("fleet:ml-7");
            var refused = run("fleet", "request", "A40-48Q", "--count", "9");
            assertThat(refused.status()).isEqualTo(ExitCode.NO_ROOM);
            assertThat(refused.err()).contains("1 host: it has room for 1 of the 9");
            assertThat(run("fleet", "cordon", "h1").out())
                    .isEqualTo("Nothing new goes to h1 from now on. It carries 1 claim.\n");
            assertThat(run("fleet", "place", "A40-12Q").status()).isEqualTo(ExitCode.NO_ROOM);
            assertThat(run("fleet", "readmit", "h1", "--dry-run").out())
                    .startsWith("h1 is to carry 1 claim. What else the fleet made there");
            assertThat(run("fleet", "readmit", "h1", "--yes").out())
                    .isEqualTo("The store's word counts on h1 again.\n");
            assertThat(run("fleet", "readmit", "h9", "--yes").err())
                    .startsWith("error: the fleet has no host h9\n");
            assertThat(run("fleet", "release", "ml-7", "other").out())
                    .isEqualTo("Released ml-7 on h1.\nNobody holds other.\n");
            var gone = new ArrayList<String>();
            until("No claims", "fleet", "status");
            for (var tries = 0; gone.isEmpty() && tries < 150; tries++) {
                if (!run("--host", BOARDS, "list").out().contains("ml-7")) {
                    gone.add("ml-7");
                }
                Thread.sleep(200);
            }
            assertThat(gone).as(log.toString()).isNotEmpty();
        } finally {
            member.close();
        }
        assertThat(run("fleet", "hosts").out()).contains("its agent is not heard");
    }

    @Test
    void aVmGetsWhatIsClaimedForItAndLosesItWithTheClaim() throws InterruptedException {
        var p10 = "sim:tesla-p10";
        var xml = new String[] {"--host", p10, "sim", "virsh", "dumpxml", "y-k8s-n-1"};
        assertThat(run(xml).out()).doesNotContain("type='mdev'");
        var member = member(p10, "--fleet-group", "rack-7", "--fleet-label", "site=north");
        try {
            until("h1    open", "fleet", "hosts");
            var elsewhere = run("fleet", "request", "P40-12C", "--group", "rack-8");
            assertThat(elsewhere.status()).isEqualTo(ExitCode.NO_ROOM);
            var asked =
                    List.of(
                            "fleet request P40-12C --claim c1 --vm y-k8s-n-1 --group rack-7"
                                    .split(" "));
            assertThat(run(with(asked, "--label", "site=south")).status())
                    .isEqualTo(ExitCode.NO_ROOM);
            assertThat(run(with(asked, "--several-hosts")).err())
                    .startsWith("error: the vGPUs of one VM are on one host\n");
            assertThat(run(with(asked, "--label", "north")).err())
                    .startsWith("error: --label 'north' is no label\n");
            assertThat(run(with(asked, "--on", "nowhere")).err())
                    .startsWith("error: the fleet has no host nowhere\n");
            var granted = run(with(asked, "--label", "site=north"));
            assertThat(granted.status()).as(granted.err()).isZero();
            until("carried out", "fleet", "status");
            assertThat(run(xml).out()).contains("type='mdev'");
            assertThat(run("fleet", "release", "c1").status()).isZero();
            until("No vGPU is on this host", "--host", p10, "list");
            assertThat(run(xml).out()).doesNotContain("type='mdev'");
        } finally {
            member.close();
        }
    }

    private static String[] with(List<String> words, String... more) {
        var all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static Problem notFound() {
        return new Problem.NotFound("", "");
    }

    @Test
    void aSimulationSumsUpAndLeavesNothing() {
        var said =
                run(
                        "fleet",
                        "simulate",
                        "--hosts",
                        "3",
                        "--requests",
                        "40",
                        "--load",
                        "300",
                        "--board",
                        "a40");
        assertThat(said.status()).as(said.err()).isZero();
        assertThat(said.out())
                .startsWith("Fleet         3 hosts, 12 GPUs, 576 GB\nTime ")
                .contains("40 decided")
                .contains("Hosts         3 of 3 heard, 3 carry what they are to carry\n");
        var json = run("fleet", "simulate", "--hosts", "1", "--requests", "5", "-o", "json").out();
        assertThat(json).contains("\"hostsCarriedOut\": 1,");
        assertThat(run("fleet", "hosts", "-o", "json").out().strip()).isEqualTo("[]");
        assertThat(run("fleet", "simulate", "--speed", "0").status()).isEqualTo(2);
        assertThat(run("fleet", "simulate", "--board", "voodoo").err())
                .contains("the catalogue knows no vGPUs of a board 'voodoo'");
        assertThat(run("fleet", "simulate", "--trace", "/nowhere.csv").status())
                .isEqualTo(ExitCode.of(notFound()));
    }

    @Test
    void whatCannotBeAStoreIsRefused() {
        for (var text : List.of("etcd://", "file://relative", "http://a:1", "etcd://a:1/../ x")) {
            var said = run("fleet", "hosts", "--store", text);
            assertThat(said.status()).isEqualTo(2);
            assertThat(said.err()).contains("is not where a fleet's store can be");
        }
    }
}
