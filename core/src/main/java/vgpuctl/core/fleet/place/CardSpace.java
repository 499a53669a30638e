package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.place.CardState.Content;
import vgpuctl.core.fleet.place.CardState.Step;

/** All states that GPUs of one model can be in, made when they are first met. */
abstract class CardSpace {

    static final double MORE_THAN_ON_A_GPU = 64;

    private final GpuModel model;
    private final Outlook outlook;
    private final int number;
    private final Map<Content, CardState> states = new HashMap<>();
    private final Map<Wanted, int[]> meeting = new HashMap<>();
    private final Map<String, Integer> byToken = new HashMap<>();
    private final int[] sizesLargestFirst;
    private final int[] expectedType;

    CardSpace(GpuModel model, Outlook outlook, int number) {
        this.model = model;
        this.number = number;
        this.outlook = outlook;
        sizesLargestFirst = sizes();
        for (var i = 0; i < model.types().size(); i++) {
            byToken.putIfAbsent(model.types().get(i).token(), i);
        }
        expectedType = new int[outlook.kinds()];
        for (var i = 0; i < expectedType.length; i++) {
            expectedType[i] = -1;
            for (var type : meeting(outlook.wanted(i))) {
                if (expectedType[i] < 0 || mib(type) < mib(expectedType[i])) {
                    expectedType[i] = type;
                }
            }
        }
    }

    /** One type of each size. */
    private int[] sizes() {
        var bySize = new TreeMap<Integer, Integer>(Comparator.reverseOrder());
        for (var i = 0; i < model.types().size(); i++) {
            bySize.putIfAbsent(mib(i), i);
        }
        return bySize.values().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Orders spaces whose models have one name. */
    int number() {
        return number;
    }

    GpuModel model() {
        return model;
    }

    Outlook outlook() {
        return outlook;
    }

    int[] sizesLargestFirst() {
        return sizesLargestFirst;
    }

    final int mib(int type) {
        return model.types().get(type).framebufferMib();
    }

    /** The number of the type with a short name; -1 where there is none. */
    int typeOf(String token) {
        return byToken.getOrDefault(token, -1);
    }

    /** The types that are what is wanted, by number. */
    int[] meeting(Wanted wanted) {
        return meeting.computeIfAbsent(wanted, this::findMeeting);
    }

    private int[] findMeeting(Wanted wanted) {
        var found = new ArrayList<Integer>();
        for (var i = 0; i < model.types().size(); i++) {
            if (Wants.isMetBy(wanted, model.types().get(i))) {
                found.add(i);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    CardState empty() {
        return state(emptyContent());
    }

    CardState state(Content content) {
        return states.computeIfAbsent(content, it -> new CardState(this, states.size(), it));
    }

    /** The free part that is of no use to an expected request; all where none of it is. */
    double lossOf(CardState state, int expected) {
        var type = expectedType[expected];
        if (type < 0) {
            return 0;
        }
        return lossOf(state, type, state.freeMib());
    }

    /** The smallest type that is what is expected; -1 where there is none. */
    int expectedType(int expected) {
        return expectedType[expected];
    }

    abstract double lossOf(CardState state, int type, long free);

    abstract Content emptyContent();

    abstract long freeMib(Content content);

    abstract List<Step> stepsFrom(Content content, int type);

    abstract int capacityOf(Content content, int type);

    /** With one less; what becomes empty forgets its mode. */
    abstract Content without(Content content, int type, int placementId);

    /** With what lies there already, in whatever mode; a fault of the documents where it cannot. */
    abstract Content with(Content content, int type, Mode mode, int placementId);
}
