package vgpuctl.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.type.TypeId;

class DefinitionTextTest {

    private static final String BY_MDEVCTL =
            "{\n  \"mdev_type\": \"nvidia-286\",\n  \"start\": \"auto\",\n  \"attrs\": []\n}";

    @Test
    void whatIsWrittenIsWhatMdevctlWritesToTheByte() {
        assertThat(DefinitionText.of(new TypeId("nvidia-286"), true)).isEqualTo(BY_MDEVCTL);
    }

    @Test
    void mdevctlsAndLibvirtsTextSayTheSame() {
        var compact = "{\"mdev_type\":\"nvidia-286\",\"start\":\"auto\"}";
        assertThat(DefinitionText.read(BY_MDEVCTL))
                .isEqualTo(Reading.of(new Definition(new TypeId("nvidia-286"), true, BY_MDEVCTL)));
        assertThat(DefinitionText.read(compact))
                .isEqualTo(Reading.of(new Definition(new TypeId("nvidia-286"), true, compact)));
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
        var definition = new Definition(new TypeId("nvidia-286"), false, text);
        assertThat(DefinitionText.withAutostart(definition, true))
                .isEqualToIgnoringWhitespace(text.replace("]}", "], \"start\": \"auto\"}"));
    }
}
