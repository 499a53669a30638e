package vgpuctl.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

class YamlWriterTest {

    @Test
    void writesBlockStyleAndQuotesWhatLooksLikeSomethingElse() {
        var layout =
                JsonReader.read(
                        """
                        {"apiVersion": "vgpuctl/v1", "kind": "Layout", "gpus": [
                          {"gpu": "0000:82:00.0", "mode": "equal-size", "vgpus": [
                            {"name": "ml-1", "type": "P40-12C", "vm": "no", "count": 2},
                            {"name": "1e3", "parameters": [], "labels": {}, "at": 1e5}]},
                          {"gpu": {"model": "Tesla P40", "index": null}, "shares": [[1, true], ["a"]]}]}
                        """);

        assertThat(YamlWriter.write(layout))
                .isEqualTo(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: "0000:82:00.0"
                            mode: equal-size
                            vgpus:
                              - name: ml-1
                                type: P40-12C
                                vm: "no"
                                count: 2
                              - name: "1e3"
                                parameters: []
                                labels: {}
                                at: 1.0e+5
                          - gpu:
                              model: Tesla P40
                              index: null
                            shares:
                              - - 1
                                - true
                              - - a\
                        """);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aReaderOfYaml11ReadsTheSameValues(long seed) {
        var yaml = new Yaml(new LoaderOptions());
        var values = new RandomJson(seed);
        for (var i = 0; i < 200; i++) {
            var value = values.value(4);
            assertThat(Optional.<Object>ofNullable(yaml.load(YamlWriter.write(value))))
                    .as(YamlWriter.write(value))
                    .isEqualTo(asRead(value));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aReaderOfYaml12ReadsTheSameValues(long seed) {
        var yaml = new Load(LoadSettings.builder().build());
        var values = new RandomJson(seed);
        for (var i = 0; i < 200; i++) {
            var value = values.value(4);
            assertThat(Optional.ofNullable(yaml.loadFromString(YamlWriter.write(value))))
                    .as(YamlWriter.write(value))
                    .isEqualTo(asRead(value));
        }
    }

    /** The Java value that a YAML reader makes of this; empty for a null. */
    private static Optional<Object> asRead(Json json) {
        return switch (json) {
            case JsonObject(var members) -> Optional.of(objectAsRead(members));
            case JsonArray(var items) -> Optional.of(arrayAsRead(items));
            case JsonString(var value) -> Optional.of(value);
            case JsonBoolean(var value) -> Optional.of(value);
            case JsonNumber number -> Optional.of(numberAsRead(number));
            case JsonNull() -> Optional.empty();
        };
    }

    @SuppressWarnings("NullAway") // a reader gives null for a null
    private static Map<String, Object> objectAsRead(Map<String, Json> members) {
        var map = new LinkedHashMap<String, Object>();
        members.forEach((name, value) -> map.put(name, asRead(value).orElse(null)));
        return map;
    }

    @SuppressWarnings("NullAway") // a reader gives null for a null
    private static List<Object> arrayAsRead(List<Json> items) {
        var list = new ArrayList<>();
        items.forEach(item -> list.add(asRead(item).orElse(null)));
        return list;
    }

    private static Object numberAsRead(JsonNumber number) {
        var whole = number.wholeNumber();
        if (whole.isEmpty()) {
            return number.nearestDouble();
        }
        var value = whole.getAsLong();
        return value == (int) value ? (Object) (int) value : (Object) value;
    }
}
