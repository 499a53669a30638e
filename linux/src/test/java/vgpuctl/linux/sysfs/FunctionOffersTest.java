package vgpuctl.linux.sysfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.linux.HandMadeHost;

class FunctionOffersTest {

    private static final String FIRST = "0000:82:00.4";
    private static final String SECOND = "0000:82:00.5";
    private static final String THIRD = "0000:82:00.6";

    @TempDir private Path root;
    private HandMadeHost host;
    private FunctionOffers offers;

    @BeforeEach
    void makeHost() {
        host = new HandMadeHost(root);
        offers = new FunctionOffers(new TypeReader(host.files()));
    }

    private void function(String name, int small, int large) {
        host.type(name, "nvidia-556", "NVIDIA A40-2Q", 2048, small)
                .type(name, "nvidia-559", "NVIDIA A40-8Q", 8192, large);
    }

    /** What is left of the small and the large type. */
    private List<Integer> of(String function, boolean carries) {
        return offers.of("/sys/bus/pci/devices/" + function, carries).stream()
                .map(offer -> offer.available().orElse(-1))
                .toList();
    }

    @Test
    void aFreeFunctionIsAskedForOneTypeWhereAnotherWasAskedForAll() {
        function(FIRST, 1, 0);
        function(SECOND, 1, 0);
        host.attribute(SECOND, "mdev_supported_types/nvidia-559/available_instances", "not read");
        assertThat(of(FIRST, false)).containsExactly(1, 0);
        assertThat(of(SECOND, false)).containsExactly(1, 0);
    }

    @Test
    void aFunctionWithAVgpuTakesNoneWhateverItsFilesSay() {
        function(FIRST, 1, 1);
        function(SECOND, 1, 1);
        assertThat(of(FIRST, false)).containsExactly(1, 1);
        assertThat(of(SECOND, true)).containsExactly(0, 0);
    }

    @Test
    void aFullCardIsReadFromAFunctionWithAVgpu() {
        function(FIRST, 0, 0);
        function(SECOND, 0, 0);
        assertThat(of(FIRST, true)).containsExactly(0, 0);
        assertThat(of(SECOND, true)).containsExactly(0, 0);
    }

    @Test
    void aFunctionThatIsTakenInSomeOtherWayIsAskedForAll() {
        function(FIRST, 1, 1);
        function(SECOND, 0, 0);
        function(THIRD, 1, 1);
        assertThat(of(FIRST, false)).containsExactly(1, 1);
        assertThat(of(SECOND, false)).containsExactly(0, 0);
        assertThat(of(THIRD, false)).containsExactly(1, 1);
    }

    @Test
    void aFunctionWithoutTypesOffersNothingAndIsNoMeasure() {
        host.attribute(FIRST, "vendor", "0x10de");
        function(SECOND, 1, 0);
        assertThat(of(FIRST, false)).isEmpty();
        assertThat(of(FIRST, true)).isEmpty();
        assertThat(of(SECOND, false)).containsExactly(1, 0);
    }

    @Test
    void anAnswerThatIsNoNumberCostsItsOwnTypeOnly() {
        function(FIRST, 1, 1);
        function(SECOND, 1, 1);
        host.attribute(SECOND, "mdev_supported_types/nvidia-556/available_instances", "many");
        assertThat(of(FIRST, false)).containsExactly(1, 1);
        assertThat(of(SECOND, false)).containsExactly(-1, 1);
    }
}
