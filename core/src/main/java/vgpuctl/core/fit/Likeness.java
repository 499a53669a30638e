package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What makes two cards alike to a search: they take the same, in the same ways, for the same price.
 */
record Likeness(
        CardKinds kinds,
        List<Object> cut,
        Set<Mode> barred,
        OptionalInt freeFunctions,
        List<List<Boolean>> takes) {

    static Likeness of(Card card, CardKinds kinds, List<List<Boolean>> takes) {
        return new Likeness(kinds, cut(card), card.barred().keySet(), card.freeFunctions(), takes);
    }

    /** Without names, so that two cards with the same on them are alike. */
    private static List<Object> cut(Card card) {
        var cut = new ArrayList<Object>(List.of(card.cut().mode()));
        switch (card.cut()) {
            case Cut.EqualSize(var residents) ->
                    residents.forEach(resident -> cut.add(what(card, resident)));
            case Cut.MixedSize(var lying) ->
                    lying.forEach(one -> {
                        cut.add(one.placementId());
                        cut.add(one.resident().framebufferMib());
                    });
            case Cut.Mig(var instances) ->
                    instances.forEach(instance -> {
                        cut.add(instance.place());
                        cut.add(instance.held());
                        instance.residents().forEach(r -> cut.add(r.framebufferMib()));
                    });
        }
        return cut;
    }

    private static Object what(Card card, Resident resident) {
        return card.model().mixesSeries() ? resident.framebufferMib() : resident.type();
    }
}
