package vgpuctl.core.fit;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.mig.GpuInstance;

/** Whether and how items can lie on one card in one mode, beside what is there. Exact. */
sealed interface ModeSearch permits EqualSizeSearch, MixedSizeSearch, InstanceSearch {

    /**
     * What the best way costs, apart from a switch to the mode.
     *
     * @param framebufferMib of the types chosen, added up
     * @param destroyed GPU instances
     * @param created GPU instances
     */
    record Cost(long framebufferMib, int destroyed, int created) {

        static final Cost NOTHING = new Cost(0, 0, 0);
    }

    Mode mode();

    /** Empty where the items do not fit. */
    Optional<Cost> cost(long items);

    /** How many vGPUs of each kind could be made afterwards, each kind for itself. */
    int[] creatable(long items);

    /** Where items that fit come to lie. */
    List<Seated> seats(long items);

    /** GPU instances that go for items that fit. */
    default List<GpuInstance> destroyed(long items) {
        return List.of();
    }
}
