package vgpuctl.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.type.TypeId;

class DefinitionTextTest {

    private static final String BY_MDEVCTL =
            "{\n  \"mdev_type\": \"nvidia-286\",\n  \"start\": \"auto\",\n  \"attrs\": []\n}";

    private static final TypeId TYPE = new TypeId("nvidia-286");

    private static Definition definition(boolean autostart, String text) {
        return new Definition(Optional.of(TYPE), autostart, Parameters.NONE, text);
    }

    @Test
    void whatIsWrittenIsWhatMdevctlWritesToTheByte() {
        assertThat(DefinitionText.of(TYPE, true, Parameters.NONE)).isEqualTo(BY_MDEVCTL);
    }

    @Test
    void mdevctlsAndLibvirtsTextSayTheSame() {
        var compact = "{\"mdev_type\":\"nvidia-286\",\"start\":\"auto\"}";
        assertThat(DefinitionText.read(BY_MDEVCTL))
                .isEqualTo(Reading.of(definition(true, BY_MDEVCTL)));
        assertThat(DefinitionText.read(compact)).isEqualTo(Reading.of(definition(true, compact)));
    }

    /**
     * As mdevctl 1.2 wrote it after {@code modify --addattr}: lab/scenarios/attributes.scenario.
     */
    @Test
    void parametersAreAnAttributeThatMdevctlSets() {
        var parameters = Parameters.parse("frame_rate_limiter=0,disable_vnc=1");
        var text = DefinitionText.of(TYPE, false, parameters);
        assertThat(text)
                .isEqualTo(
                        """
                        {
                          "mdev_type": "nvidia-286",
                          "start": "manual",
                          "attrs": [
                            {
                              "nvidia/vgpu_params": "disable_vnc=1,frame_rate_limiter=0"
                            }
                          ]
                        }\
                        """);
        assertThat(DefinitionText.read(text).map(Definition::parameters))
                .isEqualTo(Reading.of(parameters));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"mdev_type\": 286}",
                "{\"mdev_type\": \"../../x\"}",
                "{\"mdev_type\": \"\"}",
                "\0\u0001\ufffd"
            })
    void whatIsNoDefinitionSaysWhy(String text) {
        assertThat(DefinitionText.read(text)).isInstanceOf(Reading.Unknown.class);
    }

    @Test
    void attributesAndForeignMembersSurviveAutostart() {
        var text =
                "{\"note\": {\"by\": \"somebody\"}, \"mdev_type\": \"nvidia-286\", \"attrs\":"
                        + " [{\"a/b\": \"1\"}]}";
        var definition = definition(false, text);
        assertThat(DefinitionText.withAutostart(definition, true))
                .isEqualToIgnoringWhitespace(text.replace("]}", "], \"start\": \"auto\"}"));
    }

    @Test
    void otherParametersLeaveAllElseAsItIs() {
        var text =
                "{\"attrs\": [{\"a/b\": \"1\"}, {\"nvidia/vgpu_params\": \"x=1\"}], \"mdev_type\":"
                        + " \"nvidia-286\", \"note\": 1}";
        var parameters = Parameters.parse("frame_rate_limiter=0");
        assertThat(DefinitionText.withParameters(definition(false, text), parameters))
                .isEqualToIgnoringWhitespace(text.replace("x=1", "frame_rate_limiter=0"));
        var without = "{\"mdev_type\": \"nvidia-286\"}";
        assertThat(DefinitionText.withParameters(definition(false, without), parameters))
                .isEqualToIgnoringWhitespace(
                        without.replace(
                                "}",
                                ", \"attrs\": [{\"nvidia/vgpu_params\": \"frame_rate_limiter=0\"}]}"));
    }
}
