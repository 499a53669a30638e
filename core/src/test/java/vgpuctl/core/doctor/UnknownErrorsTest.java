package vgpuctl.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UnknownErrorsTest {

    private static final Pattern NUMBER = Pattern.compile("0x[0-9a-fA-F]+|[0-9a-f-]*[0-9]+");

    @Test
    void linesThatSayTheSameOfOtherThingsAreOfOneKind() {
        assertThat(UnknownErrors.withoutNumbers("error: 0000:82:00.0 gave 0x1F for a1-b2"))
                .isEqualTo("error: #:#:#.# gave # for #");
    }

    @Test
    void numbersAreThoseOfTheExpression() {
        var random = new Random(7);
        var letters = "0x19aAfFgz- .:";
        for (var round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (var i = 0; i < 12; i++) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(UnknownErrors.withoutNumbers(text.toString()))
                    .as(text.toString())
                    .isEqualTo(NUMBER.matcher(text).replaceAll("#"));
        }
    }
}
