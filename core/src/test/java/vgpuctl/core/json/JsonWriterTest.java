package vgpuctl.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {

    private static final JsonObject EXAMPLE =
            JsonObject.builder()
                    .put("name", "ml-1")
                    .put("framebufferMib", 12288)
                    .put("active", true)
                    .put("parameters", List.of())
                    .put("claim", JsonObject.builder().build())
                    .put("gpus", List.of("0000:82:00.0", "0000:83:00.0"))
                    .putIfPresent("vm", Optional.empty())
                    .putIfPresent("placementId", OptionalLong.of(0))
                    .put("licence", new JsonNull())
                    .build();

    @Test
    void compactTakesOneLine() {
        assertThat(JsonWriter.compact(EXAMPLE))
                .isEqualTo(
                        """
                        {"name":"ml-1","framebufferMib":12288,"active":true,"parameters":[],"claim":{},\
                        "gpus":["0000:82:00.0","0000:83:00.0"],"placementId":0,"licence":null}\
                        """);
    }

    @Test
    void prettyTakesALineForEveryMember() {
        assertThat(JsonWriter.pretty(EXAMPLE))
                .isEqualTo(
                        """
                        {
                          "name": "ml-1",
                          "framebufferMib": 12288,
                          "active": true,
                          "parameters": [],
                          "claim": {},
                          "gpus": [
                            "0000:82:00.0",
                            "0000:83:00.0"
                          ],
                          "placementId": 0,
                          "licence": null
                        }\
                        """);
    }

    /** The file is what mdevctl 1.2.0 wrote. */
    @Test
    void aDefinitionOfMdevctlIsWrittenBackByteForByte() throws IOException {
        var file = JsonWriterTest.class.getResourceAsStream("mdevctl-definition.json");
        var definition = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);

        assertThat(JsonWriter.pretty(JsonReader.read(definition))).isEqualTo(definition);
    }

    @Test
    void controlCharactersAreEscapedAndNothingElseIs() {
        assertThat(JsonWriter.compact(new JsonString("\u0000\u001f\"\\/\b\f\n\r\t\u007f\u2028é😀")))
                .isEqualTo("\"\\u0000\\u001f\\\"\\\\/\\b\\f\\n\\r\\t\u007f\u2028é😀\"");
    }

    @Test
    void halfASurrogatePairBecomesTheReplacementCharacter() {
        assertThat(JsonWriter.compact(new JsonString("a\ud83db\ude00")))
                .isEqualTo("\"a\ufffdb\ufffd\"");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsWrittenIsReadBackTheSame(long seed) {
        var values = new RandomJson(seed);
        for (var i = 0; i < 200; i++) {
            var value = values.value(5);
            assertThat(JsonReader.read(JsonWriter.compact(value))).isEqualTo(value);
            assertThat(JsonReader.read(JsonWriter.pretty(value))).isEqualTo(value);
        }
    }
}
