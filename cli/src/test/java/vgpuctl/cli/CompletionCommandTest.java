package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shells are told on Tab. */
class CompletionCommandTest {

    @TempDir private Path directory = Path.of("");
    private SimulatedHost host = SimulatedHost.withOneCard(directory);

    @BeforeEach
    void makeAHost() {
        host = SimulatedHost.withOneCard(directory).after("create", "P40-6Q", "--name", "desk");
    }

    private String words(String line) {
        var words = new ArrayList<>(List.of("completion", "words", "--"));
        words.addAll(List.of(line.split(" ", -1)));
        var said = host.vgpuctl(words.toArray(String[]::new));
        assertThat(said.exit()).isEqualTo(ExitCode.DONE);
        assertThat(said.err()).isEmpty();
        return said.out();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            value = {
                "--host sim:tesla-p10 stop d          | desk          | P40-6Q on 0000:82:00.0",
                "--host=sim:tesla-p10 types 0         | 0000:82:00.0  | GP102GL [Tesla P10]",
                "--host sim:tesla-p10 create P40-24C  | P40-24C       | GRID P40-24C",
                "create --host sim:tesla-p10 --vm y-k8s-n-1 | y-k8s-n-1 | shut off",
                "--host sim:tesla-p10 create --gpu=0  | --gpu=0000:82:00.0 | GP102GL [Tesla P10]",
                "mode eq                              | equal-size    | ''",
                "und                                  | undefine      | Delete definitions; active"
                        + " vGPUs stay active",
            },
            delimiter = '|')
    void whatFitsIsOfferedWithWhatItIs(String line, String word, String meaning) {
        assertThat(words(line)).isEqualTo(word + "\t" + meaning + "\n");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"doctor --log ,:files", "doctor '',:files", "--root ,:directories"})
    void whatOnlyTheShellCanListIsNamed(String line, String answer) {
        assertThat(words(line.replace("''", "") + (line.endsWith("'") ? "" : " ")))
                .isEqualTo(answer + "\n");
    }

    @Test
    void hostsAreBoardsSeparatedByCommas() {
        assertThat(words("--host sim:tesla-p1")).isEqualTo("sim:tesla-p10\t\n");
        assertThat(words("--host sim:t4,tesla-p1")).isEqualTo("sim:t4,tesla-p10\t\n");
    }

    @Test
    void aHostThatIsNoneOffersNothingAndSaysNothing() {
        assertThat(words("--host nonsense stop ")).isEmpty();
        assertThat(words("--wait soon --host sim:tesla-p10 stop d")).startsWith("desk\t");
    }

    @Test
    void theScriptsArePrinted() {
        assertThat(host.vgpuctl("completion", "script", "bash").out())
                .contains("complete -F _vgpuctl vgpuctl");
    }
}
