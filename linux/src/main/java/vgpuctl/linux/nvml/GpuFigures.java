package vgpuctl.linux.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.live.LiveGpu;
import vgpuctl.core.live.LiveGpu.Body;
import vgpuctl.core.live.LiveGpu.FrameBuffer;
import vgpuctl.core.live.LiveGpu.Modes;
import vgpuctl.core.live.LiveGpu.Switch;
import vgpuctl.core.live.LiveGpu.Use;
import vgpuctl.core.live.Percent;
import vgpuctl.core.live.Scheduling;
import vgpuctl.core.pci.Bdf;

/** What a physical GPU says. */
final class GpuFigures {

    /** NVML_DEVICE_NAME_V2_BUFFER_SIZE and NVML_DEVICE_UUID_V2_BUFFER_SIZE. */
    private static final int TEXT = 96;

    /** NVML_TEMPERATURE_GPU. */
    private static final int CHIP = 0;

    private static final int HETEROGENEOUS = 1;

    /** NVML_VGPU_SCHEDULER_ENGINE_TYPE_GRAPHICS. */
    private static final int GRAPHICS = 1;

    private final Questions ask;
    private final MemorySegment device;

    /**
     * @param device a nvmlDevice_t, which only NVML looks into
     */
    GpuFigures(Questions ask, MemorySegment device) {
        this.ask = ask;
        this.device = device;
    }

    /** The nvmlDevice_t of that number. */
    static Reading<MemorySegment> handle(Questions ask, Arena arena, int index) {
        var out = arena.allocate(ADDRESS);
        var said = ask.call("nvmlDeviceGetHandleByIndex_v2", index, out);
        return said.succeeded() ? Reading.of(out.get(ADDRESS, 0)) : said.unknown();
    }

    /** All of it; unknown where it does not even say where it is. */
    Reading<LiveGpu> read() {
        return address().map(this::at);
    }

    private LiveGpu at(Bdf address) {
        return new LiveGpu(
                address,
                ask.text(TEXT, "nvmlDeviceGetName", device),
                ask.text(TEXT, "nvmlDeviceGetUUID", device),
                use(),
                new Body(
                        framebuffer(),
                        ask.number("nvmlDeviceGetTemperature", device, CHIP),
                        watts("nvmlDeviceGetPowerUsage"),
                        watts("nvmlDeviceGetEnforcedPowerLimit")),
                modes(),
                new TypeFigures(ask, device).read(),
                new VgpusFigures(ask, device).read());
    }

    private Reading<Bdf> address() {
        return ask.struct(NvmlStructs.PCI_INFO, "nvmlDeviceGetPciInfo_v3", device)
                .flatMap(info -> {
                    var text =
                            Questions.text(
                                    info.asSlice(
                                            NvmlStructs.offset(NvmlStructs.PCI_INFO, "busId"), 32));
                    return Bdf.parse(text)
                            .map(Reading::of)
                            .orElseGet(() -> Reading.unknown("NVML calls a GPU '" + text + "'"));
                });
    }

    private Use use() {
        var rates = ask.struct(NvmlStructs.UTILIZATION, "nvmlDeviceGetUtilizationRates", device);
        return new Use(
                rates.flatMap(r -> percent(r, "gpu")),
                rates.flatMap(r -> percent(r, "memory")),
                firstOf("nvmlDeviceGetEncoderUtilization"),
                firstOf("nvmlDeviceGetDecoderUtilization"));
    }

    private static Reading<Percent> percent(MemorySegment rates, String field) {
        return Percent.of(
                Integer.toUnsignedLong(NvmlStructs.number(rates, NvmlStructs.UTILIZATION, field)));
    }

    /** The second number is the time that it was measured over. */
    private Reading<Percent> firstOf(String function) {
        return ask.pair(function, device)
                .flatMap(pair -> Percent.of(Integer.toUnsignedLong(pair[0])));
    }

    /** The first version counts as used what the driver keeps for itself; asked where it is all. */
    private Reading<FrameBuffer> framebuffer() {
        var newer = ask.struct(NvmlStructs.MEMORY_V2, 2, "nvmlDeviceGetMemoryInfo_v2", device);
        if (newer instanceof Reading.Known<MemorySegment>(var memory)) {
            return sane(
                    NvmlStructs.big(memory, NvmlStructs.MEMORY_V2, "total"),
                    NvmlStructs.big(memory, NvmlStructs.MEMORY_V2, "used"));
        }
        return ask.struct(NvmlStructs.MEMORY, "nvmlDeviceGetMemoryInfo", device)
                .flatMap(memory ->
                        sane(
                                NvmlStructs.big(memory, NvmlStructs.MEMORY, "total"),
                                NvmlStructs.big(memory, NvmlStructs.MEMORY, "used")));
    }

    private static Reading<FrameBuffer> sane(long total, long used) {
        return total > 0 && used >= 0 && used <= total
                ? Reading.of(new FrameBuffer(total, used))
                : Reading.unknown(
                        "NVML says that "
                                + Long.toUnsignedString(used)
                                + " of "
                                + Long.toUnsignedString(total)
                                + " bytes are used");
    }

    private Reading<Long> watts(String function) {
        return ask.number(function, device).map(Integer::toUnsignedLong);
    }

    private Modes modes() {
        return new Modes(
                twoStates("nvmlDeviceGetEccMode"),
                twoStates("nvmlDeviceGetMigMode"),
                among(LiveGpu.Virtualization.values(), "nvmlDeviceGetVirtualizationMode"),
                among(LiveGpu.HostVgpuMode.values(), "nvmlDeviceGetHostVgpuMode"),
                ask.struct(
                                NvmlStructs.HETEROGENEOUS_MODE,
                                1,
                                "nvmlDeviceGetVgpuHeterogeneousMode",
                                device)
                        .map(s ->
                                NvmlStructs.number(s, NvmlStructs.HETEROGENEOUS_MODE, "mode")
                                        == HETEROGENEOUS),
                scheduling());
    }

    private Reading<Switch> twoStates(String function) {
        return ask.pair(function, device).map(pair -> new Switch(pair[0] != 0, pair[1] != 0));
    }

    private <E> Reading<E> among(E[] all, String function) {
        return ask.number(function, device)
                .flatMap(number ->
                        number >= 0 && number < all.length
                                ? Reading.of(all[number])
                                : Reading.unknown(
                                        function + " says " + Integer.toUnsignedString(number)));
    }

    private Reading<Scheduling> scheduling() {
        var older =
                ask.struct(NvmlStructs.SCHEDULER_STATE, "nvmlDeviceGetVgpuSchedulerState", device);
        if (older instanceof Reading.Known<MemorySegment>(var state)) {
            var strict = NvmlStructs.number(state, NvmlStructs.SCHEDULER_STATE, "arrMode");
            return policy(NvmlStructs.number(state, NvmlStructs.SCHEDULER_STATE, "schedulerPolicy"))
                    .map(scheduler -> new Scheduling(scheduler, strict(strict)));
        }
        var newer = ask.room(NvmlStructs.SCHEDULER_STATE_V2);
        newer.set(JAVA_INT, 0, GRAPHICS);
        var said = ask.call("nvmlDeviceGetVgpuSchedulerState_v2", device, newer);
        return said.succeeded()
                ? policy(
                                NvmlStructs.number(
                                        newer, NvmlStructs.SCHEDULER_STATE_V2, "schedulerPolicy"))
                        .map(scheduler -> new Scheduling(scheduler, Optional.empty()))
                : older.map(_ -> new Scheduling(Scheduler.BEST_EFFORT, Optional.empty()));
    }

    /** NVML_VGPU_SCHEDULER_ARR_DISABLE and …_ENABLE; 0 is the driver's default. */
    private static Optional<Boolean> strict(int mode) {
        return mode == 1 || mode == 2 ? Optional.of(mode == 2) : Optional.empty();
    }

    private static Reading<Scheduler> policy(int number) {
        return Arrays.stream(Scheduler.values())
                .filter(scheduler -> scheduler.number() == number)
                .findFirst()
                .map(Reading::of)
                .orElseGet(() ->
                        Reading.unknown(
                                "NVML's scheduler policy " + Integer.toUnsignedString(number)));
    }
}
