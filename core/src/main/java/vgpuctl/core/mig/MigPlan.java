package vgpuctl.core.mig;

import java.util.List;

/** The way from one geometry of a card to another. */
public sealed interface MigPlan {

    /**
     * It can be done.
     *
     * @param destroyed to go first, by place
     * @param created to come then, each at its start
     */
    record Change(List<GpuInstance> destroyed, List<GpuInstance> created, MigGeometry after)
            implements MigPlan {}

    /**
     * It cannot be done.
     *
     * @param reason one sentence, without a full stop
     */
    record Impossible(String reason) implements MigPlan {}
}
