package vgpuctl.linux.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static vgpuctl.linux.nvml.StandIn.GPU;
import static vgpuctl.linux.nvml.StandIn.MDEV;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.live.Licence;
import vgpuctl.core.live.Licence.Expiry;
import vgpuctl.core.live.Licence.State;
import vgpuctl.core.live.LiveGpu;
import vgpuctl.core.live.LiveGpu.Body;
import vgpuctl.core.live.LiveGpu.FrameBuffer;
import vgpuctl.core.live.LiveGpu.HostVgpuMode;
import vgpuctl.core.live.LiveGpu.Modes;
import vgpuctl.core.live.LiveGpu.Switch;
import vgpuctl.core.live.LiveGpu.Use;
import vgpuctl.core.live.LiveGpu.Virtualization;
import vgpuctl.core.live.LiveHost;
import vgpuctl.core.live.LiveType;
import vgpuctl.core.live.LiveType.Capability;
import vgpuctl.core.live.LiveVgpu;
import vgpuctl.core.live.LiveVgpu.Encoding;
import vgpuctl.core.live.LiveVgpu.Identity;
import vgpuctl.core.live.Percent;
import vgpuctl.core.live.Scheduling;

/** The native way to the end of it, against a library of the project's own. */
class NvmlFiguresTest {

    private static final String VM = "10a1f3b2-52d6-4a4b-9d3e-6f1c5a0e0001";

    private static final String CARD =
            """
            [driver]
            version=580.142
            [gpu 0000:41:00.0]
            name=NVIDIA A40
            uuid=GPU-11111111-2222-3333-4444-555555555555
            utilisation=37
            utilisation.memory=12
            utilisation.encoder=3
            utilisation.decoder=0
            memory.total=48305799168
            memory.reserved=536870912
            memory.used=8589934592
            temperature=61
            power=142070
            power.limit=300000
            ecc=1
            ecc.next=0
            mig=0
            virtualisation=3
            host-mode=1
            mixed-sizes=1
            scheduler=2
            scheduler.strict=2
            """;

    private static final String VGPU =
            """
            use=41
            use.memory=9
            use.encoder=5
            use.decoder=1
            vm=10a1f3b2-52d6-4a4b-9d3e-6f1c5a0e0001
            memory.used=2147483648
            guest-driver=580.95.05
            frame-rate-limit=60
            encoder.sessions=2
            encoder.rate=30
            encoder.latency=1500
            licence=5
            licence.expiry-status=2
            licence.expiry=2027-01-31 23:59:08
            placement=16
            gpu-instance=3
            """;

    private static final String TYPES =
            """
            [type 557]
            name=NVIDIA A40-1Q
            class=Quadro
            [type 562]
            name=NVIDIA A40-8Q
            class=Quadro
            framebuffer=8589934592
            most=6
            most-per-vm=16
            heads=4
            frame-rate-limit=60
            can.0=0
            can.1=1
            can.2=0
            can.3=0
            can.4=1
            """;

    @TempDir private Path root = Path.of("");

    @Test
    void aCardSaysAllThatItIsAskedFor() {
        var nvml = StandIn.in(root).figures(CARD + TYPES).nvml();

        var host = known(nvml.read());
        var gpu = gpu(host);

        assertThat(host.source()).isEqualTo(LiveHost.Source.NVML);
        assertThat(host.driver()).isEqualTo(Reading.of("580.142"));
        assertThat(host.skipped()).isEmpty();
        assertThat(gpu.name()).isEqualTo(Reading.of("NVIDIA A40"));
        assertThat(gpu.uuid()).isEqualTo(Reading.of("GPU-11111111-2222-3333-4444-555555555555"));
        assertThat(gpu.use()).isEqualTo(use(37, 12, 3, 0));
        assertThat(gpu.body())
                .isEqualTo(
                        new Body(
                                Reading.of(new FrameBuffer(48305799168L, 8589934592L)),
                                Reading.of(61),
                                Reading.of(142070L),
                                Reading.of(300000L)));
        assertThat(gpu.modes())
                .isEqualTo(
                        new Modes(
                                Reading.of(new Switch(true, false)),
                                Reading.of(new Switch(false, false)),
                                Reading.of(Virtualization.HOST_VGPU),
                                Reading.of(HostVgpuMode.SRIOV),
                                Reading.of(true),
                                Reading.of(
                                        new Scheduling(Scheduler.EQUAL_SHARE, Optional.of(true)))));
        assertThat(gpu.vgpus()).isEqualTo(Reading.of(List.of()));
    }

    @Test
    void aTypeSaysWhatItCanAndWhetherItCanBeMade() {
        var types =
                gpu(known(StandIn.in(root).figures(CARD + TYPES).nvml().read()))
                        .types()
                        .orElse(List.of());

        assertThat(types).extracting(LiveType::id).containsExactly(557, 562);
        assertThat(types)
                .extracting(LiveType::creatable)
                .containsExactly(Reading.of(false), Reading.of(true));
        assertThat(types.getLast().name()).isEqualTo(Reading.of("NVIDIA A40-8Q"));
        assertThat(types.getLast().framebuffer()).isEqualTo(Reading.of(8589934592L));
        assertThat(types.getLast().limits().onGpu()).isEqualTo(Reading.of(6));
        assertThat(types.getLast().capabilities())
                .isEqualTo(Reading.of(Set.of(Capability.GPUDIRECT, Capability.EXCLUSIVE_SIZE)));
        assertThat(types.getFirst().capabilities())
                .isEqualTo(notSupported("nvmlVgpuTypeGetCapabilities"));
    }

    @Test
    void aVgpuSaysAllThatItIsAskedFor() {
        var standIn = StandIn.in(root).withMdev();

        var vgpu = onlyVgpu(standIn.figures(CARD + "[vgpu " + MDEV + "]\n" + VGPU));

        assertThat(vgpu)
                .isEqualTo(
                        new LiveVgpu(
                                new Identity(
                                        101,
                                        Reading.of(VM),
                                        Reading.of(UUID.fromString(MDEV)),
                                        Reading.of(562),
                                        Reading.of(OptionalInt.of(16)),
                                        Reading.of(OptionalInt.of(3))),
                                use(41, 9, 5, 1),
                                Reading.of(2147483648L),
                                Reading.of(
                                        new Licence(
                                                State.LICENSED,
                                                new Expiry.At("2027-01-31 23:59:08"))),
                                Reading.of("580.95.05"),
                                Reading.of(60),
                                Reading.of(new Encoding(2, 30, 1500))));
    }

    @Test
    void aVirtualFunctionHasNoMdevAndAPlaceOnlyWhereTheDriverSaysOne() {
        var standIn = StandIn.in(root).withFunctionVgpu();

        var vgpu = onlyVgpu(standIn.figures("[vgpu 0000:41:00.4]\nvm=" + VM + "\n"));

        assertThat(vgpu.identity().mdev()).isEqualTo(notSupported("nvmlVgpuInstanceGetMdevUUID"));
        assertThat(vgpu.identity().placementId()).isEqualTo(Reading.of(OptionalInt.empty()));
        assertThat(vgpu.identity().gpuInstance()).isEqualTo(Reading.of(OptionalInt.empty()));
        assertThat(vgpu.guestDriver())
                .isEqualTo(notSupported("nvmlVgpuInstanceGetVmDriverVersion"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, UNKNOWN",
        "1, UNINITIALIZED",
        "2, UNLICENSED_UNRESTRICTED",
        "3, UNLICENSED_RESTRICTED",
        "4, UNLICENSED",
        "5, LICENSED"
    })
    void everyStateOfALicenceHasItsName(int number, State state) {
        var figures = "[vgpu " + MDEV + "]\nvm=x\nlicence=" + number + "\n";

        var vgpu = onlyVgpu(StandIn.in(root).withMdev().figures(figures));

        assertThat(vgpu.licence()).isEqualTo(Reading.of(new Licence(state, new Expiry.NotTold())));
    }

    @Test
    void noSessionIsLeftOpen() {
        var standIn = StandIn.in(root).figures(CARD);

        known(standIn.nvml().read());

        assertThat(standIn.hasSession()).isFalse();
    }

    @Test
    void aLibraryThatIsNotThereIsAReason() {
        assertThat(new NvmlFigures(root + "/libnvidia-ml.so.1").read())
                .isEqualTo(
                        Reading.unknown(
                                root
                                        + "/libnvidia-ml.so.1 is not on this host: NVIDIA's host"
                                        + " driver brings it along"));
    }

    @Test
    void aDriverThatIsNotLoadedIsAReason() {
        assertThat(StandIn.in(root).figures("[driver]\nfail.Init_v2=9\n").nvml().read())
                .isEqualTo(Reading.unknown("nvmlInit_v2: NVIDIA's driver is not loaded"));
    }

    @Test
    void anOldLibraryCostsWhatItLacksAndNoMore() {
        var gpu = gpu(known(StandIn.in(root, "-DWITHOUT_VGPUS").figures(CARD).nvml().read()));

        assertThat(gpu.use()).isEqualTo(use(37, 12, 3, 0));
        assertThat(gpu.body().framebuffer())
                .isEqualTo(Reading.of(new FrameBuffer(48305799168L, 8589934592L)));
        assertThat(gpu.vgpus())
                .isEqualTo(Reading.unknown("this driver's NVML has no nvmlDeviceGetActiveVgpus"));
        assertThat(gpu.types())
                .isEqualTo(
                        Reading.unknown("this driver's NVML has no nvmlDeviceGetSupportedVgpus"));
        assertThat(gpu.modes().mixedSizes())
                .isEqualTo(
                        Reading.unknown(
                                "this driver's NVML has no nvmlDeviceGetVgpuHeterogeneousMode"));
    }

    @Test
    void aLibraryWithoutTheNewerUseOfVgpusIsAskedForTheOlder() {
        var standIn = StandIn.in(root, "-DWITHOUT_UTILISATION_INFO").withMdev();

        var vgpu = onlyVgpu(standIn.figures("[vgpu " + MDEV + "]\n" + VGPU));

        assertThat(vgpu.use()).isEqualTo(use(41, 9, 5, 1));
    }

    @Test
    void whatACardDoesNotSayIsUnknownWithTheFunctionThatWasAsked() {
        var gpu = gpu(known(StandIn.in(root).figures("").nvml().read()));

        assertThat(gpu.name()).isEqualTo(notSupported("nvmlDeviceGetName"));
        assertThat(gpu.use().sm()).isEqualTo(notSupported("nvmlDeviceGetUtilizationRates"));
        assertThat(gpu.body().powerMilliwatts()).isEqualTo(notSupported("nvmlDeviceGetPowerUsage"));
        assertThat(gpu.modes().scheduling())
                .isEqualTo(notSupported("nvmlDeviceGetVgpuSchedulerState"));
    }

    @Test
    void aCardThatIsLostCostsThatCard() {
        var figures = CARD + "[gpu 0000:c1:00.0]\nfail.DeviceGetPciInfo_v3=15\n";

        var host = known(StandIn.in(root).figures(figures).nvml().read());

        assertThat(host.gpus()).hasSize(1);
        assertThat(host.skipped())
                .containsExactly(
                        "NVML's GPU 1: nvmlDeviceGetPciInfo_v3: the GPU has fallen off the bus or"
                                + " cannot be reached");
    }

    @ParameterizedTest
    @ValueSource(longs = {2147483648L, 4294967295L, 65L})
    void aNumberOfGpusThatCannotBeIsNotBelieved(long count) {
        var figures = "[driver]\ncount.DeviceGetCount_v2=" + count + "\n";

        var host = known(StandIn.in(root).figures(figures).nvml().read());

        assertThat(host.gpus()).isEmpty();
        assertThat(host.skipped()).containsExactly("NVML speaks of " + count + " GPUs");
    }

    @ParameterizedTest
    @ValueSource(longs = {2147483648L, 4294967295L, 1025L})
    void aNumberOfVgpusThatCannotBeIsNotBelieved(long count) {
        var figures = CARD + "count.DeviceGetActiveVgpus=" + count + "\n";

        assertThat(gpu(known(StandIn.in(root).figures(figures).nvml().read())).vgpus())
                .isEqualTo(
                        Reading.unknown(
                                "nvmlDeviceGetActiveVgpus speaks of " + count + " entries"));
    }

    @Test
    void aListThatGrowsBetweenTheCallsIsAskedForAgain() {
        var figures = CARD + "grows.DeviceGetSupportedVgpus=3\n" + TYPES;

        assertThat(
                        gpu(known(StandIn.in(root).figures(figures).nvml().read()))
                                .types()
                                .orElse(List.of()))
                .hasSize(2);
    }

    @Test
    void aListThatNeverStopsGrowingIsGivenUp() {
        var figures = CARD + "grows.DeviceGetSupportedVgpus=1000000\n";

        assertThat(gpu(known(StandIn.in(root).figures(figures).nvml().read())).types())
                .isEqualTo(
                        Reading.unknown(
                                "nvmlDeviceGetSupportedVgpus: its list grew each time that it was"
                                        + " asked for"));
    }

    @Test
    void aNameWithoutItsEndEndsWithItsRoom() {
        var figures = CARD + "endless=name\n";

        assertThat(gpu(known(StandIn.in(root).figures(figures).nvml().read())).name())
                .isEqualTo(Reading.of("x".repeat(96)));
    }

    @Test
    void aUseThatIsNoShareIsNotBelieved() {
        var figures = CARD.replace("utilisation=37", "utilisation=0xffffffff");

        assertThat(gpu(known(StandIn.in(root).figures(figures).nvml().read())).use().sm())
                .isEqualTo(Reading.unknown("the driver says 4294967295 %"));
    }

    @Test
    void moreMemoryInUseThanThereIsIsNotBelieved() {
        var figures = CARD.replace("memory.used=8589934592", "memory.used=-1");

        assertThat(gpu(known(StandIn.in(root).figures(figures).nvml().read())).body().framebuffer())
                .isEqualTo(
                        Reading.unknown(
                                "NVML says that 18446744073709551615 of 48305799168 bytes are"
                                        + " used"));
    }

    @Test
    void whoWaitsForADriverThatHangsIsToldAndNoSecondReadingIsBegun() {
        var standIn = StandIn.in(root).figures("[driver]\nsleeps=2\n");
        var nvml = new NvmlFigures(standIn.library(), Duration.ofMillis(300));

        assertThat(nvml.read()).isEqualTo(Reading.unknown("NVML gave no answer within 300 ms"));
        assertThat(nvml.read()).isEqualTo(Reading.unknown("NVML gave no answer within 300 ms"));
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("nvml"))
                .hasSize(1);
    }

    private static LiveHost known(Reading<LiveHost> reading) {
        return reading.orElseGet(why -> {
            throw new AssertionError(why);
        });
    }

    private static LiveGpu gpu(LiveHost host) {
        return host.gpu(new DeviceName(GPU)).orElseThrow();
    }

    private static LiveVgpu onlyVgpu(StandIn standIn) {
        var vgpus =
                gpu(known(standIn.nvml().read()))
                        .vgpus()
                        .orElseGet(why -> {
                            throw new AssertionError(why);
                        });
        assertThat(vgpus).hasSize(1);
        return vgpus.getFirst();
    }

    private static <T> Reading<T> notSupported(String function) {
        return Reading.unknown(function + ": not supported by this GPU or driver");
    }

    private static Use use(int sm, int memory, int encoder, int decoder) {
        return new Use(share(sm), share(memory), share(encoder), share(decoder));
    }

    private static Reading<Percent> share(int value) {
        return Reading.of(new Percent(value));
    }
}
