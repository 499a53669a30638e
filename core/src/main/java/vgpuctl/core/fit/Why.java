package vgpuctl.core.fit;

import vgpuctl.core.fit.HostPlan.Item;
import vgpuctl.core.text.Size;

/** Says in a few words why a vGPU is of its type, and on its card. */
final class Why {

    private Why() {}

    static String of(Item item) {
        return switch (item.request().wanted()) {
            case Wanted.Exactly _ -> place(item);
            case Wanted.Need(var mib, var use) -> {
                var spare = item.type().framebufferMib() - mib;
                var size = spare == 0 ? "exactly the" : Size.ofMib(spare) + " more than the";
                yield size + " frame buffer needed for " + use.use() + ", " + place(item);
            }
        };
    }

    private static String place(Item item) {
        var card = item.place().card();
        var mode = item.place().portion().orElseThrow().mode().mode();
        if (mode != card.cut().mode()) {
            return "on an empty GPU that is switched to " + mode.word();
        }
        if (item.seated().seat() instanceof Seat.OnInstance(var instance, var isNew)) {
            return isNew
                    ? "on a new instance " + instance
                    : "on the instance " + instance + " that is there";
        }
        if (card.cut().residents().isEmpty()) {
            return "on an empty GPU";
        }
        return mode == Mode.MIXED_SIZE
                ? "on a GPU that is cut already, where it keeps the largest places free"
                : "on a GPU that is already cut to this size";
    }
}
