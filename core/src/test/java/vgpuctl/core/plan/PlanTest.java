package vgpuctl.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.type.TypeId;

class PlanTest {

    private static final Plan NOTHING = Plan.toUndo(List.of(), List.of("nothing to do"));
    private static final Plan REMOVAL =
            Plan.toFinish(
                    List.of(
                            new Step.RemoveMdev(
                                    new DeviceName("0000:82:00.0"),
                                    new TypeId("nvidia-50"),
                                    new UUID(1, 2))),
                    List.of("as asked"));

    /** Stopping an inactive vGPU and an active one is stopping. */
    @Test
    void theOneThatHasStepsSaysWhatBecomesOfThem() {
        assertThat(NOTHING.and(REMOVAL).whenInterrupted()).isEqualTo(Plan.WhenInterrupted.FINISH);
        assertThat(REMOVAL.and(NOTHING).whenInterrupted()).isEqualTo(Plan.WhenInterrupted.FINISH);
        assertThat(NOTHING.and(REMOVAL).notes()).containsExactly("nothing to do", "as asked");
    }
}
