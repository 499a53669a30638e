package vgpuctl.core.fit;

import java.util.Map;
import java.util.OptionalInt;

/**
 * A physical GPU as planning sees it.
 *
 * @param name its PCI address
 * @param barred the modes that it cannot be switched to, and why: one clause, without a full stop.
 *     A mode that is not here can be had while no vGPU is on the card, where its model has types
 *     for it
 * @param freeFunctions virtual functions that no vGPU has; empty where vGPUs live on the physical
 *     function
 */
public record Card(
        String name,
        CardModel model,
        Cut cut,
        Map<Mode, String> barred,
        OptionalInt freeFunctions) {

    public Card {
        barred = Map.copyOf(barred);
    }

    Card with(Cut other) {
        return new Card(name, model, other, barred, freeFunctions);
    }
}
