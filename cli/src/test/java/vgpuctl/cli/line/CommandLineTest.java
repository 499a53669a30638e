package vgpuctl.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private static CommandLine parse(String line) {
        return CommandLine.parse(
                ExampleProgram.root(), line.isEmpty() ? List.of() : List.of(line.split(" ", -1)));
    }

    private static Parsed parsed(String line) {
        assertThat(parse(line)).isInstanceOf(Parsed.class);
        return (Parsed) parse(line);
    }

    private static String message(String line) {
        assertThat(parse(line)).isInstanceOf(CommandLine.Wrong.class);
        return ((CommandLine.Wrong) parse(line)).message();
    }

    @Test
    void aLineBecomesACommandAndItsValues() {
        var line =
                parsed("create P40-12C --count 2 --gpu=82:00.0 --param a=1 --param b=2 --dry-run");

        assertThat(line.name()).isEqualTo("create");
        assertThat(line.text("TYPE")).isEqualTo("P40-12C");
        assertThat(line.number("count")).isEqualTo(2);
        assertThat(line.optionalNumber("count")).hasValue(2);
        assertThat(line.optional("gpu")).contains("82:00.0");
        assertThat(line.all("param")).containsExactly("a=1", "b=2");
        assertThat(line.flag("dry-run")).isTrue();
        assertThat(line.flag("force")).isFalse();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        var line = parsed("create P40-12C");

        assertThat(line.number("count")).isEqualTo(1);
        assertThat(line.text("host")).isEqualTo("local");
        assertThat(line.flag("autostart")).isTrue();
        assertThat(line.optional("gpu")).isEmpty();
        assertThat(line.all("param")).isEmpty();
        assertThat(parsed("list").optional("GPU")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "create T -n 2 -y -f -o json",
                "create -n2 -yf -ojson T",
                "-o=json create -yfn2 T",
                "--output json create --count=2 --dry-run --force T",
                "create --dry-run --output=json --force --count 2 -- T",
                "-ojson create -fyn=2 T",
            })
    void allWaysToWriteAnOptionMeanTheSame(String line) {
        var usual = parsed("create T --count 2 --dry-run --force --output json");

        assertThat(parsed(line).values()).isEqualTo(usual.values());
    }

    @Test
    void anOptionOfTheRootGoesBeforeOrAfterTheCommand() {
        assertThat(parsed("--host sim:p40 sim reset p40").text("host")).isEqualTo("sim:p40");
        assertThat(parsed("sim --host sim:p40 reset p40").text("host")).isEqualTo("sim:p40");
        assertThat(parsed("sim reset p40 --host sim:p40").text("host")).isEqualTo("sim:p40");
    }

    @Test
    void aFlagThatCanBeNegatedIs() {
        assertThat(parsed("create T --no-autostart").flag("autostart")).isFalse();
        assertThat(parsed("create T --autostart").flag("autostart")).isTrue();
        assertThat(parsed("list --no-color").optional("color")).contains("false");
        assertThat(parsed("list").optional("color")).isEmpty();
        assertThat(message("create T --no-force")).contains("unknown option --no-force");
        assertThat(message("create T --autostart --no-autostart"))
                .contains("--autostart is given 2 times");
    }

    @Test
    void aCommandUnderAnotherIsFound() {
        assertThat(parsed("sim reset p40").name()).isEqualTo("sim reset");
        assertThat(parsed("sim reset p40").path().typed()).isEqualTo("vgpuctl sim reset");
    }

    @Test
    void aCommandsOwnLetterHidesTheOneAbove() {
        var line = parsed("mdev list -d -o file");

        assertThat(line.text("out")).isEqualTo("file");
        assertThat(line.text("output")).isEqualTo("table");
    }

    @Test
    void everythingAfterTwoDashesIsAnOperand() {
        assertThat(parsed("stop -- --force -x --").all("ID"))
                .containsExactly("--force", "-x", "--");
        assertThat(parsed("stop -").all("ID")).containsExactly("-");
    }

    @Test
    void aValueMayBeEmptyOrBeginWithADashWhereItIsJoined() {
        assertThat(parsed("create T --gpu=").optional("gpu")).contains("");
        assertThat(parsed("create T --gpu=-x").optional("gpu")).contains("-x");
        assertThat(parsed("create T --gpu -1").optional("gpu")).contains("-1");
    }

    @ParameterizedTest(name = "{0}: help for {1}")
    @CsvSource(
            value = {
                "''                         | vgpuctl",
                "--help                     | vgpuctl",
                "-h                         | vgpuctl",
                "help                       | vgpuctl",
                "help sim reset             | vgpuctl sim reset",
                "sim help reset             | vgpuctl sim reset",
                "create --help              | vgpuctl create",
                "--help create              | vgpuctl create",
                "create --count x --wrong -h| vgpuctl create",
                "create --gpu --help        | vgpuctl create",
                "sim --help                 | vgpuctl sim",
                "create T -yh               | vgpuctl create",
            },
            delimiter = '|')
    void helpIsGivenWhereverItIsAskedFor(String line, String path) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        CommandLine.HelpWanted.class,
                        help -> assertThat(help.path().typed()).isEqualTo(path));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--version", "-V", "--host x --version", "list --version"})
    void theVersionIsGivenWhereverItIsAskedFor(String line) {
        assertThat(parse(line)).isInstanceOf(CommandLine.VersionWanted.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            value = {
                "create T --cuont 2         | unknown option --cuont; did you mean --count?",
                "create T --dry             | unknown option --dry; did you mean --dry-run?",
                "create T --no-autstart     | unknown option --no-autstart; did you mean --no-autostart?",
                "create T --zzz             | unknown option --zzz",
                "create T -z                | unknown option -z",
                "create T -yz               | unknown option -z in -yz",
                "create T -gpu 82:00.0      | unknown option -g in -gpu; did you mean --gpu?",
                "create T --count           | --count needs a value: --count N",
                "create T -n                | -n needs a value: -n N",
                "create T --gpu --force     | --gpu needs a value: --gpu GPU",
                "create T --count x         | --count takes 1 to 32, not 'x'",
                "create T --count 0         | --count takes 1 to 32, not '0'",
                "create T --count 33        | --count takes 1 to 32, not '33'",
                "create T --count +1        | --count takes 1 to 32, not '+1'",
                "create T --count ١         | --count takes 1 to 32, not '١'",
                "create T --count=          | --count takes 1 to 32, not ''",
                "create T --count 99999999999999999999 | --count takes 1 to 32, not '99999999999999999999'",
                "create T --force=yes       | --force takes no value",
                "create T -n 1 --count 2    | --count is given 2 times",
                "create T -yy               | --dry-run is given 2 times",
                "create T -oxml             | -o takes table, wide, json or yaml, not 'xml'",
                "create                     | TYPE is missing: a type by name, short name or id",
                "create T U                 | unexpected operand 'U'",
                "stop                       | ID is missing: a vGPU",
                "mode 82:00.0 mix           | MODE takes equal-size, mixed-size or mig, not 'mix'",
            },
            delimiter = '|')
    void whatIsWrongIsSaidAndHowToFindOut(String line, String fault) {
        var command = line.substring(0, line.indexOf(' ') < 0 ? line.length() : line.indexOf(' '));

        assertThat(message(line))
                .isEqualTo(
                        "vgpuctl "
                                + command
                                + ": "
                                + fault
                                + "\nSee: vgpuctl "
                                + command
                                + " --help");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            value = {
                "crate T            | vgpuctl --help     | unknown command 'crate'; did you mean 'create'?",
                "xyzzy --wrong      | vgpuctl --help     | unknown command 'xyzzy'",
                "reset p40          | vgpuctl --help     | unknown command 'reset'; did you mean 'vgpuctl sim reset'?",
                "sim rest --help    | vgpuctl sim --help | unknown command 'rest'; did you mean 'reset'?",
                "sim                | vgpuctl sim --help | a command is missing: reset or boards",
                "--host x           | vgpuctl --help     | a command is missing: list, create, stop, mode, sim or mdev",
                "--count 2 create T | vgpuctl create --help     | --count belongs after the command",
            },
            delimiter = '|')
    void whereTheCommandIsWrongTheRestIsNotGuessed(String line, String wayOut, String fault) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        CommandLine.Wrong.class,
                        wrong -> {
                            assertThat(wrong.faults()).containsExactly(fault);
                            assertThat(wrong.wayOut()).isEqualTo(wayOut);
                        });
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThat(message("create --count 0 --cuont 3 -z --gpu a --gpu b"))
                .isEqualTo(
                        """
                        vgpuctl create: --count takes 1 to 32, not '0'
                        vgpuctl create: unknown option --cuont; did you mean --count?
                        vgpuctl create: unknown option -z
                        vgpuctl create: TYPE is missing: a type by name, short name or id
                        vgpuctl create: --gpu is given 2 times
                        See: vgpuctl create --help\
                        """);
    }

    @Test
    void whatWasTypedCannotCommandTheTerminal() {
        assertThat(message("list --\u001b[2J")).contains("unknown option --\\x1b[2J\n");
    }

    @Test
    void aVeryLongWordIsRefusedLikeAnyOther() {
        assertThat(message("list --" + "x".repeat(1_000_000))).contains("unknown option --xxx");
    }

    @Test
    void askingForWhatTheCommandDoesNotHaveIsAMistakeInTheProgram() {
        assertThatIllegalArgumentException().isThrownBy(() -> parsed("list").flag("force"));
        assertThatIllegalStateException().isThrownBy(() -> parsed("list").text("GPU"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyLineIsUnderstoodOrRefusedWithAReason(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++) {
            var arguments = arguments(random);
            switch (CommandLine.parse(ExampleProgram.root(), arguments)) {
                case Parsed line ->
                        line.path().options().forEach(option -> line.all(option.name()));
                case CommandLine.Wrong wrong ->
                        assertThat(wrong.faults()).as("" + arguments).isNotEmpty();
                case CommandLine.HelpWanted help ->
                        assertThat(Help.render(help.path(), 60)).isNotEmpty();
                case CommandLine.VersionWanted(_) -> {}
            }
            var completion = Completion.of(ExampleProgram.root(), arguments);
            assertThat(completion.candidates())
                    .allMatch(candidate -> candidate.word().startsWith(last(arguments)));
        }
    }

    private static String last(List<String> arguments) {
        return arguments.isEmpty() ? "" : arguments.getLast();
    }

    private static List<String> arguments(Random random) {
        var pieces =
                List.of(
                        "create",
                        "sim",
                        "reset",
                        "stop",
                        "list",
                        "help",
                        "--",
                        "-",
                        "",
                        "--host",
                        "--count",
                        "--count=2",
                        "--param",
                        "-n",
                        "-n3",
                        "-yf",
                        "-ojson",
                        "--no-color",
                        "--no-",
                        "--=",
                        "-=",
                        "---",
                        "--output=",
                        "x",
                        "3",
                        "-1",
                        "😀",
                        "-😀",
                        "--h");
        var arguments = new ArrayList<String>();
        for (var i = random.nextInt(7); i > 0; i--) {
            arguments.add(pieces.get(random.nextInt(pieces.size())));
        }
        return arguments;
    }
}
