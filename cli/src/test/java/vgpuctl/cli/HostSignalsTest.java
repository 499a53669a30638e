package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.files.RealDisk;

/** What commands of other processes change is said without anybody looking. */
@Timeout(60)
class HostSignalsTest {

    @TempDir private Path directory = Path.of("");

    @Test
    void theChangesOfTheCommandLineAreHeard() throws InterruptedException {
        var host =
                SimulatedHost.withOneCard(directory)
                        .after("create", "P40-6Q", "--name", "desk", "--no-start");
        var files = new HostFiles(host.at("/"), new RealDisk());
        var news = new LinkedBlockingQueue<String>();
        var signals = new HostSignals(files, HostSignals.Kind.FILES);
        try (var _ = signals.listen(() -> news.add("news"))) {
            for (var change : new String[] {"start desk", "stop desk", "autostart desk"}) {
                news.clear();
                host.after(change.split(" "));
                assertThat(news.poll(2, TimeUnit.SECONDS)).as(change).isNotNull();
                Thread.sleep(200);
            }
            host.after("list");
            news.clear();
            host.after("gpus");
            assertThat(news.poll(300, TimeUnit.MILLISECONDS)).as("looking is no news").isNull();
        }
    }
}
