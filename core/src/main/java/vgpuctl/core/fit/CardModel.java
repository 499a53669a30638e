package vgpuctl.core.fit;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.mig.MigCard;

/**
 * What a card can be cut into, whatever is on it now.
 *
 * @param framebufferGib the whole of it, in which placement ids count
 * @param types in the order in which they are preferred where nothing else decides
 * @param mig its GPU instances; empty where it has none
 * @param mixesSeries whether vGPUs of one size may be of different types, as drivers since R550
 *     allow; otherwise all must be of one type
 */
public record CardModel(
        String name,
        int framebufferGib,
        List<CardType> types,
        Optional<MigCard> mig,
        boolean mixesSeries) {

    public CardModel {
        types = List.copyOf(types);
    }
}
