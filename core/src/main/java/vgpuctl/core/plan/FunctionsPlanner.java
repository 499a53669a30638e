package vgpuctl.core.plan;

import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;

/** Plans enabling and disabling the virtual functions of a GPU. */
public final class FunctionsPlanner {

    private FunctionsPlanner() {}

    public static Plan enable(HostSnapshot host, PhysicalGpu gpu) {
        var change = new PartitionChange(host, gpu);
        change.refuseWithoutFunctions();
        if (change.hasFunctions()) {
            return PartitionChange.nothing(
                    gpu.name()
                            + " has its virtual functions already: "
                            + gpu.partition().functions().enabled());
        }
        change.refuseWhileInUse("its virtual functions can be enabled");
        return around(change, true);
    }

    public static Plan disable(HostSnapshot host, PhysicalGpu gpu) {
        var change = new PartitionChange(host, gpu);
        change.refuseWithoutFunctions();
        if (!change.hasFunctions()) {
            return PartitionChange.nothing("no virtual function of " + gpu.name() + " is enabled");
        }
        change.refuseWhileInUse("its virtual functions can be disabled");
        var plan = around(change, false);
        var waiting = host.vgpusOn(gpu).stream().map(Vgpu::label).toList();
        return waiting.isEmpty()
                ? plan
                : plan.noting(
                        "what is defined on them cannot start until they are enabled again: "
                                + String.join(", ", waiting));
    }

    /** Takes down in order what the driver would sweep away, and puts it back afterwards. */
    private static Plan around(PartitionChange change, boolean on) {
        if (change.isMixed()) {
            change.change(Feature.MIXED_SIZES, false);
        }
        change.destroyAllInstances();
        change.change(Feature.VIRTUAL_FUNCTIONS, on);
        if (change.isMixed() && on) {
            change.change(Feature.MIXED_SIZES, true);
        }
        change.instances().forEach(i -> change.create(i.profile(), i.start()));
        return change.isMixed() && !on
                ? change.plan("mixed-size mode ends with them: it needs virtual functions")
                : change.plan();
    }
}
