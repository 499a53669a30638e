package vgpuctl.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {

    private static Completion complete(String line) {
        return Completion.of(ExampleProgram.root(), List.of(line.split(" ", -1)));
    }

    private static List<String> words(Completion completion) {
        var words = new ArrayList<String>();
        for (var candidate : completion.candidates()) {
            words.add(candidate.word());
        }
        return words;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            value = {
                "''                 | list create stop mode sim mdev",
                "s                  | stop sim",
                "sim                | sim",
                "'sim '             | reset boards",
                "--host x cr        | create",
                "help si            | sim",
                "create --c         | --count --color",
                "create --count 2 --c | --color",
                "create --param a --p | --param",
                "create --no        | --no-autostart --no-color",
                "-o                 | ''",
                "'-o '              | table wide json yaml",
                "create -yo j       | json",
                "--output=w         | --output=wide",
                "mode 82:00.0 mi    | mixed-size mig",
                "crate --           | ''",
                "create -- --       | ''",
            },
            delimiter = '|')
    void whatBeginsAsTheLastWordDoesIsOffered(String line, String expected) {
        assertThat(String.join(" ", words(complete(line)))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            value = {
                "'create '           | TYPE",
                "create T ''         | none",
                "'create --gpu '     | GPU",
                "create --gpu=8      | GPU",
                "stop a b c          | ID",
                "'mode '             | GPU",
                "'sim '              | none",
            },
            delimiter = '|')
    void whatOnlyTheHostKnowsIsNamed(String line, String placeholder) {
        var due = complete(line.replace("''", "")).due();
        assertThat(due.map(Completion.Due::placeholder).orElse("none")).isEqualTo(placeholder);
    }

    @Test
    void whatStandsBeforeAValueInTheSameWordIsTold() {
        assertThat(complete("create --gpu=8").due()).contains(new Completion.Due("GPU", "--gpu="));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            value = {
                "stop ''              | local",
                "--host sim:t4 stop a | sim:t4",
                "stop --host=sim:t4 a | sim:t4",
            },
            delimiter = '|')
    void theOptionsThatAreFinishedAreKnown(String line, String host) {
        assertThat(complete(line.replace("''", "")).soFar().text("host")).isEqualTo(host);
    }

    @Test
    void aCandidateSaysWhatItDoes() {
        assertThat(complete("cr").candidates())
                .containsExactly(new Completion.Candidate("create", "create vGPUs of a type"));
    }
}
