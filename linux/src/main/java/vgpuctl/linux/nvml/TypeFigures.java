package vgpuctl.linux.nvml;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.live.LiveType;
import vgpuctl.core.live.LiveType.Capability;
import vgpuctl.core.live.LiveType.Limits;

/** The vGPU types that a GPU supports. A type's id is an int, a nvmlVgpuTypeId_t. */
final class TypeFigures {

    /** NVML_DEVICE_NAME_BUFFER_SIZE is 64; some release may write longer ones. */
    private static final int TEXT = 128;

    private final Questions ask;
    private final MemorySegment device;

    TypeFigures(Questions ask, MemorySegment device) {
        this.ask = ask;
        this.device = device;
    }

    Reading<List<LiveType>> read() {
        var creatable =
                ask.list("nvmlDeviceGetCreatableVgpus", device)
                        .map(ids -> Arrays.stream(ids).boxed().collect(Collectors.toSet()));
        return ask.list("nvmlDeviceGetSupportedVgpus", device)
                .map(ids -> Arrays.stream(ids).mapToObj(id -> type(id, creatable)).toList());
    }

    private LiveType type(int id, Reading<Set<Integer>> creatable) {
        return new LiveType(
                id,
                ask.sizedText(TEXT, "nvmlVgpuTypeGetName", id),
                ask.sizedText(TEXT, "nvmlVgpuTypeGetClass", id),
                ask.big("nvmlVgpuTypeGetFramebufferSize", id),
                new Limits(
                        ask.number("nvmlVgpuTypeGetMaxInstances", device, id),
                        ask.number("nvmlVgpuTypeGetMaxInstancesPerVm", id),
                        ask.number("nvmlVgpuTypeGetNumDisplayHeads", id),
                        ask.number("nvmlVgpuTypeGetFrameRateLimit", id)),
                creatable.map(ids -> ids.contains(id)),
                capabilities(id));
    }

    /** All of them or none: a capability that is not told is not one that is missing. */
    private Reading<Set<Capability>> capabilities(int id) {
        Reading<Set<Capability>> all = Reading.of(EnumSet.noneOf(Capability.class));
        for (var capability : Capability.values()) {
            var can = ask.number("nvmlVgpuTypeGetCapabilities", id, capability.number());
            all = all.flatMap(set -> can.map(yes -> yes == 0 ? set : with(set, capability)));
        }
        return all;
    }

    private static Set<Capability> with(Set<Capability> some, Capability one) {
        var all = EnumSet.of(one);
        all.addAll(some);
        return all;
    }
}
