package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.place.CardState.Step;

/** A GPU that is cut into vGPUs in time slices, all of one size or of several. */
final class VgpuSpace extends CardSpace {

    private static final int BITS = Long.SIZE;
    private static final int MIB_PER_GIB = 1024;
    private static final List<Long> NOTHING = List.of();

    private final int functions;
    private final boolean mayMix;

    /**
     * @param functions the most vGPUs that it carries, whatever their size
     * @param mayMix whether it may be switched to mixed-size mode
     */
    VgpuSpace(GpuModel model, Outlook outlook, int number, int functions, boolean mayMix) {
        super(model, outlook, number);
        this.functions = functions;
        this.mayMix = mayMix;
    }

    @Override
    CardState.Key emptyKey() {
        return new CardState.Key(Mode.EQUAL_SIZE, NOTHING, 0, 0, -1);
    }

    @Override
    long freeMib(CardState.Key key) {
        var whole = (long) model().framebufferGib() * MIB_PER_GIB;
        if (key.mode() == Mode.EQUAL_SIZE) {
            return whole - (long) key.count() * key.sizeMib();
        }
        var taken = 0;
        for (var word : key.taken()) {
            taken += Long.bitCount(word);
        }
        return whole - (long) taken * MIB_PER_GIB;
    }

    @Override
    List<Step> stepsFrom(CardState.Key key, int type) {
        var steps = new ArrayList<Step>();
        if (key.count() < functions && equalRoom(key, type) > 0) {
            steps.add(new Step(type, Mode.EQUAL_SIZE, -1, state(equalWith(key, type))));
        }
        if (mayBeMixed(key)) {
            for (var id : model().types().get(type).mixedIds()) {
                if (key.count() < functions && isFree(key, type, id)) {
                    steps.add(new Step(type, Mode.MIXED_SIZE, id, state(mixedWith(key, type, id))));
                }
            }
        }
        return steps;
    }

    @Override
    int capacityOf(CardState.Key key, int type) {
        var room = equalRoom(key, type);
        if (mayBeMixed(key)) {
            var ids = 0;
            for (var id : model().types().get(type).mixedIds()) {
                ids += isFree(key, type, id) ? 1 : 0;
            }
            room = Math.max(room, ids);
        }
        return Math.max(0, Math.min(room, functions - key.count()));
    }

    private boolean mayBeMixed(CardState.Key key) {
        return key.mode() == Mode.MIXED_SIZE || (mayMix && key.count() == 0);
    }

    private int equalRoom(CardState.Key key, int type) {
        var goesWith =
                key.count() == 0
                        || (key.mode() == Mode.EQUAL_SIZE
                                && key.sizeMib() == mib(type)
                                && (key.onlyType() < 0 || key.onlyType() == type));
        return goesWith ? Math.max(0, model().types().get(type).most() - key.count()) : 0;
    }

    private CardState.Key equalWith(CardState.Key key, int type) {
        var only = model().mixesSeries() ? -1 : type;
        return new CardState.Key(Mode.EQUAL_SIZE, NOTHING, key.count() + 1, mib(type), only);
    }

    private int gib(int type) {
        return Math.ceilDiv(mib(type), MIB_PER_GIB);
    }

    private boolean isFree(CardState.Key key, int type, int id) {
        var end = id + gib(type);
        if (end > model().framebufferGib()) {
            return false;
        }
        for (var gib = id; gib < end && key.mode() == Mode.MIXED_SIZE; gib++) {
            if ((key.taken().get(gib / BITS) >>> (gib % BITS) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    private CardState.Key mixedWith(CardState.Key key, int type, int id) {
        var before =
                key.mode() == Mode.MIXED_SIZE
                        ? key.taken()
                        : Collections.nCopies(Math.ceilDiv(model().framebufferGib(), BITS), 0L);
        return new CardState.Key(
                Mode.MIXED_SIZE, flipped(before, type, id), key.count() + 1, 0, -1);
    }

    private List<Long> flipped(List<Long> taken, int type, int id) {
        var words = new ArrayList<>(taken);
        for (var gib = id; gib < id + gib(type); gib++) {
            words.set(gib / BITS, words.get(gib / BITS) ^ 1L << gib % BITS);
        }
        return List.copyOf(words);
    }

    @Override
    CardState.Key without(CardState.Key key, int type, int placementId) {
        if (key.count() == 1) {
            return emptyKey();
        }
        return key.mode() == Mode.EQUAL_SIZE
                ? new CardState.Key(
                        key.mode(), NOTHING, key.count() - 1, key.sizeMib(), key.onlyType())
                : new CardState.Key(
                        key.mode(),
                        flipped(key.taken(), type, placementId),
                        key.count() - 1,
                        0,
                        -1);
    }

    @Override
    CardState.Key with(CardState.Key key, int type, Mode mode, int placementId) {
        if (mode == Mode.EQUAL_SIZE && equalRoom(key, type) > 0) {
            return equalWith(key, type);
        }
        var isMixed = key.count() == 0 || key.mode() == Mode.MIXED_SIZE;
        if (mode == Mode.MIXED_SIZE && isMixed && isFree(key, type, placementId)) {
            return mixedWith(key, type, placementId);
        }
        throw new IllegalArgumentException(
                model().types().get(type).token() + " cannot be beside what is there");
    }

    /** What is left when as many as possible of the type are there. */
    @Override
    double lossOf(CardState state, int type, long free) {
        return free - (double) state.capacity(type) * mib(type);
    }
}
