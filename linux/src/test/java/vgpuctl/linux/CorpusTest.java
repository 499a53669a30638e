package vgpuctl.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.catalogue.KnownTypes;
import vgpuctl.core.inventory.Capacity;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Location;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.type.TypeDescription;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;
import vgpuctl.linux.nvidiasmi.SmiXml;
import vgpuctl.linux.sysfs.CreatableTypes;
import vgpuctl.linux.sysfs.GpuReader;
import vgpuctl.linux.sysfs.NoModes;

/** What real hosts say, where the captures lie beside the checkout. */
class CorpusTest {

    private static final Path CORPUS =
            Path.of("").toAbsolutePath().resolve("../../shared/corpus").normalize();

    private static final Catalogue CATALOGUE = Catalogue.ofProject();
    private static final String CARD = "0000:82:00.0";

    /** As {@code mdevctl types} prints a type; one capture has a space behind {@code vfio-pci}. */
    private static final Pattern TYPE =
            Pattern.compile(
                    """
                      (nvidia-\\d+)
                     *Available instances: (\\d+)
                     *Device API: vfio-pci *
                     *Name: (.+)
                     *Description: (.+)
                    """);

    @BeforeEach
    void onlyWhereTheCapturesAre() {
        assumeTrue(Files.isDirectory(CORPUS), "the captures of real hosts are not there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p10-ubuntu2204-r510/mdevctl_types_output",
                "p4-pve-xanmod-r525/mdevctl_types_all_used",
                "p40-pve-partially-used/mdevctl_types_excerpt",
                "p40-unlock-mdevctl115/mdevctl_types_excerpt",
                "rtx2080-unlock-polloloco/mdevctl_types_excerpt",
                "v100-ubuntu-r470/mdevctl_types_excerpt"
            })
    void everyDescriptionIsUnderstoodInFull(String file) throws IOException {
        var descriptions =
                Files.readString(CORPUS.resolve(file))
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("Description: "))
                        .map(line -> line.substring("Description: ".length()))
                        .toList();
        assertThat(descriptions).isNotEmpty();
        for (var text : descriptions) {
            var description = TypeDescription.parse(text);
            assertThat(description.heads()).as(text).isPresent();
            assertThat(description.framesPerSecond()).as(text).isPresent();
            assertThat(description.framebufferMib()).as(text).isPresent();
            assertThat(description.maxResolution()).as(text).isPresent();
            assertThat(description.maxInstances()).as(text).isPresent();
        }
    }

    private static String text(String file) throws IOException {
        return Files.readString(CORPUS.resolve(file));
    }

    /** The types of a capture, made into the files that mdevctl read them from. */
    @ParameterizedTest
    @CsvSource({
        "p10-ubuntu2204-r510/mdevctl_types_output,        25",
        "p4-pve-xanmod-r525/mdevctl_types_all_used,       14",
        "p40-pve-partially-used/mdevctl_types_excerpt,    3",
        "p40-unlock-mdevctl115/mdevctl_types_excerpt,     6",
        "rtx2080-unlock-polloloco/mdevctl_types_excerpt,  3",
        "v100-ubuntu-r470/mdevctl_types_excerpt,          1"
    })
    void whatMdevctlPrintedIsWhatIsRead(String file, int count, @TempDir Path root)
            throws IOException {
        var types = TYPE.matcher(text(file)).results().toList();
        assertThat(types).hasSize(count);
        var host = new HandMadeHost(root).card(CARD, "nvidia");
        for (var type : types) {
            var directory =
                    "/sys/bus/pci/devices/" + CARD + "/mdev_supported_types/" + type.group(1);
            host.file(directory + "/available_instances", type.group(2) + "\n")
                    .file(directory + "/name", type.group(3) + "\n")
                    .file(directory + "/description", type.group(4) + "\n");
        }
        var skipped = new ArrayList<String>();
        var gpu = new GpuReader(host.files(), NoModes.INSTANCE).read(Set.of(), skipped).getFirst();
        assertThat(skipped).isEmpty();
        assertThat(gpu.offers()).hasSize(types.size());
        for (var type : types) {
            var offer =
                    gpu.offers().stream()
                            .filter(o -> o.type().id().orElseThrow().text().equals(type.group(1)))
                            .findFirst()
                            .orElseThrow();
            assertThat(offer.available()).isEqualTo(Reading.of(Integer.parseInt(type.group(2))));
            assertThat(offer.type().name().full()).isEqualTo(type.group(3));
            assertThat(offer.type().description().text()).isEqualTo(type.group(4));
        }
    }

    /** Ten A100-4C fit: with nine, seven functions answer 1, and after the tenth none does. */
    @Test
    void theA100CountsByCardAndNotByFunction(@TempDir Path root) throws IOException {
        var numbers =
                text("a100-sriov-rhel9-nova/nvidia-468_available_instances_9of10_then_10of10_session")
                        .lines()
                        .filter(line -> line.equals("0") || line.equals("1"))
                        .toList();
        assertThat(numbers).hasSize(32);
        assertThat(left(root.resolve("nine"), numbers.subList(0, 16), 9)).isEqualTo(1);
        assertThat(left(root.resolve("ten"), numbers.subList(16, 32), 10)).isEqualTo(0);
    }

    private static int left(Path root, List<String> answers, int active) {
        var host =
                new HandMadeHost(root)
                        .card(CARD, "nvidia")
                        .attribute(CARD, "sriov_totalvfs", "16\n")
                        .attribute(CARD, "sriov_numvfs", "16\n");
        for (var number = 0; number < answers.size(); number++) {
            var function = "0000:82:0" + (number + 4) / 8 + "." + (number + 4) % 8;
            host.type(function, "nvidia-468", "GRID A100-4C", 4096, 10)
                    .attribute(
                            function,
                            "mdev_supported_types/nvidia-468/available_instances",
                            answers.get(number) + "\n")
                    .link("/sys/bus/pci/devices/" + CARD + "/virtfn" + number, "../" + function);
        }
        var gpu =
                new GpuReader(host.files(), NoModes.INSTANCE)
                        .read(Set.of(), new ArrayList<>())
                        .getFirst();
        assertThat(gpu.offers()).hasSize(1);
        var offer = gpu.offers().getFirst();
        return Capacity.of(carrying(gpu, offer.type(), active), gpu, offer).count().orElse(-1);
    }

    private static HostSnapshot carrying(PhysicalGpu gpu, VgpuType type, int active) {
        var vgpus = new ArrayList<Vgpu>();
        for (var i = 0; i < active; i++) {
            var uuid = new UUID(1, i);
            vgpus.add(
                    new Vgpu(
                            uuid,
                            gpu.partition().functions().names().get(i),
                            new HostDevice.Mdev(uuid),
                            Reading.of(type.id().orElseThrow()),
                            Optional.of(type),
                            true,
                            Reading.of(Optional.empty()),
                            Optional.empty(),
                            Parameters.NONE,
                            Location.UNKNOWN));
        }
        return new HostSnapshot(
                Reading.of(""),
                Reading.of(""),
                List.of(gpu),
                vgpus,
                List.of(),
                List.of(),
                Reading.of(List.of()),
                Optional.empty(),
                List.of());
    }

    @Test
    void theTableOfTheL40sIsThatOfTheCatalogue() throws IOException {
        var text = text("l40s-vendorvfio-harvester/creatable_vgpu_types_0000_3d_00.4");
        var rows = CreatableTypes.parse(text);
        assertThat(rows).hasSize((int) text.lines().filter(l -> l.contains(": NVIDIA")).count());
        assertThat(rows).hasSize(23);
        var known = KnownTypes.of(CATALOGUE, Optional.empty(), 0x26b9, 0);
        for (var row : rows) {
            var type = known.named(row.name()).orElseThrow();
            assertThat(type.id()).as(row.name().full()).hasValue(row.id());
            var described = known.described(row.id(), row.name()).description();
            assertThat(described.framebufferMib()).isPresent();
            assertThat(described.maxInstances()).isPresent();
        }
    }

    @Test
    void theIdsOfTheA100sMigTypesAreThoseOfTheCatalogue() throws IOException {
        var known = KnownTypes.of(CATALOGUE, Optional.empty(), 0x20b5, 0x1533);
        var lines = text("a100d-mig-stackhpc/type_id_names").lines().toList();
        assertThat(lines).hasSize(13);
        for (var line : lines) {
            var space = line.indexOf(' ');
            var type = known.named(new TypeName(line.substring(space + 1))).orElseThrow();
            assertThat(type.id()).as(line).hasValue(new TypeId(line.substring(0, space)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rtx6000-rhel9-r550-nova/nvidia-smi_vgpu_-s,        1e30, 12ba, 18",
        "quadro-p400-as-p4-unlock-r460/nvidia-smi_vgpu_-s,  1bb3, 0,    14"
    })
    void everySupportedTypeOfNvidiaSmiIsInTheCatalogue(
            String file, String device, String subsystem, int count) throws IOException {
        var known =
                KnownTypes.of(
                        CATALOGUE,
                        Optional.empty(),
                        HexFormat.fromHexDigits(device),
                        HexFormat.fromHexDigits(subsystem));
        var names = text(file).lines().filter(line -> line.startsWith("    ")).toList();
        assertThat(names).hasSize(count);
        assertThat(names)
                .allSatisfy(
                        name -> assertThat(known.named(new TypeName(name.strip()))).isPresent());
    }

    @Test
    void whatNvidiaSmiSaysOfTheRtx6000IsWhatTheCatalogueSays() throws IOException {
        var known = KnownTypes.of(CATALOGUE, Optional.empty(), 0x1e30, 0x12ba);
        var types = 0;
        for (var block :
                text("rtx6000-rhel9-r550-nova/nvidia-smi_vgpu_-s_-v_excerpt")
                        .split("vGPU Type ID", -1)) {
            var facts = facts(block);
            if (!facts.containsKey("Frame Rate Limit")) {
                continue; // The excerpt is cut at its end.
            }
            types++;
            var type = known.named(new TypeName(fact(facts, "Name"))).orElseThrow();
            var description = type.description();
            var id = HexFormat.fromHexDigits(fact(facts, "").substring(2));
            assertThat(type.id()).hasValue(new TypeId("nvidia-" + id));
            assertThat(description.maxInstances())
                    .hasValue(Integer.parseInt(fact(facts, "Max Instances")));
            assertThat(description.framebufferMib().orElse(0) + " MiB")
                    .isEqualTo(fact(facts, "FB Memory"));
            assertThat(description.heads())
                    .hasValue(Integer.parseInt(fact(facts, "Display Heads")));
            assertThat(description.maxResolution())
                    .hasValue(
                            fact(facts, "Maximum X Resolution")
                                    + "x"
                                    + fact(facts, "Maximum Y Resolution"));
            assertThat(description.framesPerSecond().orElse(0) + " FPS")
                    .isEqualTo(fact(facts, "Frame Rate Limit"));
        }
        assertThat(types).isGreaterThanOrEqualTo(3);
    }

    private static String fact(Map<String, String> facts, String name) {
        return Optional.ofNullable(facts.get(name)).orElse("");
    }

    private static Map<String, String> facts(String block) {
        var facts = new HashMap<String, String>();
        for (var line : block.split("\n", -1)) {
            var colon = line.indexOf(':');
            if (colon >= 0) {
                facts.putIfAbsent(
                        line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            }
        }
        return facts;
    }

    private static Optional<Boolean> word(String mig) {
        return mig.equals("-") ? Optional.empty() : Optional.of(mig.equals("true"));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "nvidia-smi-xml/mokka-a100-sxm4-40gb-r570.148.08.xml, 570.148.08, 0000:06:00.0, NVIDIA A100-SXM4-40GB, false, Pass-Through",
                "nvidia-smi-xml/mokka-l40s-r595.91.07.xml, 595.91.07, 0000:30:00.0, NVIDIA L40S, -, Pass-Through",
                "nvidia-smi-xml/netdata-a100-sxm4-mig.xml, 510.47.03, 0000:00:04.0, NVIDIA A100-SXM4-40GB, true, Pass-Through",
                "nvidia-smi-xml/telegraf-a100-sxm4-v12.xml, 535.54.03, 0000:01:00.0, NVIDIA A100-SXM4-80GB, true, None",
                "nvidia-smi-xml/telegraf-quadro-p400.xml, 418.43, 0000:43:00.0, Quadro P400, -, None",
                "nvidia-smi-xml/telegraf-rtx-3080-v13.xml, 595.58.03, 0000:0c:00.0, NVIDIA GeForce RTX 3080, -, None",
                "nvidia-smi-xml/telegraf-rtx-4000-sff-ada-v13.xml, 595.84, 0000:06:00.0, NVIDIA RTX 4000 SFF Ada Generation, -, None",
                "nvidia-smi-xml/telegraf-tesla-t4.xml, 515.105.01, 0000:00:1e.0, Tesla T4, -, Pass-Through",
                "h200-r580-passthrough/q.xml, 580.159.04, 0000:00:06.0, NVIDIA H200, false, Pass-Through"
            })
    void whatNvidiaSmiSaysInXmlIsRead(
            String file,
            String driver,
            String address,
            String product,
            String mig,
            String virtualization)
            throws IOException {
        var text = text(file);
        var smi =
                SmiXml.parse(text)
                        .orElseGet(why -> {
                            throw new AssertionError(why);
                        });
        assertThat(smi.driverVersion()).hasValue(driver);
        assertThat(smi.gpus()).hasSize(1);
        var gpu = smi.gpus().getFirst();
        assertThat(gpu.address()).hasToString(address);
        assertThat(gpu.productName()).hasValue(product);
        assertThat(text).contains("<uuid>" + gpu.uuid().orElseThrow() + "</uuid>");
        assertThat(gpu.migEnabled()).isEqualTo(word(mig));
        assertThat(gpu.migEnabledNext()).isEqualTo(word(mig));
        assertThat(gpu.virtualizationMode()).hasValue(virtualization);
        assertThat(gpu.hostVgpuMode()).isEmpty();
        assertThat(gpu.mixedSize()).isEmpty();
    }
}
