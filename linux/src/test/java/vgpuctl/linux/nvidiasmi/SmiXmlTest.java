package vgpuctl.linux.nvidiasmi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.attach.MultiVgpuCapabilities;
import vgpuctl.core.inventory.Reading;
import vgpuctl.linux.nvidiasmi.SmiGpu.Can;

class SmiXmlTest {

    private static final String HOST =
            """
            <?xml version="1.0" ?>
            <!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
            <nvidia_smi_log>
              <driver_version>550.54.16</driver_version>
              <gpu id="00000000:82:00.0">
                <product_name>NVIDIA A40</product_name>
                <uuid>GPU-1</uuid>
                <mig_mode><current_mig>Disabled</current_mig><pending_mig>Enabled</pending_mig></mig_mode>
                <vgpu_driver_capability>
                  <heterogenous_multivGPU>Supported</heterogenous_multivGPU>
                </vgpu_driver_capability>
                <vgpu_device_capability>
                  <fractional_multiVgpu>Not Supported</fractional_multiVgpu>
                  <heterogeneous_timeSlice_profile>Supported</heterogeneous_timeSlice_profile>
                  <heterogeneous_timeSlice_sizes>N/A</heterogeneous_timeSlice_sizes>
                </vgpu_device_capability>
                <gpu_virtualization_mode>
                  <virtualization_mode>Host VGPU</virtualization_mode>
                  <host_vgpu_mode>SR-IOV</host_vgpu_mode>
                  <vgpu_heterogeneous_mode>Enabled</vgpu_heterogeneous_mode>
                </gpu_virtualization_mode>
                <processes><process_info><uuid>another</uuid></process_info></processes>
              </gpu>
              <gpu id="0001:0A:1F.0"><product_name>[N/A]</product_name></gpu>
              <gpu id="nowhere"><product_name>lost</product_name></gpu>
              <gpu/>
            </nvidia_smi_log>
            """;

    private static SmiXml parsed(String text) {
        return SmiXml.parse(text)
                .orElseGet(why -> {
                    throw new AssertionError(why);
                });
    }

    @Test
    void aHostsGpuSaysItsModesAndWhatItCan() {
        var smi = parsed(HOST);
        assertThat(smi.driverVersion()).hasValue("550.54.16");
        assertThat(smi.gpus()).hasSize(2);
        var gpu = smi.gpus().getFirst();
        assertThat(gpu.address()).hasToString("0000:82:00.0");
        assertThat(gpu.productName()).hasValue("NVIDIA A40");
        assertThat(gpu.uuid()).hasValue("GPU-1");
        assertThat(gpu.migEnabled()).hasValue(false);
        assertThat(gpu.migEnabledNext()).hasValue(true);
        assertThat(gpu.virtualizationMode()).hasValue("Host VGPU");
        assertThat(gpu.hostVgpuMode()).hasValue("SR-IOV");
        assertThat(gpu.mixedSize()).hasValue(true);
        assertThat(gpu.can())
                .isEqualTo(
                        new Can(
                                new MultiVgpuCapabilities(Optional.of(false), Optional.of(true)),
                                Optional.of(true),
                                Optional.empty()));
    }

    @Test
    void whatIsNotSaidIsAbsent() {
        var gpu = parsed(HOST).gpus().get(1);
        assertThat(gpu.address()).hasToString("0001:0a:1f.0");
        assertThat(gpu.productName()).isEmpty();
        assertThat(gpu.migEnabled()).isEmpty();
        assertThat(gpu.mixedSize()).isEmpty();
        assertThat(gpu.can().multiVgpu()).isEqualTo(MultiVgpuCapabilities.unknown());
    }

    @Test
    void cutOffAnywhereItIsNothing() {
        var end = HOST.lastIndexOf("</nvidia_smi_log>");
        for (var length = 0; length < end; length++) {
            assertThat(SmiXml.parse(HOST.substring(0, length)))
                    .as("the first %d characters", length)
                    .isInstanceOf(Reading.Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<other/>",
                "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."
            })
    void otherOutputSaysThatItIsNone(String text) {
        assertThat(SmiXml.parse(text)).isInstanceOf(Reading.Unknown.class);
    }

    @Test
    void entitiesAreNeitherOpenedNorMultiplied() {
        var bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
        for (var i = 1; i <= 40; i++) {
            bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        for (var declared :
                List.of(
                        bomb + "]>",
                        "<!DOCTYPE x [<!ENTITY a40 SYSTEM \"file:///etc/passwd\">]>")) {
            var text =
                    declared
                            + "<nvidia_smi_log><gpu id=\"00000000:82:00.0\">"
                            + "<product_name>&a40;</product_name></gpu></nvidia_smi_log>";
            SmiXml.parse(text)
                    .ifKnownOrElse(
                            smi -> assertThat(smi.gpus().getFirst().productName()).isEmpty(),
                            why -> assertThat(why).contains("no XML"));
        }
    }

    @Test
    void moreThanTheToolPrintsIsNotRead() {
        assertThat(SmiXml.parse(" ".repeat(5 << 20))).isInstanceOf(Reading.Unknown.class);
    }
}
