package vgpuctl.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void accessorsAreEmptyForWhatIsAbsentOrOfAnotherKind() {
        var object = JsonObject.builder().put("name", "ml-1").put("heads", 4).build();

        assertThat(object.string("name")).contains("ml-1");
        assertThat(object.wholeNumber("heads")).hasValue(4);
        assertThat(object.string("heads")).isEmpty();
        assertThat(object.wholeNumber("name")).isEmpty();
        assertThat(object.truth("name")).isEmpty();
        assertThat(object.object("name")).isEmpty();
        assertThat(object.array("absent")).isEmpty();
        assertThat(object.member("absent")).isEmpty();
    }

    @Test
    void anObjectDoesNotChangeWithTheMapItWasMadeOf() {
        var members = new LinkedHashMap<String, Json>();
        var object = new JsonObject(members);
        members.put("late", new JsonNull());

        assertThat(object.members()).isEmpty();
    }

    @Test
    void aMemberIsNotPutTwice() {
        var object = JsonObject.builder().put("name", "a");

        assertThatIllegalStateException().isThrownBy(() -> object.put("name", List.of()));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0, 0",
        "-0, 0",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void wholeNumbersUpToALong(String text, long value) {
        assertThat(new JsonNumber(text).wholeNumber()).hasValue(value);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"9223372036854775808", "1.0", "1e3", "1E999999999", "123456789012345678901"})
    void otherNumbersAreNoWholeNumbers(String text) {
        assertThat(new JsonNumber(text).wholeNumber()).isEmpty();
    }

    @Test
    void aNumberTooLargeForADoubleIsInfinite() {
        assertThat(new JsonNumber("1e999999999").nearestDouble()).isInfinite();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"", " 1", "1 ", "01", "1.", ".1", "1e", "1e+", "-", "0x1", "Infinity", "١"})
    void aNumberIsWrittenAsJsonWritesIt(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonNumber(text));
    }
}
