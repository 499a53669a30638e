package vgpuctl.core.plan;

import java.util.Optional;
import vgpuctl.core.attach.MultiVgpuRule;
import vgpuctl.core.inventory.PhysicalGpu;

/** What a decision may want to know beside what a look shows; asked only then, since it costs. */
public interface Inquiry {

    /** What a GPU allows one VM to have together. */
    MultiVgpuRule multiVgpuRule(PhysicalGpu gpu);

    /** How a GPU's time is shared among its vGPUs. */
    SchedulerSetting schedulerSetting(PhysicalGpu gpu);

    /**
     * Why the running driver does not offer a type of NVIDIA's on a GPU, without a full stop; empty
     * where nothing is known that speaks against it.
     *
     * @param type full name or short name
     */
    Optional<String> whyNotOffered(PhysicalGpu gpu, String type);
}
