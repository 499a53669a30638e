package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.inventory.GpuRecord;
import vgpuctl.core.inventory.GpuRecord.InstanceAt;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Partition.Instance;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.problem.Problem;

/**
 * A change of a GPU as a whole, step by step: its virtual functions, its mode, its GPU instances.
 *
 * <pre>
 * MIG mode ─► virtual functions ─► mixed sizes or GPU instances ─► vGPUs
 * </pre>
 *
 * <p>Whatever stands to the left takes away what stands to the right of it: enabling or disabling
 * virtual functions ends mixed-size mode and destroys all GPU instances, and MIG mode is not left
 * while there are virtual functions. So each plan says what goes, and puts back what it can.
 */
final class PartitionChange {

    private final HostSnapshot host;
    private final PhysicalGpu gpu;
    private final List<Step> steps = new ArrayList<>();
    private final List<InstanceAt> instancesThen = new ArrayList<>();
    private final Set<Feature> featuresThen = EnumSet.noneOf(Feature.class);

    PartitionChange(HostSnapshot host, PhysicalGpu gpu) {
        this.host = host;
        this.gpu = gpu;
        instances().forEach(i -> instancesThen.add(new InstanceAt(i.profile(), i.start())));
        keep(Feature.VIRTUAL_FUNCTIONS, hasFunctions());
        keep(Feature.MIXED_SIZES, isMixed());
        keep(Feature.MIG, isMig());
    }

    private void keep(Feature feature, boolean on) {
        if (on) {
            featuresThen.add(feature);
        } else {
            featuresThen.remove(feature);
        }
    }

    /** The steps, and what is noted of the GPU before they are taken. */
    Plan plan(String... notes) {
        if (steps.isEmpty()) {
            return Plan.toUndo(List.of(), List.of(notes));
        }
        var before = host.recordOf(gpu);
        var after =
                Optional.of(
                        new GpuRecord(
                                gpu.name(),
                                featuresThen.contains(Feature.VIRTUAL_FUNCTIONS),
                                featuresThen.contains(Feature.MIXED_SIZES),
                                featuresThen.contains(Feature.MIG),
                                inOrder(instancesThen),
                                before.flatMap(GpuRecord::scheduler)));
        var all = new ArrayList<Step>();
        if (!before.equals(after)) {
            all.add(new Step.ChangeGpuRecord(gpu.name(), before, after));
        }
        all.addAll(steps);
        return Plan.toUndo(all, List.of(notes));
    }

    private static List<InstanceAt> inOrder(List<InstanceAt> instances) {
        return instances.stream().sorted(Comparator.comparingInt(InstanceAt::start)).toList();
    }

    static Plan nothing(String note) {
        return Plan.toUndo(List.of(), List.of(note));
    }

    void change(Feature feature, boolean on) {
        steps.add(new Step.Switch(gpu.name(), feature, on));
        keep(feature, on);
    }

    /**
     * One that went with something before it goes once: undone twice, it would be in its own way.
     */
    void destroy(String profile, int start) {
        if (instancesThen.remove(new InstanceAt(profile, start))) {
            steps.add(new Step.DestroyInstance(gpu.name(), profile, start));
        }
    }

    void create(String profile, int start) {
        steps.add(new Step.CreateInstance(gpu.name(), profile, start));
        instancesThen.add(new InstanceAt(profile, start));
    }

    void destroyAllInstances() {
        instances().forEach(instance -> destroy(instance.profile(), instance.start()));
    }

    List<Instance> instances() {
        return gpu.partition().mig().all();
    }

    boolean hasFunctions() {
        return gpu.partition().functions().enabled() > 0;
    }

    boolean isMixed() {
        return gpu.partition().mixedSizes().orElse(false);
    }

    boolean isMig() {
        return gpu.partition().mig().isOn();
    }

    /** The mode changes while the GPU is idle and has no virtual functions. */
    void switchMig(boolean on) {
        refuseWhileInUse("MIG mode can be changed");
        if (isMixed()) {
            change(Feature.MIXED_SIZES, false);
        }
        if (hasFunctions()) {
            change(Feature.VIRTUAL_FUNCTIONS, false);
        }
        change(Feature.MIG, on);
        if (hasFunctions()) {
            change(Feature.VIRTUAL_FUNCTIONS, true);
        }
    }

    void refuseWithoutFunctions() {
        if (gpu.partition().functions().possible() > 0) {
            return;
        }
        throw new Problem.HostNotReady(
                        gpu.name() + " has no virtual functions",
                        isOfGenerationWithFunctions()
                                ? "a card of this generation has them where SR-IOV is on in the"
                                        + " firmware: see 'dmesg | grep -i sriov'"
                                : "none are needed: up to Turing, vGPUs live on the GPU itself")
                .thrown();
    }

    private boolean isOfGenerationWithFunctions() {
        return gpu.architecture()
                .filter(architecture -> architecture.compareTo(Architecture.AMPERE) >= 0)
                .isPresent();
    }

    void refuseWhileInUse(String when) {
        var active = host.activeOn(gpu).stream().map(Vgpu::label).toList();
        if (!active.isEmpty()) {
            throw new Problem.Conflict(
                            gpu.name() + " has vGPUs: " + String.join(", ", active),
                            "stop them before "
                                    + when
                                    + ": vgpuctl stop "
                                    + String.join(" ", active))
                    .thrown();
        }
    }
}
