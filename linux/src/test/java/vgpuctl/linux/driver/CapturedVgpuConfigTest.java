package vgpuctl.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.catalogue.DriverDatabase;
import vgpuctl.core.catalogue.DriverType;
import vgpuctl.core.catalogue.KnownTypes;
import vgpuctl.core.type.TypeName;

/** The database of a real driver (550.54.16), where its capture lies beside the checkout. */
class CapturedVgpuConfigTest {

    private static final Path FILE =
            Path.of("")
                    .toAbsolutePath()
                    .resolve("../../shared/corpus/vgpuConfig/vgpuConfig-550.54.16-grid17.1.xml")
                    .normalize();

    private String text = "";

    @BeforeEach
    void onlyWhereTheCaptureIs() throws IOException {
        assumeTrue(Files.exists(FILE), "the captured vgpuConfig.xml is not there");
        text = Files.readString(FILE);
    }

    private DriverDatabase database() {
        return VgpuConfigXml.parse(text)
                .orElseGet(why -> {
                    throw new AssertionError(why);
                });
    }

    @Test
    void nothingInItIsLost() {
        var database = database();
        assertThat(database.types()).hasSize(586);
        assertThat(database.cards()).hasSize(35);
        assertThat(database.cards().stream().mapToInt(card -> card.types().size()).sum())
                .isEqualTo(Pattern.compile("<supportedVgpu ").matcher(text).results().count());
        assertThat(database.heterogeneousMultiVgpu()).hasValue(true);
        assertThat(database.sameTypeOnly()).isEmpty();
        assertThat(database.cards().stream().filter(c -> c.onVirtualFunctions())).hasSize(15);
    }

    /** Each type beside its own lines of the file, read in another way. */
    @Test
    void everyTypeHasTheNumbersOfTheFile() {
        var blocks = text.split("<vgpuType ", -1);
        var types = database().types();
        assertThat(blocks).hasSize(types.size() + 1);
        for (var i = 0; i < types.size(); i++) {
            var type = types.get(i);
            var block = blocks[i + 1];
            assertThat(block)
                    .startsWith(
                            "id=\"%s\" name=\"%s\" class=\"%s\""
                                    .formatted(type.id().suffix(), type.name(), type.kind()));
            assertThat(type.profileMib().orElseThrow())
                    .isEqualTo(Long.decode(element(block, "profileSize")) >> 20);
            assertThat(type.usableMib().orElseThrow())
                    .isEqualTo(Long.decode(element(block, "framebuffer")) >> 20);
            assertThat(type.screens().heads().orElseThrow())
                    .isEqualTo(Integer.decode(element(block, "numHeads")));
            assertThat(type.screens().framesPerSecond().orElseThrow())
                    .isEqualTo(Integer.decode(element(block, "frlConfig")));
            assertThat(block)
                    .contains(
                            "<display width=\"%d\" height=\"%d\"/>"
                                    .formatted(
                                            type.screens().width().orElseThrow(),
                                            type.screens().height().orElseThrow()));
            assertFlags(type, block);
        }
    }

    private static void assertFlags(DriverType type, String block) {
        assertThat(type.hasCuda()).isEqualTo(flag(block, "cudaEnabled"));
        assertThat(type.hasEcc()).isEqualTo(flag(block, "eccSupported"));
        assertThat(type.inVm().supported()).isEqualTo(flag(block, "multiVgpuSupported"));
        assertThat(type.inVm().exclusive()).isEqualTo(flag(block, "multiVgpuExclusive"));
        assertThat(String.join(";", type.licences())).isEqualTo(element(block, "license"));
    }

    private static Optional<Boolean> flag(String block, String name) {
        var value = element(block, name);
        return value.isEmpty() ? Optional.empty() : Optional.of(value.equals("1"));
    }

    private static String element(String block, String name) {
        var start = block.indexOf("<" + name + ">");
        return start < 0
                ? ""
                : block.substring(start + name.length() + 2, block.indexOf("</" + name + ">"));
    }

    @ParameterizedTest
    @CsvSource({
        "0x1B38, 0,      20, false",
        "0x1BB3, 0x1234, 12, false",
        "0x1E30, 0x129E, 22, true",
        "0x1E30, 0x12BA, 18, true",
        "0x25B6, 0x157E, 12, true",
        "0x26B9, 0x1851, 22, true"
    })
    void aCardIsFoundByItsDeviceAndItsSubsystem(
            String device, String subsystem, int types, boolean fractional) {
        var card = database().card(Integer.decode(device), Integer.decode(subsystem)).orElseThrow();
        assertThat(card.types()).hasSize(types);
        assertThat(card.fractionalMultiVgpu()).hasValue(fractional);
    }

    @Test
    void aCardThatItHasNotIsNotFound() {
        assertThat(database().card(0x1b39, 0x1217)).isEmpty();
        assertThat(database().card(0x1e30, 0x9999)).isEmpty();
        assertThat(database().card(0x20b0, 0)).isEmpty();
    }

    /**
     * Our tables have every type of it, and what they say of each the driver says. Ids and screens
     * are not known of all, and the ids of one board moved between branches.
     */
    @Test
    void theCatalogueAgreesWithTheDriver() {
        var compared = 0;
        var database = database();
        for (var card : database.cards()) {
            var own =
                    KnownTypes.of(
                            Catalogue.ofProject(),
                            Optional.empty(),
                            card.device(),
                            card.subsystem().orElse(0));
            for (var supported : card.types()) {
                var type = supported.type();
                var known = own.named(new TypeName(type.name().full()));
                compared++;
                var name = type.name().full();
                assertThat(known).as(name).isPresent();
                if (!name.contains("RTXA5500")) {
                    known.get().id().ifPresent(id -> assertThat(id).as(name).isEqualTo(type.id()));
                }
                var description = known.get().description();
                assertThat(description.framebufferMib()).as(name).isEqualTo(type.profileMib());
                assertThat(description.maxInstances()).as(name).isEqualTo(supported.maxPerGpu());
                assertThat(description.heads()).as(name).isEqualTo(type.screens().heads());
                assertThat(description.framesPerSecond())
                        .as(name)
                        .isEqualTo(type.screens().framesPerSecond());
                var resolution =
                        type.screens().width().orElse(0) + "x" + type.screens().height().orElse(0);
                description
                        .maxResolution()
                        .ifPresent(said -> assertThat(said).as(name).isEqualTo(resolution));
            }
        }
        assertThat(compared).isEqualTo(586);
    }
}
