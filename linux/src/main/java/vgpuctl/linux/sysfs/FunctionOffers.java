package vgpuctl.linux.sysfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.type.VgpuType;

/**
 * What the virtual functions of one card offer, without asking each for each type: a card with 32
 * functions and 30 types has 960 answers, each computed by the driver under its own lock.
 *
 * <p>A function carries one vGPU, so that one which has it takes no other. The free ones answer
 * alike, since what they say is what is left of the card: one of them is asked for every type, and
 * the others for one type alone. A function that answers otherwise is asked for all.
 */
final class FunctionOffers {

    private final TypeReader reader;
    private final Map<String, VgpuType> known = new HashMap<>();
    private Optional<List<TypeOffer>> free = Optional.empty();
    private Optional<List<TypeOffer>> taken = Optional.empty();

    FunctionOffers(TypeReader reader) {
        this.reader = reader;
    }

    /**
     * In the order of the types' sizes; none where the function has no types.
     *
     * @param carries whether a mediated device is on the function
     */
    List<TypeOffer> of(String function, boolean carries) {
        if (carries) {
            if (taken.isEmpty()) {
                taken =
                        free.map(FunctionOffers::withNoneLeft)
                                .or(() -> Optional.of(all(function)))
                                .filter(offers -> !offers.isEmpty());
            }
            return taken.orElse(List.of());
        }
        if (free.filter(offers -> answersLike(function, offers)).isEmpty()) {
            var offers = all(function);
            if (offers.isEmpty()) {
                return offers;
            }
            free = Optional.of(offers);
        }
        return free.get();
    }

    private List<TypeOffer> all(String function) {
        return reader.read(function, known).orElse(List.of());
    }

    private boolean answersLike(String function, List<TypeOffer> others) {
        var asked = telling(others);
        var answer = asked.type().id().map(id -> reader.available(function, id));
        return answer.equals(Optional.of(asked.available()));
    }

    /** One that there is room for, if there is any: a function that is somehow taken has none. */
    private static TypeOffer telling(List<TypeOffer> offers) {
        for (var offer : offers) {
            if (offer.available().orElse(0) > 0) {
                return offer;
            }
        }
        return offers.getFirst();
    }

    private static List<TypeOffer> withNoneLeft(List<TypeOffer> offers) {
        var none = new ArrayList<TypeOffer>();
        for (var offer : offers) {
            none.add(new TypeOffer(offer.type(), Reading.of(0)));
        }
        return none;
    }
}
