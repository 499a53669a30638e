package vgpuctl.operations;

import java.util.List;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.plan.Plan;

/** What comes back for a {@link Request}. */
public sealed interface Answer {

    record Gpus(HostSnapshot host) implements Answer {}

    record Types(HostSnapshot host, List<PhysicalGpu> gpus) implements Answer {}

    record Vgpus(HostSnapshot host) implements Answer {}

    record OneVgpu(HostSnapshot host, Vgpu vgpu) implements Answer {}

    /** A plan that was asked for, not carried out. */
    record Planned(Plan plan) implements Answer {}

    /**
     * A change that was made.
     *
     * @param before the host that the plan was made for
     * @param after the host as it was seen afterwards
     */
    record Changed(Request.Change request, Plan plan, HostSnapshot before, HostSnapshot after)
            implements Answer {}

    /**
     * What became of changes that were cut off.
     *
     * @param outcomes a sentence each; none where nothing was left
     */
    record Recovered(List<String> outcomes) implements Answer {}
}
