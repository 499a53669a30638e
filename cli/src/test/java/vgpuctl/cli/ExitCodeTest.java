package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.files.Errno;

/** What scripts go by: exit statuses, and errors as JSON. */
class ExitCodeTest {

    @TempDir private Path directory;
    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withOneCard(directory).after("gpus");
    }

    private static Stream<Arguments> table() {
        var refused = new Problem.Refused("r", "s", "w");
        return Stream.of(
                Arguments.of(2, new Problem.BadInput("r", "w")),
                Arguments.of(2, new Problem.Ambiguous("t", List.of("a", "b"))),
                Arguments.of(3, new Problem.NotFound("r", "w")),
                Arguments.of(4, new Problem.Conflict("r", "w")),
                Arguments.of(4, new Problem.ChangedMeanwhile("t", "e", "f")),
                Arguments.of(5, new Problem.NoRoom("r", "w")),
                Arguments.of(6, new Problem.HostNotReady("r", "w")),
                Arguments.of(7, refused),
                Arguments.of(8, new Problem.NotPermitted("r", "w")),
                Arguments.of(9, new Problem.TimedOut("t", Duration.ofSeconds(1), "w")),
                Arguments.of(9, new Problem.Locked("t", "h")),
                Arguments.of(11, new Problem.PartlyApplied(refused, List.of("l"))),
                Arguments.of(11, new Problem.DoneInPart(refused, List.of("l"))));
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyKindOfProblemHasItsStatus(int status, Problem problem) {
        assertThat(ExitCode.of(problem)).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "creat P40-12C",
                "create",
                "create P40-12C --cuont 2",
                "create P40-12C --count 0",
                "create P40-12C --count many",
                "attach one",
                "gpus --output xml",
                "create P40-12C --wait -1",
                "types 82:00",
                "types /etc",
                "types ..",
                "create P40-12C --gpu x:y",
                "sim dance"
            })
    void whatCannotBeUnderstoodIsTwo(String line) {
        var said = host.vgpuctl(line.split(" "));
        assertThat(said.exit()).as(said.toString()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "show", "start", "stop", "remove", "define", "undefine", "autostart"})
    void aVgpuThatIsNotThereIsThree(String verb) {
        var words = verb.isEmpty() ? "attach no-such-vgpu y-k8s-n-1" : verb + " no-such-vgpu";
        var said = host.vgpuctl(words.split(" "));
        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.err())
                .isEqualTo(
                        """
                        error: there is no vGPU 'no-such-vgpu'
                        hint:  this host has none; make one: vgpuctl create TYPE
                        """);
    }

    @Test
    void anUnknownBoardIsTwoAndNamesThoseThereAre() {
        var said = new SimulatedHost(directory, "tesla-p11").vgpuctl("gpus");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("choose from: tesla-p10");
    }

    @Test
    void anErrorAsJsonIsOnStandardErrorWithItsStatus() {
        host.after("create", "P40-12C");
        var said = host.vgpuctl("create", "P40-6Q", "--output", "json");
        assertThat(said.exit()).isEqualTo(5);
        assertThat(said.out()).isEmpty();
        assertThat(error(said.err()).string("kind")).hasValue("NoRoom");
        assertThat(error(said.err()).wholeNumber("status")).hasValue(5);
        assertThat(error(said.err()).string("reason").orElse(""))
                .startsWith("no room for 1 × P40-6Q");
        assertThat(error(said.err()).string("wayOut").orElse("")).isNotBlank();
    }

    @Test
    void aRefusalAsJsonHasTheWordsOfTheOneWhoRefused() {
        var said =
                host.vgpuctl(
                        FaultyHost.refusingVgpu(1, Errno.EIO),
                        "create",
                        "P40-6Q",
                        "--output",
                        "json");
        assertThat(error(said.err()).string("said")).hasValue("Input/output error");
    }

    private static JsonObject error(String text) {
        return JsonReader.read(text) instanceof JsonObject json
                ? json.object("error").orElseThrow()
                : JsonObject.builder().build();
    }

    @Test
    void theBeginningOfAUuidIsEnoughUnlessTwoBeginSo() {
        host.after("create", "P40-6Q", "--uuid", "3eb9d560-0b31-11ee-91a9-bb28039c61eb")
                .after("create", "P40-6Q", "--uuid", "3eb9d561-0b31-11ee-91a9-bb28039c61eb");
        assertThat(host.vgpuctl("show", "3eb9d560").exit()).isZero();
        var said = host.vgpuctl("show", "3eb9d56");
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("'3eb9d56' may be any of 3eb9d560-");
    }
}
