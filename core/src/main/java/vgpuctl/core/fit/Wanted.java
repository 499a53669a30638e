package vgpuctl.core.fit;

import vgpuctl.core.text.Size;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;

/** What a vGPU has to be. */
public sealed interface Wanted {

    /** Of this type. */
    record Exactly(TypeName type) implements Wanted {}

    /** Of any type that has so much frame buffer and is meant for this. */
    record Need(int framebufferMib, Series use) implements Wanted {}

    default boolean isMetBy(CardType type) {
        return switch (this) {
            case Exactly(var name) -> type.name().equals(name);
            case Need(var mib, var use) ->
                    type.framebufferMib() >= mib
                            && type.name().series().filter(use::equals).isPresent();
        };
    }

    /** As a sentence has it: {@code A40-12C}, {@code vGPU with 12 GB for compute}. */
    default String words() {
        return switch (this) {
            case Exactly(var name) -> name.token();
            case Need(var mib, var use) -> "vGPU with " + Size.ofMib(mib) + " for " + use.use();
        };
    }
}
