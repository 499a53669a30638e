package vgpuctl.linux.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderEventsTest {

    @TempDir private Path directory = Path.of("");
    private final LinkedBlockingQueue<String> news = new LinkedBlockingQueue<>();

    private boolean isHeard(int seconds) throws InterruptedException {
        var isHeard = news.poll(seconds, TimeUnit.SECONDS) != null;
        Thread.sleep(100);
        news.clear();
        return isHeard;
    }

    @Test
    void filesThatComeChangeAndGoAreHeardAlsoOneFolderDeeper() throws Exception {
        var inner = Files.createDirectory(directory.resolve("0000:82:00.0"));
        try (var _ = FolderEvents.listen(List.of(directory), () -> news.add("news"))) {
            for (var file : List.of(directory.resolve("a"), inner.resolve("b"))) {
                Files.writeString(file, "one");
                assertThat(isHeard(2)).as("made").isTrue();
                Files.writeString(file, "two");
                assertThat(isHeard(2)).as("changed").isTrue();
                Files.delete(file);
                assertThat(isHeard(2)).as("gone").isTrue();
            }
            var later = Files.createDirectory(directory.resolve("later"));
            assertThat(isHeard(2)).isTrue();
            Files.writeString(later.resolve("c"), "three");
            assertThat(isHeard(2)).isTrue();
        }
    }

    @Test
    void aFolderThatIsMadeLaterIsFound() throws IOException, InterruptedException {
        var folder = directory.resolve("not/there/yet");
        try (var _ = FolderEvents.listen(List.of(folder), () -> news.add("news"))) {
            assertThat(isHeard(1)).isFalse();
            Files.createDirectories(folder);
            Thread.sleep(6000);
            Files.writeString(folder.resolve("a"), "one");
            assertThat(isHeard(2)).isTrue();
        }
    }
}
