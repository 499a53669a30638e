package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.watch.StatusWatch;
import vgpuctl.cli.watch.Terminal;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.live.LiveHost;
import vgpuctl.operations.Answer;

/** What a host is doing: from NVML, from nvidia-smi, and again and again. */
class StatusTest {

    private static final String FIGURES =
            """
            [driver]
            version=550.54.16
            [gpu 0000:82:00.0]
            utilisation=37
            utilisation.memory=12
            memory.total=25769803776
            memory.used=13421772800
            temperature=61
            power=142070
            power.limit=250000
            [vgpu MDEV]
            vm=10a1f3b2-52d6-4a4b-9d3e-6f1c5a0e0001
            use=41
            use.memory=9
            memory.used=2147483648
            guest-driver=550.54.15
            licence=5
            licence.expiry-status=2
            licence.expiry=2027-01-31 23:59:08
            """;

    @TempDir private Path directory = Path.of("");

    @Test
    void theFiguresOfNvmlStandBesideTheVgpus() {
        var host = withDesk().after("attach", "desk", "y-k8s-n-1");
        withNvml(host);

        assertThat(host.vgpuctl("status").out())
                .isEqualTo(
                        """
                        0000:82:00.0  GP102GL [Tesla P10]  use 37 %, memory 12 %, 61 °C, 142 of 250 W
                          [AAAAAAAAAAAA............]
                          12 GB of 24 GB free for vGPUs, 12.5 of 24.0 GiB taken
                             VGPU  TYPE     VM                     USE  MEMORY  ENC  DEC     USED  LICENCE                             GUEST DRIVER
                          A  desk  P40-12C  y-k8s-n-1 (shut off)  41 %     9 %  0 %  0 %  2.0 GiB  licensed until 2027-01-31 23:59:08  550.54.15
                        """);
    }

    @Test
    void withoutNvmlTheFiguresAreThoseOfNvidiaSmiAndWhatItDoesNotSayIsADash() {
        var said = withDesk().vgpuctl("status");

        assertThat(said.exit()).isEqualTo(ExitCode.DONE);
        assertThat(said.out())
                .contains("use -, memory -")
                .contains("note:  the figures are those of nvidia-smi: no NVML on this host\n")
                .contains(
                        "note:  - is not seen: nvidia-smi does not say: use, memory use, temperature, ");
    }

    @Test
    void withAnotherRootNobodyIsAsked() {
        var host = withDesk();

        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, UTF_8);
        var line = List.of("--root", host.at("/").toString(), "status");
        new Main(line, host.environment(), stream, stream).run();

        assertThat(out.toString(UTF_8))
                .contains("desk")
                .contains("note:  no live figures: with --root there is no driver to ask\n");
    }

    @Test
    void aScriptGetsEveryFigureOrItsReason() {
        var host = withDesk();
        withNvml(host);

        assertThat(host.vgpuctl("status", "-o", "json").out())
                .contains("\"source\": \"NVML\"")
                .contains("\"powerMilliwatts\": 142070")
                .contains("\"until\": \"2027-01-31 23:59:08\"")
                .contains(
                        "\"unknown\": \"nvmlDeviceGetEccMode: not supported by this GPU or driver\"");
    }

    @Test
    void noSessionIsLeftOpen() {
        var host = withDesk();
        withNvml(host);

        host.vgpuctl("status");

        assertThat(host.at("/run/nvml-session")).doesNotExist();
    }

    @Test
    void whatIsNoTerminalIsWatchedOnce() {
        var host = withDesk();

        assertThat(host.vgpuctl("status", "--watch")).isEqualTo(host.vgpuctl("status"));
    }

    @Test
    void aWatchFitsTheTerminalWhenItIsResizedAndEndsWithQ() {
        var terminal =
                new FakeTerminal(List.of(new Terminal.Size(90, 9), new Terminal.Size(40, 3)));
        Reading<LiveHost> live = Reading.unknown("nobody was asked");

        new StatusWatch(() -> new Answer.Status(EMPTY, live), SCREEN).on(terminal);

        assertThat(terminal.shown).hasSize(2);
        assertThat(terminal.shown.getFirst()).contains("No NVIDIA GPU").endsWith("\nq leaves");
        assertThat(terminal.shown.getLast().lines()).hasSize(3);
        assertThat(terminal.shown.getLast()).endsWith("… more lines, q leaves");
    }

    private static final Screen SCREEN = new Screen(80, true, false, true);

    private static final HostSnapshot EMPTY =
            new HostSnapshot(
                    Reading.of("m"),
                    Reading.of("b"),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Reading.of(List.of()),
                    Optional.empty(),
                    List.of("one", "two"));

    /** Of one size after the other; q is pressed at the last. */
    private static final class FakeTerminal implements Terminal {

        private final Deque<Size> sizes;
        private final List<String> shown = new ArrayList<>();

        FakeTerminal(List<Size> sizes) {
            this.sizes = new ArrayDeque<>(sizes);
        }

        @Override
        public Size size() {
            return sizes.removeFirst();
        }

        @Override
        public void show(String text) {
            shown.add(text);
        }

        @Override
        public Optional<Character> key(long millis) {
            return sizes.isEmpty() ? Optional.of('q') : Optional.empty();
        }

        @Override
        public void close() {}
    }

    private SimulatedHost withDesk() {
        return SimulatedHost.withOneCard(directory).after("create", "P40-12C", "--name", "desk");
    }

    /** Puts the project's own library into the host's tree. */
    private static void withNvml(SimulatedHost host) {
        var sources = Path.of("").toAbsolutePath().resolve("../simulation/nvml/nvml.c");
        var library = host.at("/usr/lib/libnvidia-ml.so.1");
        host.write("/run/nvml-figures", FIGURES.replace("MDEV", onlyMdev(host)));
        try {
            var gcc =
                    new ProcessBuilder(
                                    "gcc",
                                    "-std=gnu17",
                                    "-shared",
                                    "-fPIC",
                                    "-o",
                                    library.toString(),
                                    sources.normalize().toString(),
                                    "-ldl")
                            .redirectErrorStream(true)
                            .start();
            var said = new String(gcc.getInputStream().readAllBytes(), UTF_8);
            assertThat(gcc.waitFor()).as(said).isZero();
        } catch (IOException missing) {
            assumeTrue(false, "no C compiler: " + missing.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String onlyMdev(SimulatedHost host) {
        return host.names("/sys/bus/mdev/devices").getFirst();
    }
}
