package vgpuctl.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vgpuctl.simulation.TestHost.GPU;
import static vgpuctl.simulation.TestHost.WRITTEN;
import static vgpuctl.simulation.TestHost.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.linux.files.Errno;

/**
 * A simulated host as a whole: which boards, what a restart leaves, what a cut-off change leaves.
 */
class HostTest {

    @TempDir(factory = InMemory.class)
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "a2,16,0000:82:00.4,0000:82:02.3",
        "a100,16,0000:82:00.4,0000:82:02.3",
        "a10,32,0000:82:00.4,0000:82:04.3",
        "a40:mdev,32,0000:82:00.4,0000:82:04.3",
        "rtxa6000,32,0000:82:00.4,0000:82:04.3",
        "l40s,32,0000:82:00.4,0000:82:04.3",
        "h100,32,0000:82:00.2,0000:82:04.1",
        "rtx-pro-6000,48,0000:82:00.2,0000:82:06.1"
    })
    void virtualFunctionsAreEnabledOnANewHost(String board, int count, String first, String last) {
        var functions = TestHost.open(directory, board).virtualFunctions(GPU);
        assertThat(functions).hasSize(count).startsWith(first).endsWith(last);
    }

    @Test
    void aBoardWithFourGpusIsFourFunctions() {
        assertThat(TestHost.open(directory, "m10").names("/sys/bus/pci/devices"))
                .containsExactly(GPU, "0000:83:00.0", "0000:84:00.0", "0000:85:00.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a41",
                "A40",
                "t4:vfio",
                "a40-mig",
                "a40:mdev:vfio",
                "..",
                "../x",
                "a/b"
            })
    void otherNamesAreNoBoards(String board) {
        assertThatThrownBy(() -> TestHost.open(directory, board))
                .isInstanceOf(ProblemException.class);
        assertThat(directory.toFile().list()).isEmpty();
    }

    @Test
    void typesWithoutADocumentedIdHaveOneOfTheSimulatorsOwn() {
        var host = TestHost.open(directory, "l20");
        var function = host.virtualFunctions(GPU).getFirst();
        assertThat(host.vendor(function, "creatable_vgpu_types").lines().skip(1))
                .hasSize(30)
                .allMatch(line -> Integer.parseInt(line.split(" ", -1)[0]) >= 5000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a40:mdev", "a40:vfio", "a100-mig:vfio", "a2:mdev,t4"})
    void aRestartLosesFunctionsAndVgpus(String boards) {
        var host = TestHost.open(directory, boards);
        var before = host.state();
        var function = host.virtualFunctions(GPU).getFirst();
        host.setType(function, "563\n");
        host.createMdev(function, "nvidia-563", new UUID(1, 1));
        host.after("nvidia-smi vgpu set-scheduler-state -i 0 -p 2");
        host.simulation().reboot();
        assertThat(host.virtualFunctions(GPU)).isEmpty();
        assertThat(host.exists("/sys/bus/pci/devices/" + function)).isFalse();
        assertThat(host.names("/sys/bus/mdev/devices")).isEmpty();
        host.after("sriov-manage -e " + GPU);
        assertThat(withoutBoot(host.state())).isEqualTo(withoutBoot(before));
        assertThat(host.state()).isNotEqualTo(before);
    }

    /** Each boot has an id of its own. */
    private static SortedMap<String, String> withoutBoot(SortedMap<String, String> state) {
        var same = new TreeMap<>(state);
        same.keySet().removeIf(path -> path.endsWith("/boot_id"));
        return same;
    }

    @Test
    void autostartFindsNoFunctionsAfterARestart() throws IOException {
        var host = TestHost.open(directory, "a40:mdev,t4");
        define(host, "0000:82:00.4", "nvidia-563");
        define(host, "0000:83:00.0", "nvidia-231");
        host.simulation().reboot();
        assertThat(host.names("/sys/bus/mdev/devices"))
                .containsExactly(new UUID(2, "0000:83:00.0".hashCode()).toString());
    }

    private static void define(TestHost host, String parent, String type) throws IOException {
        var folder = host.simulation().root().resolve("etc/mdevctl.d/" + parent);
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(new UUID(2, parent.hashCode()).toString()),
                "{\"mdev_type\": \"" + type + "\", \"start\": \"auto\", \"attrs\": []}");
    }

    @Test
    void theMdevCoreKnowsWhichUuidsThereAre() {
        var host = TestHost.open(directory, "t4");
        assertThat(host.createMdev(GPU, "nvidia-231", new UUID(1, 1))).isEqualTo(WRITTEN);
        assertThat(host.createMdev(GPU, "nvidia-231", new UUID(1, 1)))
                .isEqualTo(refused(Errno.EEXIST));
        assertThat(host.createMdev(GPU, "nvidia-50", new UUID(1, 2)))
                .isEqualTo(refused(Errno.ENOENT));
        assertThat(host.write(TestHost.typeDirectory(GPU, "nvidia-231") + "/create", "vgpu"))
                .isEqualTo(refused(Errno.EINVAL));
        assertThat(host.removeMdev(new UUID(1, 2))).isEqualTo(refused(Errno.ENOENT));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoFindsAChangeCutOffPutsSysfsInOrder(long seed) throws IOException {
        var random = new Random(seed);
        var host = TestHost.open(directory, seed % 2 == 0 ? "a2:mdev" : "a2:vfio");
        var functions = host.virtualFunctions(GPU);
        host.createMdev(functions.get(1), "nvidia-746", new UUID(1, 1));
        host.setType(functions.get(1), "746\n");
        var whole = host.state();
        damage(host, random);
        var root = host.simulation().root();
        Files.writeString(root.resolve(".changing"), "");
        assertThat(TestHost.open(directory, root.getFileName().toString()).after("dmesg").state())
                .isEqualTo(whole);
    }

    /** Files gone, files with another text, files that nobody expects. */
    private static void damage(TestHost host, Random random) throws IOException {
        var files = new ArrayList<Path>();
        try (var all = Files.walk(host.simulation().root().resolve("sys"))) {
            all.filter(Files::isRegularFile)
                    .filter(f -> !Files.isSymbolicLink(f))
                    .forEach(files::add);
        }
        files.removeIf(file -> file.endsWith("version"));
        for (var number = 0; number < 40; number++) {
            var file = files.remove(random.nextInt(files.size()));
            Files.delete(file);
            switch (random.nextInt(3)) {
                case 0 -> Files.writeString(file, "cut off");
                case 1 -> Files.writeString(file.resolveSibling(file.getFileName() + ".new"), "1");
                default -> {
                    // Gone.
                }
            }
        }
    }
}
