package vgpuctl.linux.nvidiasmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.live.Licence;
import vgpuctl.core.live.Licence.Expiry;
import vgpuctl.core.live.Licence.State;
import vgpuctl.core.live.LiveGpu;
import vgpuctl.core.live.LiveGpu.FrameBuffer;
import vgpuctl.core.live.LiveGpu.Switch;
import vgpuctl.core.live.LiveHost;
import vgpuctl.core.live.LiveVgpu;
import vgpuctl.core.live.Percent;
import vgpuctl.core.pci.Bdf;
import vgpuctl.linux.command.Commands.Result;

/** Figures out of what nvidia-smi prints. */
class SmiFiguresTest {

    private static final Path CORPUS =
            Path.of("").toAbsolutePath().resolve("../../shared/corpus").normalize();

    private static final Bdf GPU = Bdf.parse("82:00.0").orElseThrow();

    private static final String DEVICE =
            """
            <nvidia_smi_log><driver_version>550.1</driver_version>
              <gpu id="00000000:82:00.0">
                <product_name>NVIDIA Test</product_name>
                <fb_memory_usage><total>1024 MiB</total><used>16 MiB</used></fb_memory_usage>
                <utilization><gpu_util>7 %</gpu_util><memory_util>N/A</memory_util></utilization>
                <temperature><gpu_temp>41 C</gpu_temp></temperature>
                <power_readings>
                  <power_draw>26.78 W</power_draw><power_limit>70.00 W</power_limit>
                </power_readings>
                <ecc_mode><current_ecc>Enabled</current_ecc><pending_ecc>Disabled</pending_ecc>
                </ecc_mode>
              </gpu>
            </nvidia_smi_log>
            """;

    private static final String VGPU =
            """
            GPU 00000000:82:00.0
                Active vGPUs                          : 1
                vGPU ID                               : 4294967294
                    VM UUID                           : 10a1f3b2-52d6-4a4b-9d3e-6f1c5a0e0001
                    MDEV UUID                         : 201cb8dd-07f7-37d7-9411-6baaf1d3d65c
                    vGPU Type                         : 50
                    Guest Driver Version              : N/A
                    License Status                    : Licensed (Expiry: 2027-1-31 9:59:8 GMT)
                    GPU Instance ID                   : N/A
                    Placement ID                      : 6
                    Frame Rate Limit                  : 60 FPS
                    FB Memory Usage
                        Total                         : 6144 MiB
                        Used                          : 512 MiB
                    Utilization
                        Gpu                           : 12 %
                        Memory                        : 3 %
            """;

    @Test
    void aCardsFiguresKeepTheirUnits() {
        var gpu = gpu(read(DEVICE, ""));

        assertThat(gpu.use().sm()).isEqualTo(Reading.of(new Percent(7)));
        assertThat(gpu.use().memory())
                .isEqualTo(Reading.unknown("nvidia-smi does not say: memory use"));
        assertThat(gpu.body().framebuffer())
                .isEqualTo(Reading.of(new FrameBuffer(1024L << 20, 16L << 20)));
        assertThat(gpu.body().temperatureCelsius()).isEqualTo(Reading.of(41));
        assertThat(gpu.body().powerMilliwatts()).isEqualTo(Reading.of(26780L));
        assertThat(gpu.body().powerLimitMilliwatts()).isEqualTo(Reading.of(70000L));
        assertThat(gpu.modes().ecc()).isEqualTo(Reading.of(new Switch(true, false)));
        assertThat(gpu.vgpus()).isEqualTo(Reading.of(List.of()));
    }

    @Test
    void aVgpuIsReadFromTheTextForPeople() {
        var vgpu = onlyVgpu(VGPU);

        assertThat(vgpu.identity().instance()).isEqualTo(4294967294L);
        assertThat(vgpu.identity().mdev())
                .isEqualTo(Reading.of(UUID.fromString("201cb8dd-07f7-37d7-9411-6baaf1d3d65c")));
        assertThat(vgpu.identity().typeId()).isEqualTo(Reading.of(50));
        assertThat(vgpu.identity().placementId()).isEqualTo(Reading.of(OptionalInt.of(6)));
        assertThat(vgpu.identity().gpuInstance()).isEqualTo(Reading.of(OptionalInt.empty()));
        assertThat(vgpu.use().sm()).isEqualTo(Reading.of(new Percent(12)));
        assertThat(vgpu.framebufferUsed()).isEqualTo(Reading.of(512L << 20));
        assertThat(vgpu.frameRateLimit()).isEqualTo(Reading.of(60));
        assertThat(vgpu.licence())
                .isEqualTo(
                        Reading.of(
                                new Licence(
                                        State.LICENSED, new Expiry.At("2027-1-31 9:59:8 GMT"))));
        assertThat(vgpu.guestDriver())
                .isEqualTo(Reading.unknown("nvidia-smi does not say: Guest Driver Version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Licensed (Expiry: ", "Licensed (Expiry: )", " (Expiry: x)", "?"})
    void aLicenceInUnknownWordsCostsNoMoreThanTheLicence(String words) {
        var text = VGPU.replace("Licensed (Expiry: 2027-1-31 9:59:8 GMT)", words);

        assertThat(onlyVgpu(text).use().sm()).isEqualTo(Reading.of(new Percent(12)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1 %", "101 %", "99999999999999999999 %", "%", "7", "٧ %"})
    void whatIsNoShareIsUnknown(String words) {
        assertThat(gpu(read(DEVICE.replace("7 %", words), "")).use().sm())
                .isInstanceOf(Reading.Unknown.class);
    }

    @Test
    void withoutTheToolThereIsAReason() {
        assertThat(new SmiFigures((_, _) -> new Result.Missing()).read())
                .isEqualTo(Reading.unknown("nvidia-smi is not on this host"));
    }

    @ParameterizedTest
    @CsvSource({
        "h200-r580-passthrough/q.xml, 143771, 49, 121610",
        "nvidia-smi-xml/telegraf-tesla-t4.xml, 15360, 40, 26780",
    })
    void realCardsSayWhatTheyDo(String file, long mib, int celsius, long milliwatts)
            throws IOException {
        var path = CORPUS.resolve(file);
        assumeTrue(Files.exists(path), "no " + path);

        var body = read(Files.readString(path), "").gpus().getFirst().body();

        assertThat(body.framebuffer().map(FrameBuffer::total)).isEqualTo(Reading.of(mib << 20));
        assertThat(body.temperatureCelsius()).isEqualTo(Reading.of(celsius));
        assertThat(body.powerMilliwatts()).isEqualTo(Reading.of(milliwatts));
    }

    @ParameterizedTest
    @CsvSource({
        "p10-ubuntu2204-r510/nvidia-smi_vgpu_-q_output, 82:00.0, 50 50, -",
        "rtx6000-rhel9-r550-nova/nvidia-smi_vgpu_-q_1vm, 01:00.0, 256, 550.54.15",
    })
    void realVgpusSayWhatTheyAre(String file, String gpu, String types, String driver)
            throws IOException {
        var path = CORPUS.resolve(file);
        assumeTrue(Files.exists(path), "no " + path);

        var vgpus =
                SmiVgpus.parse(Files.readString(path))
                        .onGpus()
                        .getOrDefault(Bdf.parse(gpu).orElseThrow(), List.of());

        assertThat(vgpus)
                .extracting(vgpu -> vgpu.identity().typeId())
                .containsExactlyElementsOf(
                        List.of(types.split(" ")).stream()
                                .map(type -> Reading.of(Integer.valueOf(type)))
                                .toList());
        assertThat(vgpus.getFirst().guestDriver().orElse("-")).isEqualTo(driver);
        assertThat(vgpus.getFirst().use().sm()).isEqualTo(Reading.of(new Percent(0)));
    }

    private static LiveHost read(String device, String vgpus) {
        var said =
                Map.of(
                        List.of("nvidia-smi", "-q", "-x"), device,
                        List.of("nvidia-smi", "vgpu", "-q"), vgpus);
        return new SmiFigures((command, _) ->
                new Result.Ended(0, Optional.ofNullable(said.get(command)).orElseThrow(), ""))
                .read()
                .orElseGet(why -> {
                    throw new AssertionError(why);
                });
    }

    private static LiveGpu gpu(LiveHost host) {
        assertThat(host.gpus()).extracting(LiveGpu::address).containsExactly(GPU);
        return host.gpus().getFirst();
    }

    private static LiveVgpu onlyVgpu(String text) {
        var vgpus = gpu(read(DEVICE, text)).vgpus().orElse(List.of());
        assertThat(vgpus).hasSize(1);
        return vgpus.getFirst();
    }
}
