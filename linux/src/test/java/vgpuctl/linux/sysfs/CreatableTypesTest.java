package vgpuctl.linux.sysfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreatableTypesTest {

    private static final String HEADING = "ID    : vGPU Name\n";

    private static List<String> parsed(String text) {
        return CreatableTypes.parse(text).stream().map(row -> row.id() + " " + row.name()).toList();
    }

    @Test
    void rowsAreReadWithAndWithoutAHeading() {
        var rows = "1145  : NVIDIA L40S-1B\n592   : NVIDIA A40-48Q\n";
        assertThat(parsed(HEADING + rows))
                .isEqualTo(parsed(rows))
                .containsExactly("nvidia-1145 NVIDIA L40S-1B", "nvidia-592 NVIDIA A40-48Q");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "ID    : vGPU Name", "ID    : vGPU Name\n", "\r\n"})
    void aHeadingAloneMeansThatNothingCanBeCreated(String text) {
        assertThat(parsed(text)).isEmpty();
    }

    @Test
    void lineEndsOfOtherSystemsAreNoPartOfAName() {
        assertThat(parsed("ID    : vGPU Name\r\n1145  : NVIDIA L40S-1B\r\n"))
                .containsExactly("nvidia-1145 NVIDIA L40S-1B");
    }

    @Test
    void ofTwoRowsWithOneIdTheFirstCounts() {
        assertThat(parsed("5 : NVIDIA A2-1Q\n5 : NVIDIA A2-2Q\n"))
                .containsExactly("nvidia-5 NVIDIA A2-1Q");
    }

    @Test
    void linesThatAreNoRowsArePassedOver() {
        assertThat(
                        parsed(
                                """
                                one : NVIDIA A2-1Q
                                -5 : NVIDIA A2-1Q
                                0 : NVIDIA A2-1Q
                                99999999999 : NVIDIA A2-1Q
                                7
                                8 :
                                : NVIDIA A2-1Q
                                \0\0:\0
                                9:NVIDIA RTX Pro 6000 Blackwell DC-1-24Q
                                """))
                .containsExactly("nvidia-9 NVIDIA RTX Pro 6000 Blackwell DC-1-24Q");
    }
}
