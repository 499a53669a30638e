package vgpuctl.linux.nvml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vgpuctl.linux.HandMadeHost;

/**
 * A host in a directory whose {@code libnvidia-ml.so.1} is the project's own: two cards, the first
 * with virtual functions. The library reads its figures anew for each answer.
 */
final class StandIn {

    static final String GPU = "0000:41:00.0";
    static final String SECOND = "0000:c1:00.0";
    static final String MDEV = "201cb8dd-07f7-37d7-9411-6baaf1d3d65c";

    private static final Path SOURCES =
            Path.of("").toAbsolutePath().resolve("../simulation/nvml").normalize();

    private final Path root;
    private final HandMadeHost host;

    private StandIn(Path root) {
        this.root = root;
        this.host = new HandMadeHost(root);
    }

    /** The library by the options of the C compiler, which takes longer than any of the tests. */
    private static final Map<List<String>, byte[]> BUILT = new ConcurrentHashMap<>();

    /**
     * A host whose library was built with these options of the C compiler.
     *
     * <p>Every host has a copy of its own, since the library finds its host by where it lies.
     */
    static StandIn in(Path root, String... options) {
        var standIn = new StandIn(root).withCards();
        var built = BUILT.computeIfAbsent(List.of(options), all -> built(root, all));
        standIn.host.bytes("/usr/lib/libnvidia-ml.so.1", built);
        return standIn;
    }

    private static byte[] built(Path root, List<String> options) {
        var binary = root.resolve("built.so");
        var line = new ArrayList<>(List.of("gcc", "-std=gnu17", "-shared", "-fPIC"));
        line.addAll(options);
        line.addAll(List.of("-o", binary.toString(), SOURCES.resolve("nvml.c").toString(), "-ldl"));
        run(line);
        try {
            return Files.readAllBytes(binary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end; a test that needs it is left out where it is not installed. */
    static String run(List<String> line) {
        try {
            var process = new ProcessBuilder(line).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException missing) {
            assumeTrue(false, "no C compiler: " + missing.getMessage());
            throw new UncheckedIOException(missing);
        }
    }

    static Path sources() {
        return SOURCES;
    }

    private StandIn withCards() {
        host.directory("/usr/lib").directory("/run");
        for (var card : List.of(GPU, SECOND)) {
            host.file("/sys/bus/pci/devices/" + card + "/vendor", "0x10de\n");
            host.file("/sys/bus/pci/devices/" + card + "/class", "0x030200\n");
        }
        function("0000:41:00.4");
        return this;
    }

    private void function(String address) {
        var device = "/sys/bus/pci/devices/" + address;
        host.file(device + "/vendor", "0x10de\n").file(device + "/class", "0x030200\n");
        host.link(device + "/physfn", "../" + GPU);
        host.file(device + "/mdev_supported_types/nvidia-557/available_instances", "0\n");
        host.file(device + "/mdev_supported_types/nvidia-562/available_instances", "1\n");
    }

    /** A vGPU on a mediated device of the first card. */
    StandIn withMdev() {
        host.link(
                "/sys/bus/pci/devices/0000:41:00.4/" + MDEV + "/mdev_type",
                "../mdev_supported_types/nvidia-562");
        return this;
    }

    /** A vGPU that is the virtual function itself. */
    StandIn withFunctionVgpu() {
        host.file("/sys/bus/pci/devices/0000:41:00.4/nvidia/current_vgpu_type", "562\n");
        return this;
    }

    StandIn figures(String text) {
        host.file("/run/nvml-figures", text);
        return this;
    }

    NvmlFigures nvml() {
        return new NvmlFigures(library());
    }

    String library() {
        return root.resolve("usr/lib/libnvidia-ml.so.1").toString();
    }

    boolean hasSession() {
        return Files.exists(root.resolve("run/nvml-session"));
    }
}
