package vgpuctl.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> TYPES = List.of("P40-12A", "P40-12C", "P40-1Q", "P40-24Q");

    @Test
    void theNearestComesFirst() {
        assertThat(Nearest.to("P40-12D", TYPES)).startsWith("P40-12A", "P40-12C");
    }

    @Test
    void upperAndLowerCaseAreOne() {
        assertThat(Nearest.to("p40-12c", TYPES)).startsWith("P40-12C");
    }

    @Test
    void moreThanThreeHelpNobody() {
        assertThat(Nearest.to("P40-2", TYPES)).hasSizeLessThan(4);
    }

    @Test
    void whatIsFarFromAllIsNearNone() {
        assertThat(Nearest.to("A100-40C", List.of("desk-one", "my-vm"))).isEmpty();
        assertThat(Nearest.to("x", List.of())).isEmpty();
    }

    @Test
    void aWordThatIsThereTwiceIsToldOnce() {
        assertThat(Nearest.to("desk", List.of("desk1", "desk1"))).containsExactly("desk1");
    }

    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "'',abc,3", "desk,desk,0", "desk,disk,1", "ab,ba,1"})
    void editsCountBothWaysAndAnExchangeIsOne(String left, String right, int edits) {
        assertThat(Nearest.edits(left, right)).isEqualTo(edits);
        assertThat(Nearest.edits(right, left)).isEqualTo(edits);
    }
}
