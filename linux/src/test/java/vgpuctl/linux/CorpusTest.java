package vgpuctl.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.attach.MultiVgpuRule;
import vgpuctl.core.type.TypeDescription;
import vgpuctl.linux.driver.VgpuConfigXml;

/** What real hosts say, where the captures lie beside the checkout. */
class CorpusTest {

    private static final Path CORPUS =
            Path.of("").toAbsolutePath().resolve("../../shared/corpus").normalize();

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

    private static String vgpuConfig() throws IOException {
        return Files.readString(CORPUS.resolve("vgpuConfig/vgpuConfig-550.54.16-grid17.1.xml"));
    }

    private static MultiVgpuRule.OfDriver rule(int device) throws IOException {
        var rule = VgpuConfigXml.parse(vgpuConfig()).orElseThrow().ruleFor(device).orElseThrow();
        assertThat(rule).isInstanceOf(MultiVgpuRule.OfDriver.class);
        return (MultiVgpuRule.OfDriver) rule;
    }

    @ParameterizedTest
    @CsvSource({"0x1B38, false", "0x1BB3, false", "0x1E30, true", "0x2230, true"})
    void theDriversFileSaysWhichGpusCombineFractions(String device, boolean fractional)
            throws IOException {
        assertThat(rule(Integer.decode(device)).fractional()).isEqualTo(fractional);
    }

    @Test
    void aCardThatTheDriversFileDoesNotHaveHasNoRule() throws IOException {
        assertThat(VgpuConfigXml.parse(vgpuConfig()).orElseThrow().ruleFor(0x1b39)).isEmpty();
    }

    @Test
    void multiVgpuSupportedIsAsInTheFileForEveryType() throws IOException {
        var supported = rule(0x1b38).supported();
        var types =
                Pattern.compile(
                                "<vgpuType [^>]*name=\"([^\"]+)\".*?<multiVgpuSupported>(?:0x)?(\\d+)<",
                                Pattern.DOTALL)
                        .matcher(vgpuConfig())
                        .results()
                        .toList();
        assertThat(types).hasSizeGreaterThan(300);
        for (var type : types) {
            assertThat(supported)
                    .containsEntry(type.group(1), Integer.parseInt(type.group(2)) != 0);
        }
    }

    @Test
    void whatIsNoSuchFileHasNoRules() {
        for (var text : List.of("", "<vgpuconfig/>", "<a", "{}")) {
            assertThat(VgpuConfigXml.parse(text)).isEmpty();
        }
    }
}
