package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a vGPU to the hours of its owner. */
@Timeout(180)
class UsageCommandTest {

    private static final String SECONDS =
            "vgpuctl_vgpu_seconds_total{owner=\"ml\",type=\"P40-12C\",host=\"sim:tesla-p10\"} ";

    @TempDir private Path directory = Path.of("");

    private static double secondsSoFar(ServedHost served) {
        return served.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(SECONDS))
                .mapToDouble(line -> Double.parseDouble(line.substring(SECONDS.length())))
                .findFirst()
                .orElse(0);
    }

    @Test
    void whatWasThereIsCountedWithItsOwnerAndWhatNobodySawIsSaid() throws InterruptedException {
        var host = SimulatedHost.withOneCard(directory);
        assertThat(host.vgpuctl("usage").out()).isEqualTo("Nothing was used.\n");
        try (var served = ServedHost.start(host)) {
            served.post(
                    "/v1/vgpus", "{\"type\": \"P40-12C\", \"name\": \"desk\", \"owner\": \"ml\"}");
            for (var tries = 0; secondsSoFar(served) == 0 && tries < 600; tries++) {
                Thread.sleep(100);
            }
            assertThat(secondsSoFar(served)).isPositive();
            assertThat(served.get("/metrics").body())
                    .contains("vgpuctl_usage_missed_seconds_total 0\n");
        }
        assertThat(host.vgpuctl("usage").out())
                .startsWith("OWNER  TYPE     VGPU-HOURS\nml     P40-12C      0.0");
        var csv = host.vgpuctl("usage", "--since", "1h", "--by", "host,owner", "-o", "csv");
        assertThat(csv.out())
                .startsWith("host,owner,vgpu_seconds,vgpu_hours\r\nsim:tesla-p10,ml,")
                .endsWith("\r\n");
        assertThat(csv.err()).isEmpty();

        Thread.sleep(1500);
        try (var _ = ServedHost.start(host)) {
            assertThat(host.vgpuctl("list").out()).contains("desk");
        }
        assertThat(host.vgpuctl("usage").err()).startsWith("note:  the daemon did not run (20");
        assertThat(host.vgpuctl("usage", "-o", "json").out())
                .contains("\"why\": \"the daemon did not run\"", "\"vgpuSeconds\": ");
    }

    @Test
    void aDaemonThatIsKilledLeavesWhatItHadWrittenAndTheNextOneGoesOn() throws Exception {
        var host = SimulatedHost.withOneCard(directory).after("create", "P40-12C", "--owner", "ml");
        var killed = ChildJvm.start(host, Main.class, List.of(), List.of("serve")).process();
        assertThat(killed.inputReader(UTF_8).readLine()).startsWith("listening");
        for (var tries = 0; tries < 600 && usageFiles(host) == 0; tries++) {
            Thread.sleep(100);
        }
        killed.destroyForcibly();
        assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(host.vgpuctl("usage").exit()).isZero();
        Thread.sleep(1200);

        try (var served = ServedHost.start(host)) {
            for (var tries = 0; secondsSoFar(served) == 0 && tries < 600; tries++) {
                Thread.sleep(100);
            }
            assertThat(secondsSoFar(served)).isPositive();
        }
        var said = host.vgpuctl("usage");
        assertThat(said.out()).contains("ml     P40-12C");
        assertThat(said.err()).startsWith("note:  the daemon did not run (20").hasLineCount(1);
    }

    private static long usageFiles(SimulatedHost host) {
        return host.names("/var/lib/vgpuctl/usage").size();
    }

    @Test
    void whatCannotBeAskedIsRefusedWithTheWayOut() {
        var host = SimulatedHost.withOneCard(directory);
        for (var words :
                List.of(
                        List.of("usage", "--by", "vm"),
                        List.of("usage", "--by", "type,type"),
                        List.of("usage", "--since", "yesterday"),
                        List.of("usage", "--since", "1h", "--until", "2h"),
                        List.of("list", "-o", "csv"))) {
            var said = host.vgpuctl(words.toArray(String[]::new));
            assertThat(said.exit()).as(words.toString()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(said.err()).startsWith("error: ").contains("\nhint:  ");
            assertThat(said.out()).isEmpty();
        }
    }
}
