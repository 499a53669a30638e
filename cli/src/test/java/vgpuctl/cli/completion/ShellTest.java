package vgpuctl.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShellTest {

    @ParameterizedTest
    @EnumSource(Shell.class)
    void everyShellHasAScriptThatAsksTheProgram(Shell shell) {
        assertThat(Shell.named(shell.word())).isEqualTo(shell);
        assertThat(shell.script()).contains("completion words -- ");
    }
}
