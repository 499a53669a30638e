package vgpuctl.linux.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.files.RealDisk;

class ProcessesTest {

    private static final Path CORPUS =
            Path.of("").toAbsolutePath().resolve("../../shared/corpus").normalize();

    @TempDir private Path root;
    private Processes processes;

    @BeforeEach
    void lookAtRoot() {
        processes = new Processes(new HostFiles(root, new RealDisk()));
    }

    private void file(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    private static String stat(String name, String state) {
        return "7 (" + name + ") " + state + " 1" + " 0".repeat(17) + " 4711 0 0\n";
    }

    @Test
    void aProcessIsItsNumberAndItsBeginning() throws IOException {
        file("proc/7/stat", stat("a) S (b", "S"));
        assertThat(processes.started(7)).hasValue("4711");
    }

    @Test
    void oneThatIsOnlyNotWaitedForHasGone() throws IOException {
        file("proc/7/stat", stat("nvidia-vgpu-mgr", "Z"));
        assertThat(processes.started(7)).isEmpty();
        assertThat(processes.started(8)).isEmpty();
    }

    @Test
    void theContainerIsNoGroup() throws IOException {
        Files.createDirectories(root.resolve("proc/7/fd"));
        Files.createSymbolicLink(root.resolve("proc/7/fd/3"), Path.of("/dev/vfio/vfio"));
        Files.createSymbolicLink(root.resolve("proc/7/fd/4"), Path.of("/dev/vfio/123"));
        Files.createSymbolicLink(root.resolve("proc/7/fd/5"), Path.of("socket:[99]"));
        assertThat(processes.groups(7)).containsExactly(123);
    }

    @Test
    void thisVeryProcessIsSeen() {
        var here = new Processes(new HostFiles(Path.of("/"), new RealDisk()));
        var self = ProcessHandle.current().pid();
        assertThat(here.all()).contains(self);
        assertThat(here.started(self)).isPresent();
        assertThat(here.mapping(self, "libjvm"))
                .hasValueSatisfying(
                        line -> assertThat(line).matches("/proc/\\d+/maps: /.*libjvm\\.so"));
    }

    @Test
    void aProcessServesTheVgpusThatItsJournalSaysItWasAskedToStart() throws IOException {
        var journal = CORPUS.resolve("p10-ubuntu2204-r510/journalctl_-u_nvidia-vgpu-mgr");
        assumeTrue(Files.exists(journal), journal + " is not there");

        var calls = StartCalls.in("journal", Files.readString(journal));

        assertThat(calls.of(31016))
                .containsOnlyKeys(
                        UUID.fromString("334855e2-079b-11ee-9fc9-83e0dccb6713"),
                        UUID.fromString("33485650-079b-11ee-9fca-8f6415d2734c"));
        assertThat(calls.of(31035))
                .containsOnlyKeys(UUID.fromString("334855e2-079b-11ee-9fc9-83e0dccb6713"));
        assertThat(calls.of(30253)).as("the service itself").isEmpty();
    }
}
