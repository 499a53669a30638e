package vgpuctl.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @ParameterizedTest(name = "{0} takes {1}")
    @CsvSource({
        "'', 0",
        "ml-1, 4",
        "é, 1",
        "e\u0301, 1",
        "漢字, 4",
        "한, 2",
        "ﾊﾝ, 2",
        "ハ, 2",
        "😀, 2",
        "…, 1"
    })
    void theWidthIsInColumns(String text, int width) {
        assertThat(Text.width(text)).isEqualTo(width);
    }

    @Test
    void controlCharactersAreWrittenOut() {
        assertThat(Text.visible("a\u001b[31m\nb\r\t\u0007\u009b\u202ec"))
                .isEqualTo("a\\x1b[31m\\nb\\r\\t\\x07\\x9b\\u202ec");
        assertThat(Text.visible("漢字 é😀")).isEqualTo("漢字 é😀");
    }

    @Test
    void wrapsAtSpacesAndInsideOfWordsThatAreTooWide() {
        assertThat(Text.wrap("one two three", 7)).containsExactly("one two", "three");
        assertThat(Text.wrap("one twothree four", 5))
                .containsExactly("one", "twoth", "ree", "four");
        assertThat(Text.wrap("漢字漢字", 5)).containsExactly("漢字", "漢字");
        assertThat(Text.wrap("漢", 1)).containsExactly("漢");
        assertThat(Text.wrap("漢字", 1)).containsExactly("漢", "字");
        assertThat(Text.wrap("", 5)).containsExactly("");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void wrappingLosesNothingAndEveryLineFits(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++) {
            var text = words(random);
            var width = 2 + random.nextInt(20);
            var lines = Text.wrap(text, width);
            assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
            assertThat(lines).allSatisfy(line -> assertThat(Text.width(line)).isBetween(0, width));
        }
    }

    private static String words(Random random) {
        var text = new StringBuilder();
        for (var i = random.nextInt(60); i > 0; i--) {
            text.appendCodePoint("a b漢 é😀".codePointAt(random.nextInt(7)));
        }
        return text.toString()
                .replace("\ude00\ude00", "\ude00")
                .replaceAll("(?<!\ud83d)\ude00", "");
    }
}
