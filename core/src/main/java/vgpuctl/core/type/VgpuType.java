package vgpuctl.core.type;

import java.util.Comparator;
import java.util.OptionalInt;

/** A vGPU type that a device offers. */
public record VgpuType(TypeId id, TypeName name, TypeDescription description) {

    /** As people look for one: by frame buffer, then by series, then by name. */
    public static final Comparator<VgpuType> BY_SIZE =
            Comparator.comparingInt((VgpuType type) -> type.framebufferMib().orElse(0))
                    .thenComparing(type -> type.name().series().map(Enum::ordinal).orElse(9))
                    .thenComparing(type -> type.name().full());

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
