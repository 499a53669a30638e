package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;

/** Cards that offer nothing now: their types are shown all the same, with the reason. */
class SilentCardTest {

    private static final String CARD = "0000:82:00.0";
    private static final String L40S = "pci:v000010DEd000026B9sv000010DEsd00001851bc03sc02i00";

    /** A Tesla P10, which no source says the types of. */
    private static final String P10 = "pci:v000010DEd00001B39sv000010DEsd00001217bc03sc02i00";

    @TempDir private Path root;

    private String vgpuctl(String... words) {
        var out = new ByteArrayOutputStream();
        var arguments = new ArrayList<>(List.of("--root", root.toString()));
        arguments.addAll(List.of(words));
        var stream = new PrintStream(out, true, UTF_8);
        var exit = new Main(arguments, Map.of("COLUMNS", "200"), stream, stream).run();
        assertThat(exit).as(out.toString(UTF_8)).isEqualTo(ExitCode.DONE);
        return out.toString(UTF_8);
    }

    private void card(String modalias) throws IOException {
        file("/sys/bus/pci/devices/" + CARD + "/modalias", modalias + "\n");
    }

    private void heldBy(String driver) throws IOException {
        Files.createSymbolicLink(
                root.resolve("sys/bus/pci/devices/" + CARD + "/driver"),
                Path.of("../../../bus/pci/drivers/" + driver));
    }

    private void file(String path, String text) throws IOException {
        var file = root.resolve(path.substring(1));
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private void database() throws IOException {
        file(
                "/usr/share/nvidia/vgpu/vgpuConfig.xml",
                """
                <vgpuconfig>
                  <vgpuType id="1151" name="NVIDIA L40S-6Q"><numHeads>3</numHeads></vgpuType>
                  <pgpu><devId deviceId="0x26B9" subsystemId="0x0"/>
                    <supportedVgpu vgpuId="1151"><maxVgpus>8</maxVgpus></supportedVgpu></pgpu>
                </vgpuconfig>
                """);
    }

    @Test
    void aCardHeldByVfioPciShowsTheTypesOfTheCatalogueAndWhyNoneCanBeMade() throws IOException {
        card(L40S);
        heldBy("vfio-pci");
        assertThat(vgpuctl("types").lines())
                .startsWith(
                        CARD + "  NVIDIA 10de:26b9",
                        "note:  0000:82:00.0 is held by vfio-pci, which makes no vGPUs")
                .anySatisfy(line ->
                        assertThat(line.split(" +"))
                                .containsExactly(
                                        "L40S-12Q",
                                        "nvidia-1153",
                                        "workstation",
                                        "12",
                                        "GB",
                                        "4",
                                        "7680x4320",
                                        "60",
                                        "4",
                                        "-"));
    }

    @Test
    void aCardThatNobodyHoldsAndOneWhoseFunctionsAreOffShowThemToo() throws IOException {
        card(L40S);
        assertThat(vgpuctl("types", CARD)).contains("no driver holds", "L40S-48Q");
        heldBy("nvidia");
        file("/sys/bus/pci/devices/" + CARD + "/sriov_totalvfs", "32\n");
        file("/sys/bus/pci/devices/" + CARD + "/sriov_numvfs", "0\n");
        assertThat(vgpuctl("types", CARD)).contains("none of its 32 is enabled", "L40S-48Q");
    }

    @Test
    void theDatabaseOfTheInstalledDriverWins() throws IOException {
        card(L40S);
        database();
        var text = vgpuctl("types");
        assertThat(text).contains("L40S-6Q").doesNotContain("L40S-12Q", "L40S-48");
        assertThat(text.lines())
                .anySatisfy(line ->
                        assertThat(line.split(" +"))
                                .containsExactly(
                                        "L40S-6Q",
                                        "nvidia-1151",
                                        "workstation",
                                        "6",
                                        "GB",
                                        "3",
                                        "7680x4320",
                                        "60",
                                        "8",
                                        "-"));
    }

    @Test
    void aDamagedDatabaseCostsItselfOnly() throws IOException {
        card(L40S);
        file("/usr/share/nvidia/vgpu/vgpuConfig.xml", "<vgpuconfig>\n<vgpuType");
        assertThat(vgpuctl("types"))
                .contains(
                        "L40S-12Q",
                        "left out: /usr/share/nvidia/vgpu/vgpuConfig.xml is damaged in line 2");
    }

    @Test
    void asJsonATypeSaysWhoKnowsItAndThatNoneCanBeMade() throws IOException {
        card(L40S);
        var gpu = gpu(vgpuctl("types", "-o", "json"));
        assertThat(gpu.string("reason")).hasValue("no driver holds " + CARD);
        var types = gpu.array("types").orElseThrow().items();
        assertThat(types).hasSizeGreaterThan(30);
        var first = (JsonObject) types.getFirst();
        assertThat(first.string("type")).hasValue("L40S-1A");
        assertThat(first.string("knownFrom")).hasValue("catalogue");
        assertThat(first.members()).containsKey("creatable");
        assertThat(first.wholeNumber("creatable")).isEmpty();
        database();
        var known = gpu(vgpuctl("types", "-o", "json")).array("types").orElseThrow().items();
        assertThat(known).hasSize(1);
        assertThat(((JsonObject) known.getFirst()).string("knownFrom")).hasValue("driver");
    }

    private static JsonObject gpu(String json) {
        var answer = (JsonObject) JsonReader.read(json);
        return (JsonObject) answer.array("gpus").orElseThrow().items().getFirst();
    }

    @Test
    void aCardWhoseTypesNobodyKnowsShowsItsReasonAlone() throws IOException {
        card(P10);
        assertThat(vgpuctl("types")).contains("no driver holds").doesNotContain("CREATABLE");
    }

    @Test
    void gamingTypesAreListedAsSuch() throws IOException {
        card(L40S);
        assertThat(vgpuctl("types").lines())
                .anySatisfy(line ->
                        assertThat(line.split(" +")).startsWith("L40S-48", "-", "gaming", "48"));
    }
}
