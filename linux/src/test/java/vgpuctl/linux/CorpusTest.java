package vgpuctl.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.type.TypeDescription;

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
}
