package vgpuctl.layout.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonBoolean;
import vgpuctl.core.json.JsonNull;
import vgpuctl.core.json.JsonNumber;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.layout.LayoutJson;
import vgpuctl.core.layout.ReadLayout;

/** The schema that editors use and our reader: the same language. */
class LayoutSchemaTest {

    private static final Validator VALIDATOR =
            new ValidatorFactory()
                    .withJsonNodeFactory(new SnakeYamlNode.Factory())
                    .createValidator();
    private static final URI SCHEMA = VALIDATOR.registerSchema(LayoutText.schema());

    private static boolean schemaAccepts(String json) {
        return VALIDATOR.validate(SCHEMA, json).isValid();
    }

    private static List<String> mistakes(String json) {
        return LayoutText.read(json) instanceof ReadLayout.Mistaken(var mistakes)
                ? mistakes.stream().map(Object::toString).toList()
                : List.of();
    }

    /** These need a look at more than one value, or at a count, which a schema cannot take. */
    private static boolean isBeyondASchema(String mistake) {
        return mistake.contains("is given twice")
                || mistake.matches(".* \\d+ VMs for \\d+ vGPUs; .*");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void everyLayoutThatIsWrittenIsAccepted(long seed) {
        var layouts = new RandomLayout(seed);
        for (var i = 0; i < 40; i++) {
            var json = LayoutText.json(layouts.layout());
            assertThat(schemaAccepts(json)).as(json).isTrue();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void schemaAndReaderRefuseTheSameDocuments(long seed) {
        var layouts = new RandomLayout(seed);
        var change = new Change(seed);
        var refused = 0;
        for (var i = 0; i < 120; i++) {
            var json = JsonWriter.pretty(change.somewhere(LayoutJson.of(layouts.layout())));
            var mistakes = mistakes(json);
            if (!mistakes.isEmpty()
                    && mistakes.stream().allMatch(LayoutSchemaTest::isBeyondASchema)) {
                continue;
            }
            assertThat(schemaAccepts(json)).as(json + mistakes).isEqualTo(mistakes.isEmpty());
            refused += mistakes.isEmpty() ? 0 : 1;
        }
        assertThat(refused).isBetween(60, 117);
    }

    @Test
    void theSchemaInTheDocumentationIsTheOneInTheProgram() throws IOException {
        assertThat(Files.readString(Path.of("../docs/layout.schema.json")))
                .isEqualTo(LayoutText.schema());
    }

    /** Makes one change to a document, mostly one that breaks it. */
    private static final class Change {

        private static final List<Json> VALUES =
                List.of(
                        new JsonNull(),
                        new JsonBoolean(true),
                        JsonNumber.of(0),
                        JsonNumber.of(1),
                        JsonNumber.of(2),
                        JsonNumber.of(-1),
                        JsonNumber.of(64),
                        JsonNumber.of(256),
                        JsonNumber.of(1024),
                        new JsonNumber("1.5"),
                        new JsonString(""),
                        new JsonString(" x"),
                        new JsonString("x/y"),
                        new JsonString("x,y"),
                        new JsonString("x\ty"),
                        new JsonString("x".repeat(64)),
                        new JsonString("x".repeat(201)),
                        new JsonString("6G"),
                        new JsonString("0G"),
                        new JsonString("999 GiB"),
                        new JsonString("1000G"),
                        new JsonString("mig"),
                        new JsonString("equal-size"),
                        new JsonString("fixed-share"),
                        new JsonString("compute"),
                        new JsonString("1g.10gb"),
                        new JsonString("2:1f.7"),
                        new JsonString("2:20.0"),
                        new JsonString("pci_0000_82_00_0"),
                        new JsonString("pci_0000"),
                        new JsonString("GPU-0a0b0c0d-1111-2222-3333-44445555666"),
                        new JsonString("0A0b0c0d-1111-2222-3333-444455556666"),
                        new JsonString("a0a0b0c0-1111-2222-3333-444455556666"),
                        new JsonString("vgpuctl/v1"),
                        JsonArray.of(),
                        JsonArray.of(new JsonString("a"), new JsonString("b")),
                        JsonObject.builder().build(),
                        JsonObject.builder().put("model", "P").build(),
                        JsonObject.builder().put("memory", "6G").build());

        private static final List<String> KEYS =
                List.of(
                        "gpu",
                        "mode",
                        "mig",
                        "scheduler",
                        "vgpus",
                        "model",
                        "index",
                        "profile",
                        "count",
                        "name",
                        "uuid",
                        "type",
                        "need",
                        "vm",
                        "vms",
                        "owner",
                        "autostart",
                        "active",
                        "params",
                        "placement",
                        "memory",
                        "use",
                        "1",
                        "x y",
                        "nmae");

        private final Random random;

        Change(long seed) {
            random = new Random(seed);
        }

        Json somewhere(Json json) {
            return switch (json) {
                case JsonObject object when !object.members().isEmpty() && random.nextInt(6) > 0 ->
                        inside(object);
                case JsonArray(var items) when !items.isEmpty() && random.nextInt(8) > 0 ->
                        inside(items);
                case JsonObject object -> otherMembers(object);
                case JsonArray _, JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ ->
                        pick(VALUES);
            };
        }

        private Json inside(JsonObject object) {
            var members = new LinkedHashMap<>(object.members());
            members.computeIfPresent(
                    pick(List.copyOf(members.keySet())), (_, value) -> somewhere(value));
            return new JsonObject(members);
        }

        private Json inside(List<Json> items) {
            var changed = new ArrayList<>(items);
            changed.replaceAll(item -> random.nextInt(items.size()) == 0 ? somewhere(item) : item);
            return new JsonArray(changed);
        }

        private Json otherMembers(JsonObject object) {
            var members = new LinkedHashMap<>(object.members());
            if (random.nextBoolean() && !members.isEmpty()) {
                members.remove(pick(List.copyOf(members.keySet())));
            } else {
                members.put(pick(KEYS), pick(VALUES));
            }
            return new JsonObject(members);
        }

        private <T> T pick(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }
    }
}
