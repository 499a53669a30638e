package vgpuctl.core.catalogue;

import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * A vGPU type as the catalogue knows it. The host's own word wins wherever there is one.
 *
 * @param id empty where no source gives it; ids change with driver releases
 * @param framebufferMib of one vGPU
 * @param most how many there can be of it
 * @param migSlices of the MIG instance that backs it; empty for a time-sliced type
 * @param basis how well these facts are known
 */
public record BoardType(
        TypeName name,
        Optional<TypeId> id,
        int framebufferMib,
        Most most,
        OptionalInt migSlices,
        Screens screens,
        Basis basis) {

    /** On a GPU that has no other types; empty where no source gives it. */
    public OptionalInt maxPerGpu() {
        return most.perGpu;
    }

    /**
     * How many vGPUs of a type there can be.
     *
     * @param perGpu empty where no source gives it
     * @param mixed on a GPU in mixed-size mode; empty where that mode has no such type
     * @param perInstance on one MIG instance; empty for a time-sliced type
     */
    public record Most(OptionalInt perGpu, OptionalInt mixed, OptionalInt perInstance) {}

    /**
     * What a vGPU can show.
     *
     * @param width of the largest screen in pixels; empty where no source gives it
     */
    public record Screens(
            OptionalInt heads,
            OptionalInt width,
            OptionalInt height,
            OptionalInt framesPerSecond) {}

    /** How well the id, the maximum and the frame buffer are known. */
    public record Basis(Known id, Known maxPerGpu, Known framebuffer) {}

    /** How well a fact is known. */
    public enum Known {
        /** A document or the driver's own source says it. */
        DOCUMENTED,
        /** It follows from documented facts by a rule. */
        DERIVED,
        /** It is the nominal figure, which the driver may round. */
        NOMINAL,
        UNKNOWN
    }
}
