package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;

/** vGPUs on virtual functions: one each, and a capacity that is the card's. */
class VirtualFunctionsTest {

    @TempDir(factory = InMemory.class)
    private Path directory;

    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = new SimulatedHost(directory, "a2:mdev").after("gpus");
    }

    @Test
    void virtualFunctionsAreNoGpusOfTheirOwn() {
        assertThat(host.vgpuctl("gpus").out().lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("0000:82:00.0", "mdev on VFs", "16 GB of 16 GB free");
    }

    @Test
    void capacityIsTheCardsAndNotTheSumOfItsFunctions() {
        assertThat(host.vgpuctl("types").out()).containsPattern("A2-16Q .* 1 +1\\n");
        host.after("create", "A2-4Q", "--count", "3");
        assertThat(host.vgpuctl("types").out())
                .containsPattern("A2-4C .* 4 +1\\n")
                .containsPattern("A2-8Q .* 2 +0\\n")
                .contains("note:  3 × A2-4Q are on this GPU: all its vGPUs must have 4 GB\n");
    }

    @Test
    void theFirstFreeFunctionIsTakenAndAnAddressOfOneMeansItsCard() {
        host.after("create", "A2-4Q", "--count", "2").after("remove", "a2-4q-1");
        assertThat(host.vgpuctl("create", "A2-4C", "--gpu", "82:00.7").out())
                .contains("0000:82:00.4");
    }

    @Test
    void aFunctionThatADefinitionWaitsForIsLeftToIt() {
        host.after("create", "A2-4Q", "--name", "one").after("stop", "one");
        assertThat(host.vgpuctl("create", "A2-4Q", "--name", "two").out()).contains("0000:82:00.5");
        host.after("start", "one");
        assertThat(host.vgpuctl("show", "one").out()).contains("0000:82:00.4  of 0000:82:00.0");
    }

    @ParameterizedTest
    @CsvSource({"A2-1Q,16", "A2-2B,8", "A2-4C,4", "A2-8A,2", "A2-16Q,1"})
    void aTypeIsMadeUpToItsMaximumAndRemovedWithoutATrace(String type, int most) {
        var before = host.state();
        host.after("create", type, "--count", "" + most, "--name", "v");
        var more = host.vgpuctl("create", type);
        assertThat(more.exit()).isEqualTo(5);
        assertThat(more.err()).contains(most + " × " + type, "which is all that fit");
        assertThat(host.names("/sys/bus/mdev/devices")).hasSize(most);
        for (var number = 1; number <= most; number++) {
            host.after("remove", most == 1 ? "v" : "v-" + number);
        }
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void ampereCombinesComputeVgpusInOneVm() {
        host.afterAll(
                List.of(
                        "create A2-4C --count 2 --name c",
                        "attach c-1 y-k8s-n-1",
                        "attach c-2 y-k8s-n-1",
                        "sim virsh start y-k8s-n-1"));
        assertThat(host.vgpuctl("stop", "c-2").err())
                .contains("in use by the running VM y-k8s-n-1");
    }

    /** What the running driver says wins over what its generation could. */
    @Test
    void aDriverThatCombinesOnlyWholeCardsIsBelieved() {
        host.after("create", "A2-4C", "--count", "2", "--name", "c")
                .after("attach", "c-1", "y-k8s-n-1");
        var said = host.vgpuctl(new WithoutFractions(), "attach", "c-2", "y-k8s-n-1");
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err())
                .contains(
                        "this GPU combines only whole-card types in a VM, which A2-4C is not"
                                + " (fractionalMultiVgpu=0)");
    }

    /** An nvidia-smi that says so. */
    private static final class WithoutFractions implements WaysOut {
        @Override
        public Commands commands(Commands commands) {
            return (arguments, limit) ->
                    commands.run(arguments, limit) instanceof Result.Ended ended
                            ? new Result.Ended(
                                    ended.status(), denied(ended.output()), ended.errors())
                            : commands.run(arguments, limit);
        }

        private static String denied(String xml) {
            return xml.replace(
                    "<fractional_multiVgpu>Supported", "<fractional_multiVgpu>Not Supported");
        }
    }
}
