package vgpuctl.core.fit;

import java.util.List;

/** The answer to a demand. */
public sealed interface Fit {

    /**
     * It fits, and this is the best way.
     *
     * @param given in the order of the wishes
     * @param changes cards that need one, in the order of the cards
     * @param creatable what is left afterwards, of every type of every card
     */
    record Fits(List<Given> given, List<CardChange> changes, List<Creatable> creatable)
            implements Fit {

        public Fits {
            given = List.copyOf(given);
            changes = List.copyOf(changes);
            creatable = List.copyOf(creatable);
        }
    }

    /**
     * It does not fit in any way.
     *
     * @param reasons one for each card, and before them those that hold for all
     */
    record Misfit(List<Reason> reasons) implements Fit {

        public Misfit {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Why.
     *
     * @param about a card by name, or a VM
     * @param sentence without a full stop
     */
    record Reason(String about, String sentence) {}
}
