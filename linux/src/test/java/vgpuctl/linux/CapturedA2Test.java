package vgpuctl.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.core.inventory.HostInterface;
import vgpuctl.core.inventory.HostInterface.Cause;
import vgpuctl.core.inventory.IommuGroup;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.type.TypeId;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.files.RealDisk;
import vgpuctl.linux.sysfs.CardReader;
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

    @TempDir private static Path root = Path.of("");

    private static HostFiles files = new HostFiles(root, new RealDisk());

    /** Once for all tests, and no more than buses that are looked at: it is thousands of files. */
    @BeforeAll
    static void unpack() throws IOException {
        assumeTrue(Files.isRegularFile(DUMP), "the captured A2 host is not there");
        for (var device : Files.readString(DUMP).split("\n\n", -1)) {
            if (device.contains("\nE: SUBSYSTEM=pci\n")) {
                unpack(device, "pci");
            } else if (device.contains("\nE: SUBSYSTEM=mdev\n")) {
                unpack(device, "mdev");
            }
        }
        files = new HostFiles(root, new RealDisk());
    }

    private static void unpack(String lines, String bus) throws IOException {
        var device = root;
        for (var line : lines.split("\n", -1)) {
            if (line.startsWith("P: ")) {
                device = root.resolve("sys" + line.substring(3));
                Files.createDirectories(device);
                var devices = root.resolve("sys/bus/" + bus + "/devices");
                link(devices.resolve(device.getFileName()), devices.relativize(device).toString());
            } else if (line.startsWith("A: ") && !line.startsWith("A: power/")) {
                attribute(device, line.substring(3));
            } else if (line.startsWith("L: ")) {
                var equals = line.indexOf('=');
                link(device.resolve(line.substring(3, equals)), line.substring(equals + 1));
            }
        }
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
        var gpus = new GpuReader(files, NoModes.INSTANCE).read(Set.of(), skipped);
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

    @Test
    void theCardsDriverAndItsIommuGroupAreRead() {
        var gpu =
                new GpuReader(files, NoModes.INSTANCE).read(Set.of(), new ArrayList<>()).getFirst();
        assertThat(gpu.driver()).isEqualTo(Reading.of(Optional.of("nvidia")));
        assertThat(gpu.architecture()).hasValue(Architecture.AMPERE);
        assertThat(gpu.iommuGroup().map(group -> group.map(IommuGroup::number)))
                .isEqualTo(Reading.of(Optional.of(38)));
    }

    /** The device and what its link in the dump points at. */
    @ParameterizedTest
    @CsvSource({
        "f715f63c-0d00-4007-9c5a-b07b0c6c05de, 0000:08:00.4, nvidia-754, A2-4C, 106",
        "c728e022-f16f-434b-ad2c-9665ee634d3d, 0000:08:02.0, nvidia-746, A2-4Q, 107",
        "3deab9a4-200a-4c54-99b1-5eb0722d1d81, 0000:08:00.6, nvidia-751, A2-4A, 108"
    })
    void eachVgpuIsReadAndItsTypeIsKnownWithoutTheTypesDirectory(
            UUID uuid, String function, String type, String token, int group) {
        var mdevs = new MdevReader(files);
        var mdev = mdevs.read(uuid).orElseThrow();
        assertThat(mdev.parent().text()).isEqualTo(function);
        assertThat(mdev.type()).isEqualTo(Reading.of(new TypeId(type)));
        assertThat(mdevs.iommuGroup(uuid)).hasValue(group);

        var gpus = new GpuReader(files, NoModes.INSTANCE).read(Set.of(), new ArrayList<>());
        var known = new CardReader(files).knownTypes(gpus);
        assertThat(known.skipped()).isEmpty();
        var found = known.of(gpus.getFirst().name()).withId(new TypeId(type)).orElseThrow();
        assertThat(found.name().token()).isEqualTo(token);
        assertThat(found.description().framebufferMib()).hasValue(4096);
    }
}
