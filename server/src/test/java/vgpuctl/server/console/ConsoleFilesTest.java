package vgpuctl.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What the console's files are, as they lie in this project and as they are served. */
class ConsoleFilesTest {

    /** What the project promises for all that a browser ever loads. */
    private static final int MOST_PACKED_BYTES = 100_000;

    private static final Path DIRECTORY =
            Path.of("src/main/resources/vgpuctl/server/console").toAbsolutePath();

    private static final Pattern SUM =
            Pattern.compile("\\| `([^`]+)` \\|.*\\| `([0-9a-f]{64})` \\|");

    /** {@code t('…')}: what stands there in English. */
    private static final Pattern SAID = Pattern.compile("\\bt\\('([^']+)'");

    private final ConsoleFiles files = ConsoleFiles.load();

    @Test
    void allFilesOfTheDirectoryAreServedAndNoOthers() throws IOException {
        try (var there = Files.walk(DIRECTORY)) {
            var names =
                    there.filter(Files::isRegularFile)
                            .map(file -> DIRECTORY.relativize(file).toString())
                            .filter(name -> !name.endsWith("README.md"))
                            .filter(name -> !name.equals(ConsoleFiles.INDEX))
                            .toList();
            assertThat(ConsoleFiles.NAMES).containsExactlyInAnyOrderElementsOf(names);
        }
        assertThat(ConsoleFiles.NAMES).isSorted();
        assertThat(files.at(base() + "/vendor/README.md")).isEmpty();
        assertThat(files.at(base() + "/../api/schemas.json")).isEmpty();
        assertThat(files.at("/console/0000000000000000/app.js")).isEmpty();
    }

    @Test
    void packedTheyHaveLessThanAHundredKilobytesAndUnpackedTheyAreTheSame() throws IOException {
        var size = index().bytes(true).length;
        for (var name : ConsoleFiles.NAMES) {
            var file = files.at(base() + "/" + name).orElseThrow();
            size += file.bytes(true).length;
            try (var in = new GZIPInputStream(new ByteArrayInputStream(file.bytes(true)))) {
                assertThat(in.readAllBytes()).as(name).isEqualTo(file.bytes(false));
            }
        }
        assertThat(size).isLessThan(MOST_PACKED_BYTES);
    }

    @Test
    void whatWasTakenFromOthersIsWhatTheyPublished() throws Exception {
        var readme = Files.readString(DIRECTORY.resolve("vendor/README.md"));
        var named = SUM.matcher(readme).results().toList();
        assertThat(named).hasSize(5);
        for (var line : named) {
            var bytes = Files.readAllBytes(DIRECTORY.resolve("vendor/" + line.group(1)));
            var sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            assertThat(sum).as(line.group(1)).isEqualTo(line.group(2));
        }
    }

    /** In Chinese is all that is written in English. */
    @Test
    void everySentenceIsTranslated() throws IOException {
        var words = Files.readString(DIRECTORY.resolve("words.js"));
        for (var name : ConsoleFiles.NAMES) {
            if (name.startsWith("vendor/") || !name.endsWith(".js")) {
                continue;
            }
            var said = SAID.matcher(Files.readString(DIRECTORY.resolve(name)));
            while (said.find()) {
                var key = said.group(1);
                assertThat(words.contains("'" + key + "':") || words.contains(" " + key + ": '"))
                        .as(name + ": " + key)
                        .isTrue();
            }
        }
    }

    /** A page that loaded something from elsewhere would tell others of this host. */
    @Test
    void nothingIsLoadedFromElsewhere() throws IOException {
        for (var name : ConsoleFiles.NAMES) {
            if (!name.startsWith("vendor/")) {
                var text =
                        Files.readString(DIRECTORY.resolve(name)).replace("http://www.w3.org", "");
                assertThat(text).as(name).doesNotContain("http://", "https://", "//cdn");
            }
        }
        assertThat(files.policy())
                .startsWith("default-src 'none'; script-src 'self' 'sha256-")
                .doesNotContain("unsafe", "*", "http");
    }

    @Test
    void onlyTheFirstPageIsAskedForAnew() {
        assertThat(index().caching()).isEqualTo("no-cache");
        for (var name : List.of("app.js", "console.css", "vendor/preact.js")) {
            var file = files.at(base() + "/" + name).orElseThrow();
            assertThat(file.caching()).contains("immutable");
            assertThat(file.tag()).matches("\"[0-9a-f]{32}\"");
        }
    }

    private ConsoleFile index() {
        return files.at("/").orElseThrow();
    }

    /** As the first page names it. */
    private String base() {
        var page = new String(index().bytes(false), UTF_8);
        var named = Pattern.compile("/console/[0-9a-f]{16}").matcher(page);
        assertThat(named.find()).isTrue();
        return named.group();
    }
}
