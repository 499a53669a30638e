package vgpuctl.linux.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The structs of NVML (API version 13, the same since they came) that we pass. Padding is put where
 * a C compiler puts it; a test compares all of it with one.
 */
final class NvmlStructs {

    static final StructLayout PCI_INFO =
            struct(
                    "PciInfo",
                    text(16, "busIdLegacy"),
                    number("domain"),
                    number("bus"),
                    number("device"),
                    number("pciDeviceId"),
                    number("pciSubSystemId"),
                    text(32, "busId"));

    static final StructLayout UTILIZATION = struct("Utilization", number("gpu"), number("memory"));

    static final StructLayout MEMORY = struct("Memory", big("total"), big("free"), big("used"));

    static final StructLayout MEMORY_V2 =
            struct(
                    "Memory_v2",
                    number("version"),
                    big("total"),
                    big("reserved"),
                    big("free"),
                    big("used"));

    static final StructLayout HETEROGENEOUS_MODE =
            struct("VgpuHeterogeneousMode_v1", number("version"), number("mode"));

    static final StructLayout PLACEMENT_ID =
            struct("VgpuPlacementId_v1", number("version"), number("placementId"));

    /** A union of all kinds of numbers, told apart by a value type beside it. */
    private static MemoryLayout value(String name) {
        return big(name);
    }

    static final StructLayout INSTANCE_UTILIZATION =
            struct(
                    "VgpuInstanceUtilizationInfo_v1",
                    big("timeStamp"),
                    number("vgpuInstance"),
                    value("smUtil"),
                    value("memUtil"),
                    value("encUtil"),
                    value("decUtil"),
                    value("jpgUtil"),
                    value("ofaUtil"));

    static final StructLayout INSTANCES_UTILIZATION =
            struct(
                    "VgpuInstancesUtilizationInfo_v1",
                    number("version"),
                    number("sampleValType"),
                    number("vgpuInstanceCount"),
                    big("lastSeenTimeStamp"),
                    ADDRESS.withName("vgpuUtilArray"));

    static final StructLayout UTILIZATION_SAMPLE =
            struct(
                    "VgpuInstanceUtilizationSample",
                    number("vgpuInstance"),
                    big("timeStamp"),
                    value("smUtil"),
                    value("memUtil"),
                    value("encUtil"),
                    value("decUtil"));

    static final StructLayout LICENSE_EXPIRY =
            struct(
                    "VgpuLicenseExpiry",
                    number("year"),
                    small("month"),
                    small("day"),
                    small("hour"),
                    small("min"),
                    small("sec"),
                    JAVA_BYTE.withName("status"));

    static final StructLayout LICENSE_INFO =
            struct(
                    "VgpuLicenseInfo",
                    JAVA_BYTE.withName("isLicensed"),
                    LICENSE_EXPIRY.withName("licenseExpiry"),
                    number("currentState"));

    /** What stands behind the two numbers is a union, which we do not read. */
    static final StructLayout SCHEDULER_STATE =
            struct(
                    "VgpuSchedulerGetState",
                    number("schedulerPolicy"),
                    number("arrMode"),
                    MemoryLayout.sequenceLayout(2, JAVA_INT).withName("parameters"));

    static final StructLayout SCHEDULER_STATE_V2 =
            struct(
                    "VgpuSchedulerStateInfo_v2",
                    number("engineId"),
                    number("schedulerPolicy"),
                    number("avgFactor"),
                    number("timeslice"));

    static final List<StructLayout> ALL =
            List.of(
                    PCI_INFO,
                    UTILIZATION,
                    MEMORY,
                    MEMORY_V2,
                    HETEROGENEOUS_MODE,
                    PLACEMENT_ID,
                    INSTANCE_UTILIZATION,
                    INSTANCES_UTILIZATION,
                    UTILIZATION_SAMPLE,
                    LICENSE_EXPIRY,
                    LICENSE_INFO,
                    SCHEDULER_STATE,
                    SCHEDULER_STATE_V2);

    private NvmlStructs() {}

    /** NVML_STRUCT_VERSION: the size, and the number of the layout above it. */
    static int version(StructLayout layout, int number) {
        return (int) layout.byteSize() | number << 24;
    }

    static int number(MemorySegment struct, StructLayout layout, String field) {
        return struct.get(JAVA_INT, offset(layout, field));
    }

    static long big(MemorySegment struct, StructLayout layout, String field) {
        return struct.get(JAVA_LONG, offset(layout, field));
    }

    static int small(MemorySegment struct, StructLayout layout, String field) {
        return Short.toUnsignedInt(struct.get(JAVA_SHORT, offset(layout, field)));
    }

    static int octet(MemorySegment struct, StructLayout layout, String field) {
        return Byte.toUnsignedInt(struct.get(JAVA_BYTE, offset(layout, field)));
    }

    static long offset(StructLayout layout, String field) {
        return layout.byteOffset(MemoryLayout.PathElement.groupElement(field));
    }

    private static MemoryLayout number(String name) {
        return JAVA_INT.withName(name);
    }

    private static ValueLayout big(String name) {
        return JAVA_LONG.withName(name);
    }

    private static MemoryLayout small(String name) {
        return JAVA_SHORT.withName(name);
    }

    private static MemoryLayout text(long size, String name) {
        return MemoryLayout.sequenceLayout(size, JAVA_BYTE).withName(name);
    }

    private static StructLayout struct(String name, MemoryLayout... members) {
        var all = new ArrayList<MemoryLayout>();
        var end = 0L;
        var alignment = 1L;
        for (var member : members) {
            end = pad(all, end, member.byteAlignment());
            all.add(member);
            end += member.byteSize();
            alignment = Math.max(alignment, member.byteAlignment());
        }
        pad(all, end, alignment);
        return MemoryLayout.structLayout(all.toArray(MemoryLayout[]::new)).withName(name);
    }

    private static long pad(List<MemoryLayout> members, long end, long alignment) {
        var missing = Math.floorMod(-end, alignment);
        if (missing > 0) {
            members.add(MemoryLayout.paddingLayout(missing));
        }
        return end + missing;
    }
}
