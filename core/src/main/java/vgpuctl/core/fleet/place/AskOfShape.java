package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import vgpuctl.core.fleet.Where.GpuSharing;
import vgpuctl.core.fleet.place.Choice.ScoredStep;

/** A request held against a shape: what does not depend on what is on its GPUs, and what does. */
final class AskOfShape {

    static final int NO_TYPE = -1;

    private static final int[] NONE = {};

    private final Ask ask;
    private final HostShape shape;
    private final boolean isAllowed;
    private final int[][] meeting;
    private final List<int[]> families = new ArrayList<>();

    /** By slot, and by the state's number. */
    private final ScoredStep[][] bestOf;

    AskOfShape(Ask ask, HostShape shape) {
        this.ask = ask;
        this.shape = shape;
        isAllowed = shape.closed().isEmpty() && Choice.isAllowed(shape, ask);
        meeting = new int[shape.slots().size()][];
        bestOf = new ScoredStep[meeting.length][0];
        for (var slot = 0; slot < meeting.length; slot++) {
            var each = shape.slots().get(slot);
            meeting[slot] = Choice.isAllowed(each, ask) ? each.space().meeting(ask.wanted()) : NONE;
        }
        if (ask.count() > 1) {
            addFamilies();
        }
    }

    Ask ask() {
        return ask;
    }

    boolean isAllowed() {
        return isAllowed;
    }

    /** The types that a slot may have, by number. */
    int[] meeting(int slot) {
        return meeting[slot];
    }

    /**
     * The sets of slots that may take all vGPUs of the request, with the one type that all are of
     * on each; {@link #NO_TYPE} on those that are not of the set.
     */
    List<int[]> families() {
        return families;
    }

    /** What was found for a GPU in this state and slot before. */
    ScoredStep bestOf(CardState card, int slot, IntFunction<ScoredStep> find) {
        var known = bestOf[slot];
        if (card.number() >= known.length) {
            known = Arrays.copyOf(known, 2 * card.number() + 16);
            bestOf[slot] = known;
        }
        if (Objects.isNull(known[card.number()])) {
            known[card.number()] = find.apply(slot);
        }
        return known[card.number()];
    }

    private void addFamilies() {
        var tokens = new ArrayList<String>();
        for (var slot = 0; slot < meeting.length; slot++) {
            var model = shape.slots().get(slot).space().model();
            for (var type : meeting[slot]) {
                var offered = model.types().get(type);
                var mayBe = !ask.isForVm() || offered.mostPerVm() >= ask.count();
                if (mayBe && !tokens.contains(offered.token())) {
                    tokens.add(offered.token());
                    addFamilies(offered.token());
                }
            }
        }
    }

    private void addFamilies(String token) {
        var all = new int[meeting.length];
        for (var slot = 0; slot < all.length; slot++) {
            var type = shape.slots().get(slot).space().typeOf(token);
            all[slot] = meeting[slot].length == 0 ? NO_TYPE : type;
        }
        if (!ask.where().sameNuma()) {
            addShared(all);
            return;
        }
        var slots = shape.slots();
        slots.stream()
                .mapToInt(HostShape.Slot::numa)
                .distinct()
                .forEach(node -> addShared(only(all, slot -> slots.get(slot).numa() == node)));
    }

    private void addShared(int[] typeOfSlot) {
        if (ask.where().gpus() != GpuSharing.SAME) {
            families.add(typeOfSlot);
            return;
        }
        for (var i = 0; i < typeOfSlot.length; i++) {
            var one = i;
            families.add(only(typeOfSlot, slot -> slot == one));
        }
    }

    private static int[] only(int[] typeOfSlot, IntPredicate isMeant) {
        var only = typeOfSlot.clone();
        for (var slot = 0; slot < only.length; slot++) {
            only[slot] = isMeant.test(slot) ? only[slot] : NO_TYPE;
        }
        return only;
    }
}
