package vgpuctl.core.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * What the driver that a host has installed knows of GPUs and vGPU types.
 *
 * @param sameTypeOnly {@code homogeneousVgpus}: whether all vGPUs of a GPU must have one type, as
 *     in older branches; empty where the database does not say
 * @param heterogeneousMultiVgpu whether one VM may have vGPUs of several types, likewise
 * @param types all of them, each id once
 * @param cards in the database's order
 */
public record DriverDatabase(
        Optional<Boolean> sameTypeOnly,
        Optional<Boolean> heterogeneousMultiVgpu,
        List<DriverType> types,
        List<DriverCard> cards) {

    public DriverDatabase {
        types = List.copyOf(types);
        cards = List.copyOf(cards);
    }

    /**
     * The card with these PCI ids: the one that names the subsystem wins over the one that is for
     * any. Empty where the database does not have it, so where the driver does not serve it.
     */
    public Optional<DriverCard> card(int device, int subsystem) {
        var forAny = Optional.<DriverCard>empty();
        for (var card : cards) {
            if (card.device() != device) {
                continue;
            }
            if (card.subsystem().orElse(-1) == subsystem) {
                return Optional.of(card);
            }
            if (card.subsystem().isEmpty() && forAny.isEmpty()) {
                forAny = Optional.of(card);
            }
        }
        return forAny;
    }
}
