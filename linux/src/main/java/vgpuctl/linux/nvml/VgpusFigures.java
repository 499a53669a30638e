package vgpuctl.linux.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.live.LiveGpu.Use;
import vgpuctl.core.live.LiveVgpu;
import vgpuctl.core.live.Percent;
import vgpuctl.linux.nvml.Questions.Attempt;

/** The vGPUs of a GPU that VMs run with; how busy they are is asked for all of them at once. */
final class VgpusFigures {

    private static final long SINCE_EVER = 0;

    private final Questions ask;
    private final MemorySegment device;

    VgpusFigures(Questions ask, MemorySegment device) {
        this.ask = ask;
        this.device = device;
    }

    Reading<List<LiveVgpu>> read() {
        var active = ask.list("nvmlDeviceGetActiveVgpus", device);
        return active.map(instances -> {
            var use = instances.length == 0 ? Reading.of(Map.<Integer, Use>of()) : use();
            return Arrays.stream(instances)
                    .mapToObj(instance -> new VgpuFigures(ask, instance).read(of(use, instance)))
                    .toList();
        });
    }

    private static Use of(Reading<Map<Integer, Use>> all, int instance) {
        return all.map(use -> use.getOrDefault(instance, Use.unknown("no sample of it yet")))
                .orElseGet(Use::unknown);
    }

    /** By instance. Drivers before 550 have only the older of the two functions. */
    private Reading<Map<Integer, Use>> use() {
        var newer = infos();
        return newer instanceof Reading.Known<Map<Integer, Use>> ? newer : samples();
    }

    private Reading<Map<Integer, Use>> infos() {
        var function = "nvmlDeviceGetVgpuInstancesUtilizationInfo";
        var layout = NvmlStructs.INSTANCES_UTILIZATION;
        return ask.inTwoCalls(
                function,
                room -> {
                    var info = ask.room(layout);
                    var list = room(NvmlStructs.INSTANCE_UTILIZATION, room);
                    info.set(JAVA_INT, 0, NvmlStructs.version(layout, 1));
                    info.set(JAVA_INT, NvmlStructs.offset(layout, "vgpuInstanceCount"), room);
                    info.set(ADDRESS, NvmlStructs.offset(layout, "vgpuUtilArray"), list);
                    var said = ask.call(function, device, info);
                    return new Attempt<>(
                            said,
                            NvmlStructs.number(info, layout, "vgpuInstanceCount"),
                            entries ->
                                    new Samples(
                                                    NvmlStructs.INSTANCE_UTILIZATION,
                                                    NvmlStructs.number(
                                                            info, layout, "sampleValType"))
                                            .latest(list, entries));
                });
    }

    private Reading<Map<Integer, Use>> samples() {
        var function = "nvmlDeviceGetVgpuUtilization";
        var kind = ask.roomForNumber();
        var count = ask.roomForNumber();
        return ask.inTwoCalls(
                function,
                room -> {
                    var list = room(NvmlStructs.UTILIZATION_SAMPLE, room);
                    count.set(JAVA_INT, 0, room);
                    var said = ask.call(function, device, SINCE_EVER, kind, count, list);
                    return new Attempt<>(
                            said,
                            count.get(JAVA_INT, 0),
                            entries ->
                                    new Samples(
                                                    NvmlStructs.UTILIZATION_SAMPLE,
                                                    kind.get(JAVA_INT, 0))
                                            .latest(list, entries));
                });
    }

    private MemorySegment room(StructLayout layout, int count) {
        return count == 0 ? MemorySegment.NULL : ask.room(layout, count);
    }

    /**
     * A list of samples, of which an instance may have several.
     *
     * @param kind a nvmlValueType_t, which member of each value's union counts
     */
    private record Samples(StructLayout layout, int kind) {

        Map<Integer, Use> latest(MemorySegment list, int entries) {
            var times = new HashMap<Integer, Long>();
            var use = new HashMap<Integer, Use>();
            for (var index = 0; index < entries; index++) {
                var sample = list.asSlice(index * layout.byteSize(), layout.byteSize());
                var instance = NvmlStructs.number(sample, layout, "vgpuInstance");
                var time = NvmlStructs.big(sample, layout, "timeStamp");
                if (Long.compareUnsigned(time, times.getOrDefault(instance, 0L)) >= 0) {
                    times.put(instance, time);
                    use.put(instance, use(sample));
                }
            }
            return use;
        }

        private Use use(MemorySegment sample) {
            return new Use(
                    percent(sample, "smUtil"),
                    percent(sample, "memUtil"),
                    percent(sample, "encUtil"),
                    percent(sample, "decUtil"));
        }

        private Reading<Percent> percent(MemorySegment sample, String field) {
            var bits = NvmlStructs.big(sample, layout, field);
            return switch (kind) {
                case 0 -> Percent.of(Math.round(Double.longBitsToDouble(bits)));
                case 1 -> Percent.of(Integer.toUnsignedLong((int) bits));
                case 2, 3, 4 -> Percent.of(bits);
                case 5 -> Percent.of((bits << 32) >> 32);
                case 6 -> Percent.of(Short.toUnsignedInt((short) bits));
                default ->
                        Reading.unknown(
                                "NVML gives numbers of the unknown kind "
                                        + Integer.toUnsignedString(kind));
            };
        }
    }
}
