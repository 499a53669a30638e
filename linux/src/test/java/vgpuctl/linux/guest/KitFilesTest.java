package vgpuctl.linux.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.guest.Feature;
import vgpuctl.core.guest.Kit;
import vgpuctl.core.guest.LicenceSource;
import vgpuctl.linux.command.Commands;

class KitFilesTest {

    private static final Kit KIT = new Kit(Feature.COMPUTE, new LicenceSource.TokenToCome());

    @TempDir private Path directory;

    /** A host on which one tool is installed, which writes what it is told to. */
    private static final class OneTool implements Commands {

        private final String tool;
        private final List<List<String>> asked = new ArrayList<>();

        OneTool(String tool) {
            this.tool = tool;
        }

        @Override
        public Result run(List<String> arguments, Duration limit) {
            asked.add(arguments);
            if (!arguments.getFirst().equals(tool)) {
                return new Result.Missing();
            }
            try {
                Files.writeString(Path.of(arguments.get(arguments.indexOf("-output") + 1)), "iso");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Result.Ended(0, "", "");
        }
    }

    @Test
    void theSecondToolMakesTheSeedWhereTheFirstIsMissing() {
        var host = new OneTool("genisoimage");

        var written = new KitFiles(host).write(directory.toString(), KIT.files());

        assertThat(written.files()).endsWith(directory.resolve("seed.iso").toString());
        assertThat(written.notes()).isEmpty();
        assertThat(host.asked)
                .last()
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(
                        "genisoimage",
                        "-quiet",
                        "-output",
                        directory.resolve("seed.iso").toString(),
                        "-volid",
                        "cidata",
                        "-joliet",
                        "-rock",
                        directory.resolve("user-data").toString(),
                        directory.resolve("meta-data").toString());
    }

    @Test
    void withoutAToolTheTwoFilesAreThereAndThatIsSaid() {
        var written = new KitFiles(new OneTool("none")).write(directory.toString(), KIT.files());
        assertThat(written.notes()).singleElement().asString().startsWith("no seed.iso");
        assertThat(directory.resolve("user-data")).exists();
        assertThat(directory.resolve("meta-data")).exists();
    }

    @Test
    void anOldSeedDoesNotOutliveItsFiles() throws IOException {
        Files.writeString(directory.resolve("seed.iso"), "old");
        new KitFiles(new OneTool("none")).write(directory.toString(), KIT.files());
        assertThat(directory.resolve("seed.iso")).doesNotExist();
    }
}
