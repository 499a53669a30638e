package vgpuctl.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.inventory.Claim;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostInterface;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Location;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Partition;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.live.Licence;
import vgpuctl.core.live.LiveGpu;
import vgpuctl.core.live.LiveHost;
import vgpuctl.core.live.LiveVgpu;
import vgpuctl.core.live.Percent;
import vgpuctl.core.pci.Bdf;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeDescription;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;
import vgpuctl.operations.Answer;

class MetricsTest {

    private static final DeviceName GPU = new DeviceName("0000:82:00.0");
    private static final UUID VGPU = UUID.fromString("3eb9d560-0b31-11ee-91a9-bb28039c61eb");
    private static final VgpuType TYPE =
            VgpuType.of(
                    new TypeId("nvidia-286"),
                    new TypeName("GRID P40-12C"),
                    TypeDescription.parse("framebuffer=12288M, max_instance=2"));

    /** A sample of the text format: a name, labels with quoted values, a number. */
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-z_]+)(\\{[a-z]+=\"(?:[^\"\\\\\\n]|\\\\.)*\"(?:,[a-z]+=\"(?:[^\"\\\\\\n]|\\\\.)*\")*\\})?"
                            + " (-?[0-9.]+(?:E-?[0-9]+)?)");

    private final OwnMetrics own = new OwnMetrics();

    private static PhysicalGpu gpu(String model) {
        return new PhysicalGpu(
                GPU,
                Reading.of(model),
                Optional.empty(),
                Optional.of(0x1b39),
                Optional.of(0x1217),
                Reading.of(Optional.of("nvidia")),
                Reading.of(OptionalInt.empty()),
                Reading.of(Optional.empty()),
                new HostInterface.Mdev(List.of(new TypeOffer(TYPE, Reading.of(1)))),
                Partition.NONE,
                Reading.of(OptionalInt.empty()));
    }

    private static HostSnapshot host(String model) {
        var record = new VgpuRecord(VGPU, "ai-1", GPU, TYPE.name(), Claim.NONE, Optional.empty());
        var vgpu =
                new Vgpu(
                        VGPU,
                        GPU,
                        new HostDevice.Mdev(VGPU),
                        Reading.of(new TypeId("nvidia-286")),
                        Optional.of(TYPE),
                        true,
                        Reading.of(Optional.empty()),
                        Optional.of(record),
                        Parameters.NONE,
                        Location.UNKNOWN);
        return new HostSnapshot(
                Reading.of("0123"),
                Reading.of("boot-1"),
                List.of(gpu(model)),
                List.of(vgpu),
                List.of(),
                List.of(),
                Reading.of(List.of()),
                Optional.empty(),
                List.of());
    }

    private static LiveGpu.Use use(int sm) {
        Reading<Percent> none = Reading.unknown("no engine");
        return new LiveGpu.Use(Percent.of(sm), none, none, none);
    }

    private static <T> Reading<T> none() {
        return Reading.unknown("not told");
    }

    private static LiveHost live() {
        var vgpu =
                new LiveVgpu(
                        new LiveVgpu.Identity(
                                7, none(), Reading.of(VGPU), Reading.of(286), none(), none()),
                        use(25),
                        Reading.of(1L << 30),
                        Reading.of(new Licence(Licence.State.LICENSED, new Licence.Expiry.Never())),
                        none(),
                        none(),
                        none());
        var body =
                new LiveGpu.Body(
                        Reading.of(new LiveGpu.FrameBuffer(24L << 30, 12L << 30)),
                        Reading.of(41),
                        Reading.of(52_500L),
                        Reading.of(150_000L));
        var modes = new LiveGpu.Modes(none(), none(), none(), none(), none(), none());
        var gpu =
                new LiveGpu(
                        Bdf.parse("0000:82:00.0").orElseThrow(),
                        Reading.of("Tesla P10"),
                        Reading.of("GPU-1"),
                        use(50),
                        body,
                        modes,
                        none(),
                        Reading.of(List.of(vgpu)));
        return new LiveHost(LiveHost.Source.NVML, Reading.of("550"), List.of(gpu), List.of());
    }

    private String text(boolean openMetrics, String model, Reading<LiveHost> live) {
        return new Metrics(() -> new Answer.Status(host(model), live), own).text(openMetrics);
    }

    @Test
    void figuresOfGpuAndVgpuHaveTheirUnitsAndLabels() {
        var text = text(true, "Tesla P10", Reading.of(live()));
        var slice =
                "{vgpu=\"ai-1\",uuid=\""
                        + VGPU
                        + "\",type=\"P40-12C\",gpu=\"0000:82:00.0\",vm=\"\"";

        assertThat(text.lines())
                .contains(
                        "vgpuctl_host_up 1",
                        "vgpuctl_live_figures 1",
                        "vgpuctl_gpu_memory_bytes{gpu=\"0000:82:00.0\"} 25769803776",
                        "vgpuctl_gpu_memory_used_bytes{gpu=\"0000:82:00.0\"} 12884901888",
                        "vgpuctl_gpu_framebuffer_allocated_bytes{gpu=\"0000:82:00.0\"} 12884901888",
                        "vgpuctl_gpu_temperature_celsius{gpu=\"0000:82:00.0\"} 41",
                        "vgpuctl_gpu_power_watts{gpu=\"0000:82:00.0\"} 52.5",
                        "vgpuctl_gpu_utilization_ratio{gpu=\"0000:82:00.0\",engine=\"sm\"} 0.5",
                        "vgpuctl_vgpu_active" + slice + "} 1",
                        "vgpuctl_vgpu_framebuffer_bytes" + slice + "} 12884901888",
                        "vgpuctl_vgpu_framebuffer_used_bytes" + slice + "} 1073741824",
                        "vgpuctl_vgpu_licensed" + slice + "} 1",
                        "vgpuctl_vgpu_utilization_ratio" + slice + ",engine=\"sm\"} 0.25");
        assertThat(text).doesNotContain("encoder_sessions{").doesNotContain("engine=\"memory\"");
    }

    /** In the rules and the dashboard that are given along. */
    @ParameterizedTest
    @ValueSource(strings = {"vgpuctl.rules.yml", "vgpuctl.dashboard.json"})
    void everyMetricThatIsAskedForExists(String file) throws IOException {
        own.ended("create", "done", Duration.ofMillis(30));
        var text = text(false, "Tesla P10", Reading.of(live()));
        var asked =
                Pattern.compile("vgpuctl_[a-z_]+")
                        .matcher(Files.readString(Path.of("../dist/monitoring", file)))
                        .results()
                        .map(MatchResult::group)
                        .distinct()
                        .toList();

        assertThat(asked).hasSizeGreaterThan(5);
        assertThat(asked)
                .allSatisfy(name ->
                        assertThat(text.lines())
                                .anyMatch(line ->
                                        line.startsWith(name + "{")
                                                || line.startsWith(name + " ")));
    }

    @Test
    void withoutADriversFiguresTheInventoryIsThereStill() {
        var text = text(false, "Tesla P10", Reading.unknown("no library"));

        assertThat(text.lines()).contains("vgpuctl_host_up 1", "vgpuctl_live_figures 0");
        assertThat(text).contains("\nvgpuctl_vgpu_active{").doesNotContain("celsius{");
    }

    @Test
    void aHostThatCannotBeLookedAtIsDownAndTheDaemonsOwnFiguresAreThere() {
        own.ended("create", "NoRoom", Duration.ofMillis(30));
        var metrics =
                new Metrics(
                        () -> {
                            throw new Problem.HostNotReady("sysfs is gone", "mount it").thrown();
                        },
                        own);

        assertThat(metrics.text(false).lines())
                .contains(
                        "vgpuctl_host_up 0",
                        "vgpuctl_operations_total{command=\"create\",outcome=\"NoRoom\"} 1");
    }

    @Test
    void durationsAreCountedInEveryBucketThatTheyFit() {
        own.ended("create", "done", Duration.ofMillis(30));
        own.ended("create", "done", Duration.ofSeconds(100));

        var of = "vgpuctl_operation_duration_seconds_bucket{command=\"create\",le=\"";
        assertThat(text(false, "Tesla P10", none()).lines())
                .contains(
                        of + "0.05\"} 1",
                        of + "30.0\"} 1",
                        of + "60.0\"} 1",
                        of + "+Inf\"} 2",
                        "vgpuctl_operation_duration_seconds_sum{command=\"create\"} 100.03",
                        "vgpuctl_operation_duration_seconds_count{command=\"create\"} 2",
                        "vgpuctl_operations_total{command=\"create\",outcome=\"done\"} 2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyLineIsOneOfTheFormat(boolean openMetrics) {
        own.ended("create", "done", Duration.ofMillis(30));
        var text = text(openMetrics, "a \"strange\" \\ name\nin two lines", Reading.of(live()));
        var described = new ArrayList<String>();
        var samples = new HashSet<String>();

        for (var line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                described.add(line.split(" ", -1)[2]);
            } else if (!line.startsWith("#")) {
                var sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).as(line).startsWith(described.getLast());
                assertThat(samples.add(line.substring(0, line.lastIndexOf(' ')))).as(line).isTrue();
            }
        }
        assertThat(described).doesNotHaveDuplicates().hasSizeGreaterThan(12);
        assertThat(text.endsWith("\n# EOF\n")).isEqualTo(openMetrics);
    }
}
