package vgpuctl.operations.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.plan.Step;

class StepJsonTest {

    private static List<Step> steps() {
        return SampleSteps.all();
    }

    @Test
    void everyKindOfStepIsTried() {
        assertThat(steps().stream().map(Object::getClass).collect(Collectors.toSet()))
                .hasSize(kindsOf(Step.class));
    }

    private static int kindsOf(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).mapToInt(StepJsonTest::kindsOf).sum()
                : 1;
    }

    @ParameterizedTest
    @MethodSource("steps")
    void whatIsWrittenIsReadBack(Step step) {
        var text = JsonWriter.compact(StepJson.write(step));
        assertThat(JsonReader.read(text)).isInstanceOf(JsonObject.class);
        assertThat(StepJson.read((JsonObject) JsonReader.read(text))).hasValue(step);
    }

    private static List<Step.Reversible> reversible() {
        return steps().stream()
                .filter(Step.Reversible.class::isInstance)
                .map(Step.Reversible.class::cast)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("reversible")
    void theInverseOfTheInverseIsTheStep(Step.Reversible step) {
        assertThat(step.inverse().inverse()).isEqualTo(step);
        assertThat(step.inverse()).isNotEqualTo(step);
    }

    private static Stream<JsonObject> damaged() {
        return steps().stream()
                .map(StepJson::write)
                .flatMap(json ->
                        Stream.of("step", "uuid", "function", "gpu", "pid", "unit")
                                .filter(json.members()::containsKey)
                                .map(member -> without(json, member)));
    }

    private static JsonObject without(JsonObject json, String member) {
        var rest = JsonObject.builder();
        json.members()
                .forEach((name, value) -> {
                    if (!name.equals(member)) {
                        rest.put(name, value);
                    }
                });
        return rest.build();
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void aStepWithoutItsKindOrWhatItIsAboutIsNone(JsonObject json) {
        assertThat(StepJson.read(json)).isEmpty();
    }

    @Test
    void aNameThatLeavesItsDirectoryIsNoStep() {
        var json =
                JsonObject.builder()
                        .put("step", "create-mdev")
                        .put("parent", "../../etc")
                        .put("type", "nvidia-50")
                        .put("uuid", "3eb9d560-0b31-11ee-91a9-bb28039c61eb")
                        .build();
        assertThat(StepJson.read(json)).isEmpty();
    }
}
