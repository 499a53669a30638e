package vgpuctl.core.type;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A vGPU type that a device offers.
 *
 * @param id empty where only our own tables know the type: the driver has an id for each, and tells
 *     it when a vGPU of the type can be made
 */
public record VgpuType(Optional<TypeId> id, TypeName name, TypeDescription description) {

    /** As people look for one: by frame buffer, then by series, then by name. */
    public static final Comparator<VgpuType> BY_SIZE = VgpuType::compare;

    // Not Comparator.comparing: its lambdas, which can be serialized, are made at run time.
    private static int compare(VgpuType left, VgpuType right) {
        var bySize = left.framebufferMib().orElse(0) - right.framebufferMib().orElse(0);
        return bySize != 0 ? bySize : TypeName.compare(left.name, right.name);
    }

    /** A type as a driver offers it. */
    public static VgpuType of(TypeId id, TypeName name, TypeDescription description) {
        return new VgpuType(Optional.of(id), name, description);
    }

    public boolean has(TypeId other) {
        return id.isPresent() && id.get().equals(other);
    }

    public OptionalInt framebufferMib() {
        return description.framebufferMib();
    }

    /** Whether one vGPU of this type takes the whole GPU. */
    public boolean isWholeCard() {
        return description.maxInstances().orElse(0) == 1;
    }

    /** The name that people write, {@code P40-12C}. */
    public String token() {
        return name.token();
    }
}
