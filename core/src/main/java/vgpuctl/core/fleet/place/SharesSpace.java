package vgpuctl.core.fleet.place;

import java.util.List;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.place.CardState.Content;
import vgpuctl.core.fleet.place.CardState.Step;

/**
 * A GPU that is shared in parts of any size, wherever they lie: what other systems' traces have
 * instead of vGPU types. A type's frame buffer is its part, and the model's the whole.
 */
final class SharesSpace extends CardSpace {

    SharesSpace(GpuModel model, Outlook outlook, int number) {
        super(model, outlook, number);
    }

    private static Content content(long taken, int count) {
        return new Content(Mode.EQUAL_SIZE, List.of(taken), count, 0, -1);
    }

    @Override
    Content emptyContent() {
        return content(0, 0);
    }

    @Override
    long freeMib(Content content) {
        return model().framebufferGib() - content.taken().getFirst();
    }

    @Override
    List<Step> stepsFrom(Content content, int type) {
        return capacityOf(content, type) == 0
                ? List.of()
                : List.of(
                        new Step(
                                type,
                                content.mode(),
                                -1,
                                state(with(content, type, content.mode(), -1))));
    }

    @Override
    int capacityOf(Content content, int type) {
        return (int) (freeMib(content) / mib(type));
    }

    @Override
    Content without(Content content, int type, int placementId) {
        return content(content.taken().getFirst() - mib(type), content.count() - 1);
    }

    @Override
    Content with(Content content, int type, Mode mode, int placementId) {
        return content(content.taken().getFirst() + mib(type), content.count() + 1);
    }

    /** Whatever is free is of use to others as long as one fits. */
    @Override
    double lossOf(CardState state, int type, long free) {
        return state.capacity(type) > 0 ? 0 : free;
    }
}
