package vgpuctl.layout.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vgpuctl.core.layout.ReadLayout;

/** The examples of docs/layout.md are what it says that they are. */
class DocumentationTest {

    private static final Path PAGE = Path.of("../docs/layout.md");

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void everyLayoutIsUnderstood() throws IOException {
        assertThat(blocks("yaml")).hasSize(3);
        assertThat(blocks("json")).hasSize(1);
        for (var language : List.of("yaml", "json")) {
            for (var layout : blocks(language)) {
                assertThat(LayoutText.read(layout))
                        .as(layout)
                        .isInstanceOf(ReadLayout.Understood.class);
            }
        }
    }

    @Test
    void theMistakesAreTheOnesThatAreTold() throws IOException {
        var read = LayoutText.read(blocks("yaml wrong").getFirst());

        assertThat(read).isInstanceOf(ReadLayout.Mistaken.class);
        assertThat(
                        ((ReadLayout.Mistaken) read)
                                .mistakes().stream()
                                        .map(mistake -> mistake + "\n")
                                        .collect(Collectors.joining()))
                .isEqualTo(blocks("text").getFirst());
    }
}
