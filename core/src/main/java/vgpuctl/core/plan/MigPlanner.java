package vgpuctl.core.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vgpuctl.core.inventory.GpuMaps;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Partition.Mig;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigGeometry;
import vgpuctl.core.mig.MigPlan;
import vgpuctl.core.mig.MigProfile;
import vgpuctl.core.problem.Problem;

/** Plans MIG mode and how a GPU is cut into instances. */
public final class MigPlanner {

    private MigPlanner() {}

    public static Plan enable(HostSnapshot host, PhysicalGpu gpu) {
        cardOrRefusal(gpu);
        var change = new PartitionChange(host, gpu);
        if (change.isMig()) {
            return PartitionChange.nothing(gpu.name() + " is in MIG mode already");
        }
        change.switchMig(true);
        return change.plan();
    }

    public static Plan disable(HostSnapshot host, PhysicalGpu gpu) {
        cardOrRefusal(gpu);
        var change = new PartitionChange(host, gpu);
        if (!change.isMig()) {
            return PartitionChange.nothing(gpu.name() + " is not in MIG mode");
        }
        change.destroyAllInstances();
        change.switchMig(false);
        return change.plan();
    }

    /**
     * Cuts the GPU into exactly these instances.
     *
     * @param names of profiles; none for no instance
     */
    public static Plan instances(HostSnapshot host, PhysicalGpu gpu, List<String> names) {
        var card = cardOrRefusal(gpu);
        var wish = names.stream().map(name -> profile(card, name)).toList();
        return switch (geometry(gpu, card).reaching(wish, inUse(host, gpu, card))) {
            case MigPlan.Impossible(var reason) ->
                    throw new Problem.NoRoom(
                                    gpu.name() + " cannot be cut so: " + reason,
                                    "see where each profile can lie: vgpuctl mig status "
                                            + gpu.name())
                            .thrown();
            case MigPlan.Change change -> cut(new PartitionChange(host, gpu), gpu, change);
        };
    }

    /** Virtual functions come before instances, which they would sweep away. */
    private static Plan cut(PartitionChange change, PhysicalGpu gpu, MigPlan.Change wanted) {
        if (!change.isMig()) {
            change.switchMig(true);
        }
        var lacksFunctions =
                !change.hasFunctions()
                        && gpu.partition().functions().possible() > 0
                        && !wanted.created().isEmpty();
        if (lacksFunctions) {
            change.refuseWhileInUse("its virtual functions can be enabled");
            change.destroyAllInstances();
            change.change(Feature.VIRTUAL_FUNCTIONS, true);
        } else {
            wanted.destroyed().forEach(i -> change.destroy(i.profile().name(), i.start()));
        }
        var missing = lacksFunctions ? wanted.after().instances() : wanted.created();
        missing.forEach(i -> change.create(i.profile().name(), i.start()));
        var plan = change.plan();
        return plan.steps().isEmpty()
                ? PartitionChange.nothing(gpu.name() + " is cut so already")
                : plan;
    }

    private static MigCard cardOrRefusal(PhysicalGpu gpu) {
        if (gpu.partition().mig() instanceof Mig.Unseen(var why)) {
            throw new Problem.HostNotReady(
                            "whether " + gpu.name() + " is in MIG mode could not be seen: " + why,
                            "see that nvidia-smi works on this host")
                    .thrown();
        }
        return GpuMaps.migCard(gpu)
                .orElseThrow(() ->
                        new Problem.HostNotReady(
                                        gpu.name()
                                                + " has no MIG mode that is known: A30, A100, H100 and"
                                                + " later datacentre cards have one",
                                        "share it in time slices: vgpuctl types " + gpu.name())
                                .thrown());
    }

    private static MigProfile profile(MigCard card, String name) {
        return card.profile(name)
                .orElseThrow(() ->
                        new Problem.NotFound(
                                        card + " has no GPU instance profile '" + name + "'",
                                        "it has "
                                                + String.join(
                                                        ", ",
                                                        card.profiles().stream()
                                                                .map(MigProfile::name)
                                                                .toList()))
                                .thrown());
    }

    private static MigGeometry geometry(PhysicalGpu gpu, MigCard card) {
        return switch (GpuMaps.geometry(gpu)) {
            case Reading.Known<MigGeometry>(var geometry) -> geometry;
            case Reading.Unknown<MigGeometry>(_) when gpu.partition().mig().all().isEmpty() ->
                    MigGeometry.empty(card);
            case Reading.Unknown<MigGeometry>(var why) ->
                    throw new Problem.HostNotReady(
                                    why, "cut it with nvidia-smi mig, as it was cut before")
                            .thrown();
        };
    }

    /** Instances that carry a vGPU, and those that may: a mediated device does not say which. */
    private static Set<GpuInstance> inUse(HostSnapshot host, PhysicalGpu gpu, MigCard card) {
        var ids = new HashSet<Integer>();
        var profiles = new HashSet<String>();
        for (var vgpu : host.activeOn(gpu)) {
            vgpu.location()
                    .gpuInstance()
                    .ifPresentOrElse(
                            ids::add,
                            () ->
                                    vgpu.resolved()
                                            .flatMap(type -> card.profileOf(type.name()))
                                            .or(() ->
                                                    vgpu.record()
                                                            .map(VgpuRecord::type)
                                                            .flatMap(card::profileOf))
                                            .ifPresent(profile -> profiles.add(profile.name())));
        }
        var inUse = new HashSet<GpuInstance>();
        for (var instance : gpu.partition().mig().all()) {
            if (ids.contains(instance.id()) || profiles.contains(instance.profile())) {
                card.profile(instance.profile())
                        .ifPresent(p -> inUse.add(new GpuInstance(p, instance.start())));
            }
        }
        return inUse;
    }
}
