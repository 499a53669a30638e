package vgpuctl.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionTest {

    @Test
    void aGoodDefinitionHasNoFaults() {
        assertThat(Definition.faults(ExampleProgram.root())).isEmpty();
    }

    @Test
    void mistakesAreFound() {
        var root =
                Command.named("p", "a program")
                        .with(Operand.required("X", "x"))
                        .with(
                                Option.flag("help", "taken"),
                                Option.flag("a", "a").letter('a'),
                                Option.flag("b", "b").letter('a'),
                                Option.flag("No", "b"),
                                Option.choice("c", "C", List.of("x", "y"), "c").byDefault("z"))
                        .with(
                                Command.named("do", "do")
                                        .with(
                                                Operand.anyNumber("ALL", "all"),
                                                Operand.required("one", "one")),
                                Command.named("do", "again"));

        assertThat(Definition.faults(root))
                .containsExactly(
                        "p has operands and commands",
                        "p has more than one command do",
                        "p has more than one option --help",
                        "p has more than one option -a",
                        "p --No is not in small letters",
                        "p --c does not take its own default",
                        "p do one is not in capitals",
                        "p do one is required after an optional one",
                        "p do one comes after one that takes all");
    }
}
