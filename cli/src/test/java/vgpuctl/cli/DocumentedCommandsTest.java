package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vgpuctl.cli.command.CommandTree;
import vgpuctl.cli.line.CommandLine;

/**
 * The commands that the READMEs and the pages of {@code docs} name are those of the program. What
 * their console blocks print is another matter, which {@code scripts/test-readme} looks at.
 */
class DocumentedCommandsTest {

    private static final Path REPOSITORY = Path.of("").toAbsolutePath().resolve("..").normalize();

    /** A line of a block, behind a prompt and what is set for it. */
    private static final Pattern TYPED =
            Pattern.compile("^ *(?:[$#] )?(?:[A-Z_]+=\\S+ )*(?:\\./)?vgpuctl (?! )([^|>&;#]*)");

    private static final Pattern IN_A_SENTENCE = Pattern.compile("`(?:\\./)?vgpuctl ([^`|>]+)");

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    @Test
    void eachCommandInABlockCanBeTyped() throws IOException {
        for (var page : pages()) {
            var inBlock = false;
            for (var line : Files.readAllLines(page)) {
                if (line.startsWith("```")) {
                    inBlock = !inBlock;
                } else if (inBlock) {
                    TYPED.matcher(line)
                            .results()
                            .forEach(found ->
                                    assertThat(faults(found.group(1)))
                                            .as("%s: %s", page.getFileName(), line)
                                            .isEmpty());
                }
            }
        }
    }

    /** There, a command may be named without all that it takes. */
    @Test
    void eachCommandInASentenceIsOne() throws IOException {
        for (var page : pages()) {
            IN_A_SENTENCE
                    .matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(words -> !words.contains("…") && !words.contains("COMMAND"))
                    .forEach(words ->
                            assertThat(faults(words))
                                    .as("%s: %s", page.getFileName(), words)
                                    .allMatch(fault ->
                                            fault.contains("is missing")
                                                    || fault.contains("needs a value")));
        }
    }

    private static List<Path> pages() throws IOException {
        try (var english = Files.list(REPOSITORY.resolve("docs"));
                var readmes = Stream.of("README.md", "README.zh-CN.md").map(REPOSITORY::resolve)) {
            return Stream.concat(readmes, english.filter(page -> page.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> faults(String typed) {
        var words = new ArrayList<String>();
        WORD.matcher(typed)
                .results()
                .map(word -> word.group().replaceAll("^['\"]|['\"]$", ""))
                .forEach(words::add);
        return CommandLine.parse(CommandTree.root(), words)
                        instanceof CommandLine.Wrong(var _, var faults)
                ? faults
                : List.of();
    }
}
