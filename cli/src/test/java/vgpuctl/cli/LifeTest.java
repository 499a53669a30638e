package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Start, stop, remove, define, undefine, autostart. */
class LifeTest {

    private static final String VM = "y-k8s-n-1";

    @TempDir private Path directory;
    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withOneCard(directory).after("create", "P40-6Q", "--name", "one");
    }

    @Test
    void stoppedAndStartedItIsTheSame() {
        var before = host.state();
        assertThat(host.vgpuctl("stop", "one").out()).isEqualTo("Stopped one.\n");
        assertThat(host.names("/sys/bus/mdev/devices")).isEmpty();
        assertThat(host.vgpuctl("start", "one").out()).isEqualTo("Started one.\n");
        assertThat(host.state()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    start one         | one is active already
                    define one        | one is defined already
                    autostart one --off | autostart of one is off already
                    stop two          | two is not active
                    detach one y-k8s-n-1 | y-k8s-n-1 does not have one
                    """)
    void whatIsSoAlreadyIsLeftAlone(String command, String note) {
        host.after("create", "P40-6Q", "--name", "two", "--no-start");
        var before = host.state();
        var said = host.vgpuctl(command.split(" "));
        assertThat(said.out()).isEqualTo("note:  " + note + "\n");
        assertThat(said.exit()).isZero();
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void severalAreChangedAtOnceEachOnce() {
        host.after("create", "P40-6Q", "--name", "two");
        assertThat(host.vgpuctl("stop", "one", "two", "ONE").exit()).isZero();
        assertThat(host.names("/sys/bus/mdev/devices")).isEmpty();
        assertThat(host.vgpuctl("remove", "one", "two").out())
                .isEqualTo("Removed one.\nRemoved two.\n");
        assertThat(host.names("/var/lib/vgpuctl/vgpus")).isEmpty();
    }

    @Test
    void oneThatIsInUseStopsAllOfThem() {
        host.after("create", "P40-6Q", "--name", "two").after("attach", "two", VM);
        host.after("sim", "virsh", "start", VM);
        var before = host.state();
        var said = host.vgpuctl("stop", "one", "two");
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err()).startsWith("error: two is in use by the running VM " + VM);
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void removeLeavesNoVmWithAVgpuThatIsGone() {
        host.after("attach", "one", VM);
        assertThat(host.vgpuctl("remove", "one").err())
                .startsWith("error: the configuration of the VM " + VM + " has one\n");
        host.after("stop", "one");
        assertThat(host.vgpuctl("undefine", "one").exit()).isEqualTo(4);
        assertThat(host.vgpuctl("list").out()).contains("one   P40-6Q");
    }

    @Test
    void undefinedItStaysUntilItIsStopped() {
        assertThat(host.vgpuctl("undefine", "one").out())
                .isEqualTo("Undefined one.\nnote:  one stays active until it is stopped\n");
        assertThat(host.names("/sys/bus/mdev/devices")).hasSize(1);
        host.after("stop", "one");
        assertThat(host.names("/var/lib/vgpuctl/vgpus")).isEmpty();
    }

    @Test
    void undefinedWhileInactiveNothingIsLeft() {
        host.after("stop", "one").after("undefine", "one");
        assertThat(host.names("/var/lib/vgpuctl/vgpus")).isEmpty();
        assertThat(host.vgpuctl("list").out()).startsWith("No vGPU is on this host.");
    }

    @Test
    void autostartBringsItBackAfterAReboot() {
        host.after("create", "P40-6Q", "--name", "two").after("autostart", "two");
        var two = host.vgpuctl("show", "two").out();
        host.after("sim", "reboot");
        assertThat(host.names("/sys/bus/mdev/devices")).hasSize(1);
        assertThat(host.vgpuctl("show", "two").out()).isEqualTo(two);
    }

    @Test
    void autostartNeedsADefinition() {
        host.after("undefine", "one");
        var said = host.vgpuctl("autostart", "one");
        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err()).contains("hint:  define it first: vgpuctl define one");
    }

    @Test
    void aForeignMemberOfADefinitionSurvivesAutostart() {
        var uuid = host.names("/sys/bus/mdev/devices").getFirst();
        var path = "/etc/mdevctl.d/0000:82:00.0/" + uuid;
        host.write(path, "{\"mdev_type\":\"nvidia-50\",\"start\":\"manual\",\"note\":[1,\"ü\"]}");
        host.after("autostart", "one");
        assertThat(host.text(path))
                .isEqualToIgnoringWhitespace(
                        "{\"mdev_type\":\"nvidia-50\",\"start\":\"auto\",\"note\":[1,\"ü\"]}");
    }

    @Test
    void startedTogetherBeyondTheCardNoneIsStarted() {
        host.after("stop", "one").after("create", "P40-12C", "--name", "big", "--no-start");
        var before = host.state();
        var said = host.vgpuctl("start", "one", "big");
        assertThat(said.exit()).isEqualTo(7);
        assertThat(said.err()).contains("1 × P40-6Q is on this GPU", "Input/output error");
        assertThat(host.state()).isEqualTo(before);
    }
}
