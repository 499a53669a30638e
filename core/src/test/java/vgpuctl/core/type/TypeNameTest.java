package vgpuctl.core.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeNameTest {

    @ParameterizedTest
    @CsvSource({
        "GRID P40-12C,            P40-12C,     C",
        "GRID P40-2B4,            P40-2B4,     B",
        "NVIDIA A100-1-5CME,      A100-1-5CME, C",
        "NVIDIA RTXA6000-48Q,     RTXA6000-48Q, Q",
        "GRID M60-0B,             M60-0B,      B",
        "GRID RTX6000P-1A,        RTX6000P-1A, A",
        "P40-12C,                 P40-12C,     C"
    })
    void theSeriesIsTheLetterBehindTheSize(String name, String token, Series series) {
        assertThat(new TypeName(name).token()).isEqualTo(token);
        assertThat(new TypeName(name).series()).hasValue(series);
    }

    @ParameterizedTest
    @CsvSource({
        "i915-GVTg_V5_4",
        "Dual port serial",
        "-",
        "GRID RTX6000-12Z",
        "nvidia",
        "'ends with-'",
        "nvidia-63",
        "mtty-1",
        "-12Q",
        "'GRID -12Q'",
        "GRID P40-12Qx",
        "GRID P40-12345Q",
        "GRID P40-12QABCDEF",
        "3Com card-4 Q"
    })
    void aNameWithoutASeriesIsItsOwnToken(String name) {
        assertThat(new TypeName(name).series()).isEmpty();
        assertThat(new TypeName(name).token()).isEqualTo(name);
        assertThat(new TypeName(name).board()).isEmpty();
        assertThat(new TypeName(name).slices()).isEmpty();
        assertThat(new TypeName(name).framebufferGb()).isEmpty();
        assertThat(new TypeName(name).isGaming()).isFalse();
        assertThat(new TypeName(name).hasMediaEngines()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GRID P40-12C,                              P40,         ,  12, ''",
        "GRID M10-0B,                               M10,         ,  0,  ''",
        "GRID V100DX-2B4,                           V100DX,      ,  2,  4",
        "GRID A100X-1-5CME,                         A100X,       1, 5,  ME",
        "NVIDIA A100-7-40C,                         A100,        7, 40, ''",
        "NVIDIA RTX6000-Ada-48Q,                    RTX6000-Ada, ,  48, ''",
        "NVIDIA RTX Pro 6000 Blackwell DC-1-24Q,    DC,          1, 24, ''",
        "NVIDIA RTX Pro 6000 Blackwell DC-96C,      DC,          ,  96, ''",
        "(RTX PRO 4500 Blackwell) DC-2-8Q,          DC,          2, 8,  ''",
        "NVIDIA RTX 6000D-2-84C,                    6000D,       2, 84, ''",
        "GeForce RTX T10x-8,                        T10x,        ,  8,  ''",
        "GRID RTX6000P-24,                          RTX6000P,    ,  24, ''",
        "NVIDIA RTX Pro 6000 Blackwell DC-4-32,     DC,          4, 32, ''",
        "NVIDIA RTX5880-Ada-3,                      RTX5880-Ada, ,  3,  ''",
        "A100-1-5C,                                 A100,        1, 5,  ''"
    })
    void aNameSaysItsBoardItsSlicesAndItsSize(
            String name, String board, Integer slices, int gb, String suffix) {
        var type = new TypeName(name);
        assertThat(type.board()).hasValue(board);
        assertThat(type.slices())
                .isEqualTo(slices == null ? OptionalInt.empty() : OptionalInt.of(slices));
        assertThat(type.isMigBacked()).isEqualTo(slices != null);
        assertThat(type.framebufferGb()).hasValue(gb);
        assertThat(type.suffix()).isEqualTo(suffix);
        assertThat(type.hasMediaEngines()).isEqualTo(suffix.equals("ME"));
    }

    @ParameterizedTest
    @CsvSource({
        "GeForce RTX T10x-8, T10x-8",
        "GRID RTX T10-16,    T10-16",
        "NVIDIA A40-12,      A40-12",
        "GRID P40-12,        P40-12"
    })
    void aSizeWithoutASeriesIsAGamingType(String name, String token) {
        assertThat(new TypeName(name).isGaming()).isTrue();
        assertThat(new TypeName(name).series()).isEmpty();
        assertThat(new TypeName(name).token()).isEqualTo(token);
    }

    @Test
    void sizeNoughtIsHalfAGigabyte() {
        assertThat(new TypeName("GRID M10-0Q").framebufferMib()).hasValue(512);
        assertThat(new TypeName("GRID M10-1Q").framebufferMib()).hasValue(1024);
    }

    @Test
    void aDescriptionOfAnotherDriverHasNoNumbers() {
        var gvt = "low_gm_size: 128MB\nhigh_gm_size: 512MB\nfence: 4\nresolution: 1920x1200";
        var description = TypeDescription.parse(gvt);
        assertThat(description.framebufferMib()).isEmpty();
        assertThat(description.maxInstances()).isEmpty();
        assertThat(description.maxResolution()).isEmpty();
        assertThat(description.text()).isEqualTo(gvt);
    }

    @Test
    void numbersThatAreNoneAreLeftOut() {
        var description =
                TypeDescription.parse(
                        "num_heads=many, framebuffer=99999999999M, frl_config=-1, max_instance=");
        assertThat(description.heads()).isEmpty();
        assertThat(description.framebufferMib()).isEmpty();
        assertThat(description.framesPerSecond()).isEmpty();
        assertThat(description.maxInstances()).isEmpty();
    }
}
