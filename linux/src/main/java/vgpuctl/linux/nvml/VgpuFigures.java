package vgpuctl.linux.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import java.util.UUID;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.live.Licence;
import vgpuctl.core.live.Licence.Expiry;
import vgpuctl.core.live.Licence.State;
import vgpuctl.core.live.LiveGpu.Use;
import vgpuctl.core.live.LiveVgpu;
import vgpuctl.core.live.LiveVgpu.Encoding;
import vgpuctl.core.live.LiveVgpu.Identity;

/** What a vGPU says that a VM runs with. */
final class VgpuFigures {

    /** NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE and NVML_DEVICE_UUID_BUFFER_SIZE are 80. */
    private static final int TEXT = 80;

    private static final int NO_PLACEMENT = 0xFFFF;
    private static final int NO_GPU_INSTANCE = 0xFFFF_FFFF;

    /** NVML_GRID_LICENSE_EXPIRY_VALID and …_PERMANENT. */
    private static final int AT_A_TIME = 2;

    private static final int NEVER = 4;

    private final Questions ask;
    private final int instance;

    /**
     * @param instance a nvmlVgpuInstance_t
     */
    VgpuFigures(Questions ask, int instance) {
        this.ask = ask;
        this.instance = instance;
    }

    LiveVgpu read(Use use) {
        return new LiveVgpu(
                new Identity(
                        Integer.toUnsignedLong(instance),
                        vm(),
                        mdev(),
                        ask.number("nvmlVgpuInstanceGetType", instance),
                        placement(),
                        gpuInstance()),
                use,
                ask.big("nvmlVgpuInstanceGetFbUsage", instance),
                licence(),
                ask.text(TEXT, "nvmlVgpuInstanceGetVmDriverVersion", instance),
                ask.number("nvmlVgpuInstanceGetFrameRateLimit", instance),
                encoding());
    }

    /** {@code f(instance, char *, unsigned, nvmlVgpuVmIdType_t *)}. */
    private Reading<String> vm() {
        var text = ask.room(TEXT);
        var kind = ask.roomForNumber();
        var said = ask.call("nvmlVgpuInstanceGetVmID", instance, text, TEXT, kind);
        return said.succeeded() ? Reading.of(Questions.text(text)) : said.unknown();
    }

    private Reading<UUID> mdev() {
        return ask.text(TEXT, "nvmlVgpuInstanceGetMdevUUID", instance)
                .flatMap(text -> {
                    try {
                        return Reading.of(UUID.fromString(text));
                    } catch (IllegalArgumentException none) {
                        return Reading.unknown("NVML calls an mdev '" + text + "'");
                    }
                });
    }

    private Reading<OptionalInt> placement() {
        return ask.struct(NvmlStructs.PLACEMENT_ID, 1, "nvmlVgpuInstanceGetPlacementId", instance)
                .map(s -> NvmlStructs.number(s, NvmlStructs.PLACEMENT_ID, "placementId"))
                .map(id -> but(NO_PLACEMENT, id));
    }

    private Reading<OptionalInt> gpuInstance() {
        return ask.number("nvmlVgpuInstanceGetGpuInstanceId", instance)
                .map(id -> but(NO_GPU_INSTANCE, id));
    }

    private static OptionalInt but(int none, int id) {
        return id == none ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private Reading<Encoding> encoding() {
        var sessions = ask.roomForNumber();
        var rate = ask.roomForNumber();
        var latency = ask.roomForNumber();
        var said = ask.call("nvmlVgpuInstanceGetEncoderStats", instance, sessions, rate, latency);
        return said.succeeded()
                ? Reading.of(new Encoding(number(sessions), number(rate), number(latency)))
                : said.unknown();
    }

    private static int number(MemorySegment room) {
        return room.get(JAVA_INT, 0);
    }

    /** Drivers before 470 tell only whether there is one. */
    private Reading<Licence> licence() {
        var full =
                ask.struct(NvmlStructs.LICENSE_INFO, "nvmlVgpuInstanceGetLicenseInfo_v2", instance);
        return full instanceof Reading.Known<MemorySegment>(var info)
                ? licence(info)
                : ask.number("nvmlVgpuInstanceGetLicenseStatus", instance)
                        .map(VgpuFigures::licensed)
                        .because(_ -> full.<String>map(_ -> "").orElseGet(why -> why));
    }

    private static Licence licensed(int yes) {
        return new Licence(yes == 1 ? State.LICENSED : State.UNLICENSED, new Expiry.NotTold());
    }

    private static Reading<Licence> licence(MemorySegment info) {
        var number = NvmlStructs.number(info, NvmlStructs.LICENSE_INFO, "currentState");
        var states = State.values();
        return number >= 0 && number < states.length
                ? Reading.of(new Licence(states[number], expiry(info)))
                : Reading.unknown("NVML's licence state " + Integer.toUnsignedString(number));
    }

    private static Expiry expiry(MemorySegment info) {
        var layout = NvmlStructs.LICENSE_EXPIRY;
        var at =
                info.asSlice(
                        NvmlStructs.offset(NvmlStructs.LICENSE_INFO, "licenseExpiry"),
                        layout.byteSize());
        return switch (NvmlStructs.octet(at, layout, "status")) {
            case AT_A_TIME -> new Expiry.At(time(at));
            case NEVER -> new Expiry.Never();
            default -> new Expiry.NotTold();
        };
    }

    private static String time(MemorySegment at) {
        var layout = NvmlStructs.LICENSE_EXPIRY;
        return padded(4, NvmlStructs.number(at, layout, "year"))
                + "-"
                + padded(2, NvmlStructs.small(at, layout, "month"))
                + "-"
                + padded(2, NvmlStructs.small(at, layout, "day"))
                + " "
                + padded(2, NvmlStructs.small(at, layout, "hour"))
                + ":"
                + padded(2, NvmlStructs.small(at, layout, "min"))
                + ":"
                + padded(2, NvmlStructs.small(at, layout, "sec"));
    }

    private static String padded(int digits, int number) {
        var text = Integer.toUnsignedString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
