package vgpuctl.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import vgpuctl.lab.Step.Command;
import vgpuctl.lab.Step.Expectation;
import vgpuctl.lab.Step.Reboot;

class ScenarioParserTest {

    @Test
    void readsHeadersProseCommandsAndReboots() {
        var scenario =
                parse(
                        """
                        # A title
                        # needs: samples, gpu
                        # host: sim:tesla-v100
                        # prose

                        $ vgpuctl gpus
                        one

                        two

                        lab$ false
                        [exit 1]
                        reboot
                        sim$ cat <<END
                        > # text
                        >
                        > END
                        """);
        assertThat(scenario.title()).isEqualTo("A title");
        assertThat(scenario.needs()).containsExactlyInAnyOrder("samples", "gpu");
        assertThat(scenario.host()).isEqualTo("sim:tesla-v100");
        assertThat(scenario.steps()).hasSize(4);
        assertThat(command(scenario, 0).expected())
                .isEqualTo(new Expectation(List.of("one", "", "two"), 0));
        assertThat(command(scenario, 1).expected()).isEqualTo(new Expectation(List.of(), 1));
        assertThat(scenario.steps().get(2)).isEqualTo(new Reboot(13));
        assertThat(command(scenario, 3).text()).isEqualTo("cat <<END\n# text\n\nEND");
    }

    @Test
    void outputWithoutACommandIsRefusedWithItsLine() {
        assertThatThrownBy(() -> parse("# Title\n\nlost\n"))
                .isInstanceOf(ScenarioProblem.class)
                .hasMessageContaining("try:3")
                .hasMessageContaining("lost");
    }

    private static Scenario parse(String text) {
        return ScenarioParser.parse("try", text.lines().toList());
    }

    private static Command command(Scenario scenario, int step) {
        return (Command) scenario.steps().get(step);
    }
}
