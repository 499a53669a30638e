package vgpuctl.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    @Test
    void readsEveryKindOfValueAndKeepsTheOrderOfMembers() {
        var json =
                JsonReader.read(
                        """
                        {"z": "text", "a": [1, -2.50e+3], "m": true, "f": false, "n": null, "o": {}}
                        """);

        assertThat(json)
                .isEqualTo(
                        JsonObject.builder()
                                .put("z", "text")
                                .put("a", JsonArray.of(JsonNumber.of(1), number("-2.50e+3")))
                                .put("m", true)
                                .put("f", false)
                                .put("n", new JsonNull())
                                .put("o", JsonObject.builder().build())
                                .build());
        assertThat(((JsonObject) json).members().keySet())
                .containsExactly("z", "a", "m", "f", "n", "o");
    }

    @Test
    void readsEveryEscape() {
        assertThat(JsonReader.read("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u6F22\\ud83d\\uDE00z\""))
                .isEqualTo(new JsonString("a\"\\/\b\f\n\r\té漢😀z"));
    }

    @Test
    void readsCharactersBeyondTheBasicPlaneAsTheyAre() {
        assertThat(JsonReader.read("\"x😀y\"")).isEqualTo(new JsonString("x😀y"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                   | line 1, column 1: expected a value, found the end of the text",
                "{                    | line 1, column 2: expected a member name in double quotes, found"
                        + " the end of the text",
                "{a:1}                | line 1, column 2: expected a member name in double quotes, found"
                        + " 'a'",
                "{\"a\" 1}            | line 1, column 6: expected ':', found '1'",
                "{\"a\":1 \"b\":2}    | line 1, column 8: expected ',' or '}', found '\"'",
                "{\"a\":1,}           | line 1, column 8: expected a member name in double quotes, found"
                        + " '}'",
                "{\"a\":1,\"a\":2}    | line 1, column 8: member \"a\" is given twice",
                "[1,]                 | line 1, column 4: expected a value, found ']'",
                "[1                   | line 1, column 3: expected ',' or ']', found the end of the text",
                "[1] x                | line 1, column 5: expected the end of the text, found 'x'",
                "nul                  | line 1, column 1: expected a value, found 'n'",
                "True                 | line 1, column 1: expected a value, found 'T'",
                "NaN                  | line 1, column 1: expected a value, found 'N'",
                "01                   | line 1, column 2: expected the end of the text, found '1'",
                "+1                   | line 1, column 1: expected a value, found '+'",
                "-                    | line 1, column 1: expected a value, found '-'",
                "1.                   | line 1, column 1: expected a value, found '1'",
                ".5                   | line 1, column 1: expected a value, found '.'",
                "1e                   | line 1, column 1: expected a value, found '1'",
                "// x                 | line 1, column 1: expected a value, found '/'",
                "'a'                  | line 1, column 1: expected a value, found '''",
                "\"a                  | line 1, column 3: expected '\"', found the end of the text",
                "\"\\x\"              | line 1, column 2: an unknown escape",
                "\"\\u12G4\"          | line 1, column 2: an escape \\u without four hexadecimal digits",
                "\"\\u12\"            | line 1, column 2: an escape \\u without four hexadecimal digits",
                "\"\\ud83d\"          | line 1, column 2: half of a surrogate pair",
                "\"\\ud83d\\u0041\"   | line 1, column 2: half of a surrogate pair",
                "\"\\ude00\"          | line 1, column 2: half of a surrogate pair",
                "\"\\u١٢٣٤\"          | line 1, column 2: an escape \\u without four hexadecimal digits",
                "١                    | line 1, column 1: expected a value, found U+0661",
            })
    void refusesWhatIsNotJson(String text, String message) {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> JsonReader.read(text))
                .withMessage(message);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"\"a\u0000\"", "\"a\n\"", "\"\ud83d\"", "\"\ude00\"", "\ufeff{}", "\f1"})
    void refusesRawControlsHalfPairsAndByteOrderMarks(String text) {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> JsonReader.read(text));
    }

    @ParameterizedTest(name = "lines ended by {0}")
    @ValueSource(strings = {"\\n", "\\r\\n", "\\r"})
    void saysLineAndColumnInCharacters(String lineEnd) {
        var end = lineEnd.translateEscapes();
        var text = "{" + end + "  \"😀\": 1," + end + "  \"漢😀\": !" + end + "}";

        var error = catchThrowableOfType(JsonSyntaxException.class, () -> JsonReader.read(text));

        assertThat(List.of(error.line(), error.column())).containsExactly(3, 9);
        assertThat(error.reason()).isEqualTo("expected a value, found '!'");
    }

    @Test
    void acceptsTheDepthThatIsAllowedAndNoMore() {
        var limits = new JsonReader.Limits(3, 100);

        assertThat(JsonReader.read("[[[]]]", limits)).isInstanceOf(JsonArray.class);
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> JsonReader.read("[[{\"a\":[]}]]", limits))
                .withMessage("line 1, column 8: more than 3 levels of nesting");
    }

    @Test
    void aMillionBracketsAreRefusedWithoutEndingTheProgram() {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> JsonReader.read("[".repeat(1_000_000)));
    }

    @Test
    void refusesATextLongerThanAllowed() {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> JsonReader.read("[1,2]", new JsonReader.Limits(3, 4)))
                .withMessage("line 1, column 1: longer than the 4 characters that are accepted");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damagedTextIsReadOrRefusedAndNothingElse(long seed) {
        var random = new Random(seed);
        var values = new RandomJson(seed);
        for (var i = 0; i < 500; i++) {
            var text = new StringBuilder(JsonWriter.compact(values.value(4)));
            for (var damage = random.nextInt(4); damage > 0 && !text.isEmpty(); damage--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x10000));
                text.setLength(text.length() - random.nextInt(2));
            }
            readOrRefused(text.toString());
        }
    }

    private static void readOrRefused(String text) {
        try {
            assertThat(JsonReader.read(text)).isNotNull();
        } catch (JsonSyntaxException refused) {
            assertThat(refused.line()).isPositive();
            assertThat(refused.column()).isPositive();
        }
    }

    private static JsonNumber number(String text) {
        return new JsonNumber(text);
    }
}
