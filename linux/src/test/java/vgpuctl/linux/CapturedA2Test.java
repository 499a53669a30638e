package vgpuctl.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.inventory.HostInterface;
import vgpuctl.core.inventory.HostInterface.Cause;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.type.TypeId;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.files.RealDisk;
import vgpuctl.linux.sysfs.GpuReader;
import vgpuctl.linux.sysfs.MdevReader;
import vgpuctl.linux.sysfs.NoModes;

/**
 * A dump of a real host's sysfs: an NVIDIA A2 with sixteen virtual functions and three vGPUs. The
 * dump has the devices and not the directories of their types.
 */
class CapturedA2Test {

    private static final Path DUMP =
            Path.of("")
                    .toAbsolutePath()
                    .resolve("../../shared/corpus/a2-sriov-mdev-harvester/vgpu-node.umockdev")
                    .normalize();

    @TempDir private Path root;

    private HostFiles files;

    @BeforeEach
    void unpack() throws IOException {
        assumeTrue(Files.isRegularFile(DUMP), "the captured A2 host is not there");
        var device = root;
        for (var line : Files.readAllLines(DUMP)) {
            if (line.startsWith("P: ")) {
                device = root.resolve("sys" + line.substring(3));
                Files.createDirectories(device);
            } else if (line.startsWith("A: ")) {
                attribute(device, line.substring(3));
            } else if (line.startsWith("L: ")) {
                var equals = line.indexOf('=');
                link(device.resolve(line.substring(3, equals)), line.substring(equals + 1));
            } else if (line.equals("E: SUBSYSTEM=pci") || line.equals("E: SUBSYSTEM=mdev")) {
                var bus = root.resolve("sys/bus/" + line.substring(13) + "/devices");
                var target = bus.relativize(device).toString();
                link(bus.resolve(device.getFileName()), target);
            }
        }
        files = new HostFiles(root, new RealDisk());
    }

    private static void attribute(Path device, String line) throws IOException {
        var equals = line.indexOf('=');
        var file = device.resolve(line.substring(0, equals));
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, line.substring(equals + 1).replace("\\n", "\n"));
    }

    private static void link(Path link, String target) throws IOException {
        Files.createDirectories(link.resolveSibling("."));
        Files.createSymbolicLink(link, Path.of(target));
    }

    @Test
    void theCardIsOneGpuAndItsFunctionsAreNone() {
        var skipped = new ArrayList<String>();
        var gpus = new GpuReader(files, NoModes.INSTANCE).read(skipped);
        assertThat(skipped).isEmpty();
        assertThat(gpus).hasSize(1);
        var gpu = gpus.getFirst();
        assertThat(gpu.name().text()).isEqualTo("0000:08:00.0");
        assertThat(gpu.pciDevice()).hasValue(0x25b6);
        assertThat(gpu.numaNode()).isEqualTo(Reading.of(OptionalInt.of(0)));
        assertThat(gpu.hostInterface())
                .isEqualTo(new HostInterface.None(new Cause.OnVirtualFunctions(16)));
    }

    @Test
    void itsThreeVgpusAreReadWithTheirTypesAndFunctions() {
        var mdevs = new MdevReader(files).read(new ArrayList<>());
        assertThat(mdevs).hasSize(3);
        assertThat(mdevs)
                .extracting(MdevReader.Mdev::type)
                .containsExactlyInAnyOrder(
                        Reading.of(new TypeId("nvidia-746")),
                        Reading.of(new TypeId("nvidia-751")),
                        Reading.of(new TypeId("nvidia-754")));
        assertThat(mdevs).allMatch(mdev -> mdev.parent().text().startsWith("0000:08:0"));
        assertThat(mdevs)
                .filteredOn(mdev -> mdev.type().equals(Reading.of(new TypeId("nvidia-754"))))
                .singleElement()
                .satisfies(mdev -> {
                    assertThat(mdev.uuid()).hasToString("f715f63c-0d00-4007-9c5a-b07b0c6c05de");
                    assertThat(mdev.parent().text()).isEqualTo("0000:08:00.4");
                });
    }
}
