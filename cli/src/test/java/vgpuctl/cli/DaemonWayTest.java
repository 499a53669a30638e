package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.cli.SimulatedHost.Said;

/** Commands that change something say and do the same with a daemon and without one. */
@Timeout(180)
class DaemonWayTest {

    private static final String SOCKET = "/run/vgpuctl/vgpuctl.sock";

    private static final String LAYOUT =
            """
            apiVersion: vgpuctl/v1
            kind: Layout
            gpus:
              - gpu: 82:00.0
                vgpus:
                  - {name: desk, type: P40-6Q, count: 2}
            """;

    @TempDir private Path directory = Path.of("");

    /** On a board, commands one after the other; in each, @ is a folder of the test's own. */
    record Story(String boards, List<String> commands) {

        @Override
        public String toString() {
            return boards + ": " + commands.getFirst();
        }
    }

    static Stream<Story> stories() {
        return Stream.of(
                new Story(
                        "tesla-p10",
                        List.of(
                                "create P40-6Q --name desk --count 2 --autostart",
                                "create P40-6Q --name desk",
                                "create P40-12C --gpu 82:00.0",
                                "create P40-6Q --dry-run",
                                "create P40-6Q --no-define --no-start",
                                "create X-1",
                                "attach desk-1 y-k8s-n-1",
                                "attach desk-2 y-k8s-n-1",
                                "stop desk-1",
                                "detach desk-1 y-k8s-n-1 -o json",
                                "autostart --off desk-1 desk-2",
                                "stop desk-1 desk-2 -o yaml",
                                "start desk-1",
                                "undefine desk-1",
                                "define desk-1 --autostart",
                                "adopt desk-1 --owner ann",
                                "remove desk-1",
                                "remove desk-1 --owner ann",
                                "remove nobody",
                                "remove nobody -o json",
                                "scheduler 82:00.0 equal-share",
                                "mode 82:00.0 mixed-size",
                                "mode 99:00.0 mixed-size",
                                "sriov enable 82:00.0",
                                "mig enable 82:00.0",
                                "cleanup --yes",
                                "recover",
                                "recover -o json",
                                "apply -f @/layout.yaml --dry-run",
                                "apply -f @/layout.yaml",
                                "apply -f @/layout.yaml --yes",
                                "apply -f @/layout.yaml",
                                "apply -f @/mistakes.yaml --yes",
                                "apply -f @/not-there.yaml",
                                "apply")),
                new Story(
                        "a40:vfio",
                        List.of(
                                "sriov enable 0000:82:00.0",
                                "sriov enable 82:00.0",
                                "create A40-12C --name ml --count 2",
                                "sriov disable 82:00.0",
                                "remove ml-1 ml-2",
                                "sriov disable 82:00.0 --dry-run",
                                "sriov disable 82:00.0")),
                new Story(
                        "a100-mig:vfio",
                        List.of(
                                "mig enable 82:00.0",
                                "mig apply 82:00.0 3x1g.5gb",
                                "mig apply 82:00.0 none -o json",
                                "mig disable 82:00.0")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void saysAndDoesTheSame(Story story) throws IOException {
        Files.writeString(directory.resolve("layout.yaml"), LAYOUT);
        Files.writeString(directory.resolve("mistakes.yaml"), LAYOUT + "    colour: red\n  nil\n");
        var alone = new SimulatedHost(directory.resolve("alone"), story.boards());
        var served = new SimulatedHost(directory.resolve("served"), story.boards());
        served.after("gpus");
        var expected = new ArrayList<Said>();
        story.commands().forEach(command -> expected.add(said(alone, command)));
        try (var daemon = ServedHost.start(served)) {
            for (var i = 0; i < expected.size(); i++) {
                var command = story.commands().get(i);
                assertThat(said(served, command)).as(command).isEqualTo(expected.get(i));
            }
            assertThat(served.state()).isEqualTo(alone.state());
            assertThat(daemon.audit())
                    .isNotEmpty()
                    .allSatisfy(line ->
                            assertThat(line.string("request")).hasValue("POST /v1/commands"));
        }
    }

    private Said said(SimulatedHost host, String command) {
        return host.vgpuctl(command.replace("@", directory.toString()).split(" ", -1));
    }

    @Test
    void aCommandThatLooksAsksNoDaemon() throws IOException {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        try (var silent = silent(host)) {
            assertThat(silent.isOpen()).isTrue();
            for (var look : List.of("gpus", "types", "list", "status", "cleanup", "plan P40-6Q")) {
                assertThat(said(host, look).exit()).as(look).isZero();
            }
        }
    }

    @Test
    void oneThatIsNamedHasToBeThereAndNoneIsNone() {
        var host = SimulatedHost.withOneCard(directory).after("gpus");

        var said = host.vgpuctl("create", "P40-6Q", "--daemon", directory + "/other.sock");
        assertThat(said.exit()).isEqualTo(6);
        assertThat(said.err())
                .contains("no daemon listens on " + directory + "/other.sock", "--daemon");

        try (var served = ServedHost.start(host)) {
            host.after("create", "P40-6Q", "--daemon", "none");
            assertThat(host.at("/var/log/vgpuctl/audit.jsonl")).doesNotExist();
            host.after("create", "P40-6Q");
            assertThat(served.audit()).hasSize(2);
        }
    }

    /** One that is stopped, or that hangs: somebody connects, and hears nothing. */
    @Test
    void oneThatGivesNoAnswerIsDoneWithoutAndThatIsSaid() throws IOException {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        try (var silent = silent(host)) {
            assertThat(silent.isOpen()).isTrue();
            var said = host.vgpuctl("create", "P40-6Q");

            assertThat(said.exit()).isZero();
            assertThat(said.err())
                    .startsWith("note:  the daemon on ")
                    .endsWith("gives no answer; this is done without it\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{\"version\": \"0.0\"}",
                "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{",
                "something else",
                ""
            })
    void anotherVersionOrSomethingElseIsLeftAlone(String reply) throws Exception {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        try (var other = silent(host)) {
            var answering =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (var channel = other.accept()) {
                                    channel.write(ByteBuffer.wrap(reply.getBytes(UTF_8)));
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            var said = host.vgpuctl("create", "P40-6Q");

            assertThat(said.exit()).isZero();
            assertThat(said.err()).isEmpty();
            answering.join();
        }
    }

    @Test
    void aSocketThatAKilledDaemonLeftIsNoObstacle() throws IOException {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        silent(host).close();
        assertThat(host.at(SOCKET)).exists();

        var said = host.vgpuctl("create", "P40-6Q");

        assertThat(said.exit()).isZero();
        assertThat(said.err()).isEmpty();
    }

    /** The daemon is killed before the n-th thing that it does to the host for the command. */
    @ParameterizedTest(name = "at its moment {0}")
    @ValueSource(ints = {9, 14, 20})
    void aDaemonThatIsKilledLeavesTheRestToRecover(int moment) throws Exception {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        var before = host.state();
        var first = List.of(Integer.toString(moment));
        var daemon = ChildJvm.start(host, Deadly.class, first, List.of("serve")).process();
        assertThat(daemon.inputReader(UTF_8).readLine()).startsWith("listening");

        var said = host.vgpuctl("create", "P40-6Q", "--name", "desk", "--count", "3");

        assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(daemon.exitValue()).isEqualTo(ChildJvm.KILLED);
        assertThat(said)
                .isEqualTo(
                        new Said(
                                11,
                                "",
                                """
                                error: the daemon ended before it said what came of this
                                hint:  run 'vgpuctl recover', which undoes or finishes what was cut \
                                off, and look with 'vgpuctl list'
                                """));
        var recovered = host.vgpuctl("recover");
        assertThat(recovered.exit()).isZero();
        assertThat(recovered.out())
                .contains("vgpuctl --host", "create P40-6Q", "was cut off and has been undone");
        assertThat(host.state()).isEqualTo(before);

        assertThat(host.vgpuctl("create", "P40-6Q").exit()).isZero();
    }

    private static ServerSocketChannel silent(SimulatedHost host) throws IOException {
        Files.createDirectories(host.at("/run/vgpuctl"));
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(host.at(SOCKET)));
        return channel;
    }
}
