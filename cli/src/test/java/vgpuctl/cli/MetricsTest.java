package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets. */
@Timeout(120)
class MetricsTest {

    private static final Pattern SAMPLE =
            Pattern.compile(
                    "[a-z_]+(\\{[a-z]+=\"([^\"\\\\]|\\\\.)*\"(,[a-z]+=\"([^\"\\\\]|\\\\.)*\")*})?"
                            + " -?[0-9.E+-]+");

    @TempDir private Path directory = Path.of("");

    @Test
    void gpusVgpusAndWhatTheDaemonDid() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            var desk = "{\"type\": \"P40-12C\", \"name\": \"desk\", \"vms\": [\"y-k8s-n-1\"]}";
            var uuid = "uuid=\"" + made(served, desk) + "\"";
            served.post("/v1/vgpus", "{\"type\": \"P40-6Q\"}");

            assertThat(served.get("/metrics").body().lines())
                    .contains(
                            "vgpuctl_host_up 1",
                            "vgpuctl_gpu_framebuffer_bytes{gpu=\"0000:82:00.0\"} 25769803776",
                            "vgpuctl_gpu_framebuffer_allocated_bytes{gpu=\"0000:82:00.0\"}"
                                    + " 12884901888",
                            "vgpuctl_gpu_type_creatable{gpu=\"0000:82:00.0\",type=\"P40-12C\"} 1",
                            "vgpuctl_vgpu_active{vgpu=\"desk\","
                                    + uuid
                                    + ",type=\"P40-12C\","
                                    + "gpu=\"0000:82:00.0\",vm=\"y-k8s-n-1\"} 1",
                            "vgpuctl_vm_running{vm=\"y-k8s-n-1\"} 0",
                            "vgpuctl_operations_total{command=\"create\",outcome=\"done\"} 1",
                            "vgpuctl_operations_total{command=\"create\",outcome=\"NoRoom\"} 1",
                            "vgpuctl_operation_duration_seconds_count{command=\"create\"} 2");
        }
    }

    @Test
    void whetherAVmWithAVgpuRunsIsToldByTheNextScrape() {
        var host = SimulatedHost.withOneCard(directory);
        host.after("create", "P40-12C", "--name", "desk", "--vm", "y-k8s-n-1");
        try (var served = ServedHost.start(host)) {
            assertThat(vms(served)).containsExactly("vgpuctl_vm_running{vm=\"y-k8s-n-1\"} 0");

            host.after("sim", "virsh", "start", "y-k8s-n-1");
            assertThat(vms(served)).containsExactly("vgpuctl_vm_running{vm=\"y-k8s-n-1\"} 1");

            host.after("sim", "virsh", "destroy", "y-k8s-n-1");
            assertThat(vms(served)).containsExactly("vgpuctl_vm_running{vm=\"y-k8s-n-1\"} 0");
        }
    }

    private static List<String> vms(ServedHost served) {
        return samples(served.get("/metrics").body()).stream()
                .filter(line -> line.startsWith("vgpuctl_vm_"))
                .toList();
    }

    private static String made(ServedHost served, String body) {
        assertThat(served.post("/v1/vgpus", body).status()).isEqualTo(200);
        return served.get("/v1/vgpus/desk").text("uuid");
    }

    @Test
    void everyLineIsOfTheFormThatIsPromised() {
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            served.post("/v1/vgpus", "{\"type\": \"P40-6Q\"}");

            var plain = served.get("/metrics");
            var open = served.ask("GET", "/metrics", "", "Accept: application/openmetrics-text");

            assertThat(plain.headers().get("content-type")).startsWith("text/plain; version=0.0.4");
            assertThat(samples(plain.body())).allMatch(line -> SAMPLE.matcher(line).matches());
            assertThat(open.headers().get("content-type"))
                    .startsWith("application/openmetrics-text; version=1.0.0");
            assertThat(open.body())
                    .endsWith("\n# EOF\n")
                    .contains("# TYPE vgpuctl_operations counter");
            assertThat(samples(open.body())).isNotEmpty().containsAll(gauges(plain.body()));
        }
    }

    private static List<String> samples(String text) {
        return text.lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static List<String> gauges(String text) {
        return samples(text).stream().filter(line -> line.startsWith("vgpuctl_gpu_")).toList();
    }

    @Test
    void promtoolFindsNothingToSay() throws IOException, InterruptedException {
        var promtool = promtool();
        assumeTrue(promtool.isPresent(), "no promtool here: apt install prometheus");
        try (var served = ServedHost.start(SimulatedHost.withOneCard(directory))) {
            served.post("/v1/vgpus", "{\"type\": \"P40-6Q\", \"vms\": [\"y-k8s-n-1\"]}");
            var scrape = directory.resolve("scrape");
            Files.writeString(scrape, served.get("/metrics").body(), UTF_8);

            var process =
                    new ProcessBuilder(promtool.get(), "check", "metrics")
                            .redirectInput(scrape.toFile())
                            .redirectErrorStream(true)
                            .start();

            var said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said).isEmpty();
        }
    }

    private static Optional<String> promtool() {
        return Optional.ofNullable(System.getenv("PATH")).stream()
                .flatMap(path -> List.of(path.split(":", -1)).stream())
                .map(directory -> Path.of(directory, "promtool"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
