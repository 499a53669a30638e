package vgpuctl.core.type;

import static org.assertj.core.api.Assertions.assertThat;

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
        "GRID P40-12",
        "i915-GVTg_V5_4",
        "Dual port serial",
        "-",
        "GRID RTX6000-12Z",
        "nvidia",
        "'ends with-'"
    })
    void aNameWithoutASeriesIsItsOwnToken(String name) {
        assertThat(new TypeName(name).series()).isEmpty();
        assertThat(new TypeName(name).token()).isEqualTo(name);
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
