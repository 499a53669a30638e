package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.place.CardState.Content;
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
    Content emptyContent() {
        return new Content(Mode.EQUAL_SIZE, NOTHING, 0, 0, -1);
    }

    @Override
    long freeMib(Content content) {
        var whole = (long) model().framebufferGib() * MIB_PER_GIB;
        if (content.mode() == Mode.EQUAL_SIZE) {
            return whole - (long) content.count() * content.sizeMib();
        }
        var taken = 0;
        for (var word : content.taken()) {
            taken += Long.bitCount(word);
        }
        return whole - (long) taken * MIB_PER_GIB;
    }

    @Override
    List<Step> stepsFrom(Content content, int type) {
        var steps = new ArrayList<Step>();
        if (content.count() < functions && equalRoom(content, type) > 0) {
            steps.add(new Step(type, Mode.EQUAL_SIZE, -1, state(equalWith(content, type))));
        }
        if (mayBeMixed(content)) {
            for (var id : model().types().get(type).mixedIds()) {
                if (content.count() < functions && isFree(content, type, id)) {
                    steps.add(
                            new Step(
                                    type,
                                    Mode.MIXED_SIZE,
                                    id,
                                    state(mixedWith(content, type, id))));
                }
            }
        }
        return steps;
    }

    @Override
    int capacityOf(Content content, int type) {
        var room = equalRoom(content, type);
        if (mayBeMixed(content)) {
            var ids = 0;
            for (var id : model().types().get(type).mixedIds()) {
                ids += isFree(content, type, id) ? 1 : 0;
            }
            room = Math.max(room, ids);
        }
        return Math.max(0, Math.min(room, functions - content.count()));
    }

    private boolean mayBeMixed(Content content) {
        return content.mode() == Mode.MIXED_SIZE || (mayMix && content.count() == 0);
    }

    private int equalRoom(Content content, int type) {
        var goesWith =
                content.count() == 0
                        || (content.mode() == Mode.EQUAL_SIZE
                                && content.sizeMib() == mib(type)
                                && (content.onlyType() < 0 || content.onlyType() == type));
        return goesWith ? Math.max(0, model().types().get(type).most() - content.count()) : 0;
    }

    private Content equalWith(Content content, int type) {
        var only = model().mixesSeries() ? -1 : type;
        return new Content(Mode.EQUAL_SIZE, NOTHING, content.count() + 1, mib(type), only);
    }

    private int gib(int type) {
        return Math.ceilDiv(mib(type), MIB_PER_GIB);
    }

    private boolean isFree(Content content, int type, int id) {
        var end = id + gib(type);
        if (end > model().framebufferGib()) {
            return false;
        }
        for (var gib = id; gib < end && content.mode() == Mode.MIXED_SIZE; gib++) {
            if (((content.taken().get(gib / BITS) >>> (gib % BITS)) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    private Content mixedWith(Content content, int type, int id) {
        var before =
                content.mode() == Mode.MIXED_SIZE
                        ? content.taken()
                        : Collections.nCopies(Math.ceilDiv(model().framebufferGib(), BITS), 0L);
        return new Content(Mode.MIXED_SIZE, flipped(before, type, id), content.count() + 1, 0, -1);
    }

    private List<Long> flipped(List<Long> taken, int type, int id) {
        var words = new ArrayList<>(taken);
        for (var gib = id; gib < id + gib(type); gib++) {
            words.set(gib / BITS, words.get(gib / BITS) ^ (1L << (gib % BITS)));
        }
        return List.copyOf(words);
    }

    @Override
    Content without(Content content, int type, int placementId) {
        if (content.count() == 1) {
            return emptyContent();
        }
        return content.mode() == Mode.EQUAL_SIZE
                ? new Content(
                        content.mode(),
                        NOTHING,
                        content.count() - 1,
                        content.sizeMib(),
                        content.onlyType())
                : new Content(
                        content.mode(),
                        flipped(content.taken(), type, placementId),
                        content.count() - 1,
                        0,
                        -1);
    }

    @Override
    Content with(Content content, int type, Mode mode, int placementId) {
        if (mode == Mode.EQUAL_SIZE && equalRoom(content, type) > 0) {
            return equalWith(content, type);
        }
        var isMixed = content.count() == 0 || content.mode() == Mode.MIXED_SIZE;
        if (mode == Mode.MIXED_SIZE && isMixed && isFree(content, type, placementId)) {
            return mixedWith(content, type, placementId);
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
