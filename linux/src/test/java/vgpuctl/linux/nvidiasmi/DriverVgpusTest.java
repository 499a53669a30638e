package vgpuctl.linux.nvidiasmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.DriverVgpu;
import vgpuctl.core.inventory.DriverVgpu.Guest;
import vgpuctl.core.inventory.LicenceState;

class DriverVgpusTest {

    private static final Path CORPUS =
            Path.of("").toAbsolutePath().resolve("../../shared/corpus").normalize();

    private static List<DriverVgpu> captured(String file) throws IOException {
        var path = CORPUS.resolve(file);
        assumeTrue(Files.exists(path), path + " is not there");
        return DriverVgpus.parse(Files.readString(path));
    }

    @Test
    void twoVgpusOfOneVmOfWhichTheSecondNeverStarted() throws IOException {
        var vgpus = captured("p10-ubuntu2204-r510/nvidia-smi_vgpu_-q_output");
        var vm = UUID.fromString("10a12241-1e83-4b70-bc59-a33d7c6d063c");
        assertThat(vgpus)
                .containsExactly(
                        new DriverVgpu(
                                new DeviceName("0000:82:00.0"),
                                "3251634329",
                                Optional.of(vm),
                                Optional.of("y-k8s-n-1"),
                                "GRID P40-6Q",
                                Optional.of(
                                        UUID.fromString("334855e2-079b-11ee-9fc9-83e0dccb6713")),
                                true,
                                new Guest(
                                        Optional.empty(),
                                        Optional.of(LicenceState.NOT_SAID),
                                        Optional.empty())),
                        new DriverVgpu(
                                new DeviceName("0000:82:00.0"),
                                "3251634341",
                                Optional.of(vm),
                                Optional.of("y-k8s-n-1"),
                                "GRID P40-6Q",
                                Optional.of(
                                        UUID.fromString("33485650-079b-11ee-9fca-8f6415d2734c")),
                                false,
                                new Guest(
                                        Optional.empty(),
                                        Optional.of(LicenceState.NOT_SAID),
                                        Optional.empty())));
    }

    @Test
    void aGuestSaysItsDriverAndItsLicence() throws IOException {
        var vgpus = captured("rtx6000-rhel9-r550-nova/nvidia-smi_vgpu_-q_1vm");
        assertThat(vgpus)
                .singleElement()
                .extracting(DriverVgpu::guest)
                .isEqualTo(
                        new Guest(
                                Optional.of("550.54.15"),
                                Optional.of(LicenceState.UNRESTRICTED),
                                Optional.empty()));
    }

    private static DriverVgpu saying(String member, String words) {
        return DriverVgpus.parse(
                        "GPU 00000000:41:00.0\n    vGPU ID                       : 1\n        "
                                + member
                                + "      : "
                                + words
                                + "\n")
                .getFirst();
    }

    @Test
    void aLicenceEndsOnADay() {
        var guest = saying("License Status", "Licensed (Expiry: 2024-3-1 7:5:1 GMT)").guest();
        assertThat(guest.licence()).hasValue(LicenceState.LICENSED);
        assertThat(guest.expiry()).hasValue("2024-3-1 7:5:1 GMT");
    }

    @ParameterizedTest
    @CsvSource({
        "Unlicensed,UNLICENSED",
        "Unlicensed (Restricted),RESTRICTED",
        "Unlicensed (Unrestricted),UNRESTRICTED",
        "Licensed,LICENSED",
        "N/A (Expiry: N/A),NOT_SAID"
    })
    void aStateIsKnownByTheDriversWords(String words, LicenceState state) {
        assertThat(saying("License Status", words).guest().licence()).hasValue(state);
    }

    @Test
    void wordsThatNobodyKnowsAreNoState() {
        assertThat(saying("License Status", "Pending").guest().licence()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "No devices were found\n",
                "GPU 00000000:82:00.0\n    Active vGPUs                          : 0\n",
                "GPU nowhere\n    vGPU ID                               : 1\n",
                "    vGPU ID                               : 1\n        VM UUID : x\n",
                "GPU 00000000:82:00.0\n    vGPU ID\n        \n         :\n"
            })
    void whatIsNoListHasNoVgpus(String output) {
        assertThat(DriverVgpus.parse(output)).isEmpty();
    }
}
