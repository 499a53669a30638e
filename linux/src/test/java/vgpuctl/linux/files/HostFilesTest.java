package vgpuctl.linux.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.inventory.Reading;

class HostFilesTest {

    @TempDir private Path root = Path.of("");

    @Test
    void aDirectoryIsListedInOrderAndOneThatIsNotThereIsEmpty() throws IOException {
        Files.createDirectories(root.resolve("etc/b"));
        Files.createFile(root.resolve("etc/a"));
        var files = new HostFiles(root, new RealDisk());

        assertThat(files.names("/etc")).isEqualTo(Reading.of(List.of("a", "b")));
        assertThat(files.names("/opt")).isEqualTo(Reading.of(List.of()));
    }

    @Test
    void aFileInItsPlaceIsSaidToBeOne() throws IOException {
        Files.createFile(root.resolve("etc"));

        assertThat(new HostFiles(root, new RealDisk()).names("/etc"))
                .isEqualTo(Reading.unknown("/etc: Not a directory"));
    }
}
