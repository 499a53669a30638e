package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.List;

/** The kinds of one model's types, in the order of the types. */
final class CardKinds {

    private final CardModel model;
    private final List<Kind> kinds = new ArrayList<>();
    private final int[] kindOfType;

    CardKinds(CardModel model) {
        this.model = model;
        kindOfType = new int[model.types().size()];
        for (var i = 0; i < kindOfType.length; i++) {
            var kind = Kind.of(model.types().get(i), model.mixesSeries());
            var known = kinds.indexOf(kind);
            kindOfType[i] = known < 0 ? kinds.size() : known;
            if (known < 0) {
                kinds.add(kind);
            }
        }
    }

    List<Kind> kinds() {
        return kinds;
    }

    /** Of a type of the model, by its number. */
    int kindOf(int type) {
        return kindOfType[type];
    }

    /** Which kinds the items of a request can have on a card of this model. */
    List<Boolean> takes(Request request, Card card) {
        var takes = new boolean[kinds.size()];
        for (var i = 0; i < kindOfType.length; i++) {
            if (!takes[kindOfType[i]]) {
                takes[kindOfType[i]] = request.isMetBy(card, model.types().get(i));
            }
        }
        var found = new ArrayList<Boolean>();
        for (var take : takes) {
            found.add(take);
        }
        return found;
    }

    /** The first type of a kind that a request takes. */
    CardType type(Request request, Card card, int kind) {
        for (var i = 0; i < kindOfType.length; i++) {
            var type = model.types().get(i);
            if (kindOfType[i] == kind && request.isMetBy(card, type)) {
                return type;
            }
        }
        throw new IllegalStateException(request + " takes no " + kinds.get(kind));
    }
}
