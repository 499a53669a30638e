package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.command.CommandTree;
import vgpuctl.cli.line.CommandLine;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.json.JsonReader;

/** Draining one of two simulated hosts, with a program that moves VMs. */
class FleetMovesTest {

    private static final String BOARDS = "sim:a40:vfio,a40:vfio";

    @TempDir Path directory;

    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final List<FleetMember> members = new ArrayList<>();

    private record Said(int status, String out, String err) {}

    @BeforeEach
    void join() throws InterruptedException {
        members.add(member("h1"));
        members.add(member("h2"));
        until("h1    open", "fleet", "hosts");
        until("h2    open", "fleet", "hosts");
    }

    @AfterEach
    void leave() {
        members.forEach(FleetMember::close);
    }

    private Map<String, String> environment(String host) {
        return Map.of(
                "VGPUCTL_STATE_DIR",
                directory.resolve("state-" + host).toString(),
                "VGPUCTL_FLEET",
                store());
    }

    private String store() {
        return "file://" + directory.resolve("fleet");
    }

    private FleetMember member(String host) {
        var environment = environment(host);
        var words = List.of("--host", BOARDS, "serve", "--fleet", store(), "--fleet-host", host);
        var line = (Parsed) CommandLine.parse(CommandTree.root(), words);
        var wiring = new HostWiring(line, "serve", environment, System.err, WaysOut.OPEN);
        return FleetMember.of(line, wiring, log::add).orElseThrow();
    }

    private Said run(String... words) {
        return on("nowhere", words);
    }

    private Said on(String host, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var status = new Main(List.of(words), environment(host), printer(out), printer(err)).run();
        return new Said(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream printer(OutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
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

    private String program(String name, String... lines) throws IOException {
        var file = directory.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    /** Follows events until whoever reads them goes away. */
    private final class Events implements AutoCloseable {

        private final ByteArrayOutputStream told = new ByteArrayOutputStream();
        private volatile boolean isGone;
        private final Thread thread;

        Events(String... more) {
            var words = new ArrayList<>(List.of("fleet", "events", "--for", "10m"));
            words.addAll(List.of(more));
            var out =
                    printer(
                            new OutputStream() {
                                @Override
                                public void write(int octet) throws IOException {
                                    if (isGone) {
                                        throw new IOException("nobody reads this");
                                    }
                                    told.write(octet);
                                }

                                @Override
                                public void flush() throws IOException {
                                    if (isGone) {
                                        throw new IOException("nobody reads this");
                                    }
                                }
                            });
            var main = new Main(words, environment("nowhere"), out, printer(told));
            thread = Thread.ofVirtual().start(main::run);
        }

        List<String> lines() {
            return told.toString(StandardCharsets.UTF_8).lines().toList();
        }

        void await(String sentence) throws InterruptedException {
            var end = System.nanoTime() + 60_000_000_000L;
            while (lines().stream().noneMatch(line -> line.contains(sentence))) {
                assertThat(System.nanoTime()).as(lines().toString()).isLessThan(end);
                Thread.sleep(100);
            }
        }

        @Override
        public void close() {
            isGone = true;
            try {
                assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    @Test
    void aDrainIsPlannedThenDoneAndTold() throws IOException, InterruptedException {
        try (var events = new Events("-o", "json", "--now")) {
            events.await("h2 is heard");
            run("fleet", "request", "A40-12Q", "--claim", "ml", "--vm", "ml", "--on", "h1");
            run("fleet", "request", "A40-48Q", "--claim", "big", "--on", "h1");
            events.await("ml is carried out on h1");

            var plan = run("fleet", "drain", "h1", "--dry-run");
            assertThat(plan.status()).isZero();
            assertThat(plan.out())
                    .startsWith("Nothing new is to go to h1.\nCLAIM  VM  VGPU ")
                    .containsPattern("big +- +A40-48Q +h1 .* h2 .* nobody notices\n")
                    .containsPattern(
                            "ml +ml +A40-12Q .* its VM migrates: left to do, without --hook\n");
            assertThat(run("fleet", "hosts").out()).contains("h1    open");

            var unasked = run("fleet", "drain", "h1");
            assertThat(unasked.status()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(unasked.err()).contains("--yes");

            var noHook = run("fleet", "drain", "h1", "--yes");
            assertThat(noHook.status()).isEqualTo(ExitCode.PARTLY);
            assertThat(noHook.out())
                    .isEqualTo(
                            """
                            big: h2 makes its vGPUs
                            big is on h2
                            Stays:
                              ml (VM ml): its VM has to migrate, and no --hook does that
                            Moved 1 claim, 1 vGPU. h1 stays cordoned.
                            """);

            var refusing = program("refusing", "echo 'it has a CD in its drive'", "exit 3");
            var refused = run("fleet", "drain", "h1", "--yes", "--hook", refusing);
            assertThat(refused.status()).isEqualTo(ExitCode.PARTLY);
            assertThat(refused.err()).isEqualTo("  | it has a CD in its drive\n");
            assertThat(refused.out())
                    .endsWith(
                            """
                            Stays:
                              ml (VM ml): the hook ended with status 3: it has a CD in its drive
                            Nothing was moved. h1 stays cordoned.
                            """);

            var slow = program("slow", "sleep 600");
            var tooSlow =
                    run("fleet", "drain", "h1", "--yes", "--hook", slow, "--hook-timeout", "1");
            assertThat(tooSlow.out())
                    .contains("the hook did not end within 1 s, and was ended: see where ml is");

            var heard = directory.resolve("heard");
            var hook =
                    program(
                            "hook",
                            "cat > " + heard,
                            "test $VGPUCTL_PHASE/$VGPUCTL_CLAIM/$VGPUCTL_VM = migrate/ml/ml"
                                    + " && test $VGPUCTL_FROM-$VGPUCTL_TO = h1-h2");
            var done = run("fleet", "drain", "h1", "--yes", "--hook", hook, "-o", "json");
            assertThat(done.status()).as(done + " " + log).isZero();
            var json = JsonReader.readObject(done.out()).orElseThrow();
            assertThat(json.string("host")).contains("h1");
            assertThat(json.array("left").orElseThrow().items()).isEmpty();
            assertThat(json.array("moves").orElseThrow().items()).hasSize(1);
            var move = JsonReader.readObject(Files.readString(heard)).orElseThrow();
            assertThat(move.string("kind")).contains("FleetMove");
            assertThat(move.array("moves")).isEqualTo(json.array("moves"));
            assertThat(on("h2", "--host", BOARDS, "list").out())
                    .contains("fleet:ml")
                    .contains("fleet:big");
            assertThat(on("h1", "--host", BOARDS, "list").out()).doesNotContain("fleet:");
            events.await("ml moved from h1 to h2");
            assertThat(events.lines())
                    .allMatch(line -> JsonReader.readObject(line).isPresent())
                    .anyMatch(line -> line.contains("\"event\":\"taken-back\""))
                    .first()
                    .asString()
                    .matches("\\{\"time\":\"20.*Z\",\"event\":\"joined\",\"host\":\"h1\",.*}");
        }
    }

    @Test
    void aDrainThatWasKilledInItsHookIsShownAndFinished() throws Exception {
        run("fleet", "request", "A40-12Q", "--claim", "ml", "--vm", "ml", "--on", "h1");
        var begun = directory.resolve("begun");
        var slow = program("slow", "touch " + begun, "exec sleep 30");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("fleet", "drain", "h1", "--yes", "--hook", slow));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment("nowhere"));
        builder.redirectErrorStream(true).redirectOutput(directory.resolve("said").toFile());
        var drain = builder.start();
        try {
            var end = System.nanoTime() + 60_000_000_000L;
            while (!Files.exists(begun)) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.sleep(100);
            }
            assertThat(run("fleet", "status").out())
                    .containsPattern("ml +h1 .* on its way to h2\n")
                    .containsPattern("ml +h2 .* on its way from h1\n");
        } finally {
            drain.destroyForcibly();
        }
        until("on its way to h2; stopped: fleet drain h1", "fleet", "status");
        var unknown = run("fleet", "drain", "h1", "--yes");
        assertThat(unknown.status()).isEqualTo(ExitCode.PARTLY);
        assertThat(unknown.out()).contains("nobody knows whether it did");
        var finished = run("fleet", "drain", "h1", "--yes", "--hook", "true");
        assertThat(finished.status()).as(finished.toString()).isZero();
        assertThat(finished.out())
                .isEqualTo("ml was on its way to h2: it is there\nh1 carries no claim any more.\n");
        until("carried out", "fleet", "status");
        assertThat(run("fleet", "status").out())
                .containsPattern("(?m)^ml +h2 ")
                .doesNotContainPattern("(?m)^ml +h1 ");
    }

    @Test
    void whatCannotBeMovedIsRefusedBeforeAnythingIsChanged() {
        assertThat(run("fleet", "drain", "h9", "--yes").status()).isEqualTo(3);
        var hook = run("fleet", "drain", "h1", "--yes", "--hook", "/nowhere/hook");
        assertThat(hook.status()).isEqualTo(3);
        assertThat(hook.err()).contains("/nowhere/hook is no program that can be run");
        assertThat(run("fleet", "defragment").out()).isEqualTo("Nothing was moved.\n");
        assertThat(run("fleet", "events", "--for", "soon").status()).isEqualTo(2);
        assertThat(run("fleet", "hosts").out()).contains("h1    open").contains("h2    open");
    }
}
