package vgpuctl.core.fleet.place;

import java.util.List;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.place.CardState.Step;

/**
 * A GPU that is shared in parts of any size, wherever they lie: what other systems' traces have
 * instead of vGPU types. A type's frame buffer is its part, and the model's the whole.
 */
final class SharesSpace extends CardSpace {

    SharesSpace(GpuModel model, Outlook outlook, int number) {
        super(model, outlook, number);
    }

    private static CardState.Key key(long taken, int count) {
        return new CardState.Key(Mode.EQUAL_SIZE, List.of(taken), count, 0, -1);
    }

    @Override
    CardState.Key emptyKey() {
        return key(0, 0);
    }

    @Override
    long freeMib(CardState.Key key) {
        return model().framebufferGib() - key.taken().getFirst();
    }

    @Override
    List<Step> stepsFrom(CardState.Key key, int type) {
        return capacityOf(key, type) == 0
                ? List.of()
                : List.of(new Step(type, key.mode(), -1, state(with(key, type, key.mode(), -1))));
    }

    @Override
    int capacityOf(CardState.Key key, int type) {
        return (int) (freeMib(key) / mib(type));
    }

    @Override
    CardState.Key without(CardState.Key key, int type, int placementId) {
        return key(key.taken().getFirst() - mib(type), key.count() - 1);
    }

    @Override
    CardState.Key with(CardState.Key key, int type, Mode mode, int placementId) {
        return key(key.taken().getFirst() + mib(type), key.count() + 1);
    }

    /** Whatever is free is of use to others as long as one fits. */
    @Override
    double lossOf(CardState state, int type, long free) {
        return state.capacity(type) > 0 ? 0 : free;
    }
}
