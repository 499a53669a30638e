package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What makes a start slow, told by the classes that it loads: the same on a busy machine as on a
 * quiet one. {@code bench/start} measures the time itself, {@link LookingStartTest} looks at whole
 * commands.
 */
class StartUpTest {

    /** What an unintended stream, format or regular expression brings in by the dozen. */
    private static final int OWN_CLASSES = 60;

    private static List<String> loaded = List.of();

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException, InterruptedException {
        var log = directory.resolve("classes");
        var java =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + log,
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartUp.class.getName(),
                        "create",
                        "P40-12C",
                        "--count=2");
        var output = directory.resolve("output");
        var exit = java.redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();

        assertThat(Files.readString(output, UTF_8))
                .contains("P40-25Q", "\"framebufferMib\": 12800");
        assertThat(exit).isZero();
        loaded = Files.readAllLines(log, UTF_8);
    }

    @Test
    void noClassIsMadeAtRunTime() {
        assertThat(matching("TypeSwitch", "$$Lambda", "LambdaForm$", "StringConcat", "$Proxy"))
                .filteredOn(line -> !line.contains("shared objects file"))
                .isEmpty();
    }

    @Test
    void listingTakesFewClasses() {
        assertThat(matching(" vgpuctl.")).hasSizeBetween(20, OWN_CLASSES);
    }

    @Test
    void neitherRegularExpressionsNorFormatsNorStreamsAreUsed() {
        assertThat(matching(" java.util.regex.", " java.util.Formatter", " java.util.stream."))
                .isEmpty();
    }

    private static List<String> matching(String... parts) {
        var matching = new ArrayList<String>();
        for (var line : loaded) {
            for (var part : parts) {
                if (line.contains(part)) {
                    matching.add(line);
                    break;
                }
            }
        }
        return matching;
    }
}
