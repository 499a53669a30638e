package vgpuctl.core.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import vgpuctl.core.inventory.Claim;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.layout.GpuSelector;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutGpu;
import vgpuctl.core.layout.LayoutVgpu;
import vgpuctl.core.layout.MigWish;
import vgpuctl.core.type.TypeId;

/** A host as a layout, which applies to it as no change. */
public final class Export {

    private Export() {}

    /** What is on the GPUs that have something on them. */
    public static Layout of(
            HostSnapshot host, Function<PhysicalGpu, Reading<Scheduler>> schedulers) {
        var gpus = new ArrayList<LayoutGpu>();
        for (var gpu : host.gpus()) {
            var exported = gpu(host, gpu, schedulers);
            var saysNothing =
                    exported.mode().isEmpty()
                            && exported.scheduler().isEmpty()
                            && exported.vgpus().isEmpty();
            if (!saysNothing) {
                gpus.add(exported);
            }
        }
        return new Layout(gpus);
    }

    private static LayoutGpu gpu(
            HostSnapshot host,
            PhysicalGpu gpu,
            Function<PhysicalGpu, Reading<Scheduler>> schedulers) {
        var mode = Optional.of(Comparison.mode(gpu)).filter(m -> m != GpuMode.EQUAL_SIZE);
        var scheduler =
                gpu.partition().functions().possible() == 0
                        ? Optional.<Scheduler>empty()
                        : schedulers
                                .apply(gpu)
                                .map(Optional::of)
                                .orElse(Optional.empty())
                                .filter(s -> s != Scheduler.BEST_EFFORT);
        return new LayoutGpu(
                new GpuSelector.Device(gpu.name()),
                mode,
                instances(gpu),
                scheduler,
                host.vgpusOn(gpu).stream().map(vgpu -> vgpu(host, vgpu)).toList());
    }

    private static List<MigWish> instances(PhysicalGpu gpu) {
        var counts = new TreeMap<String, Integer>();
        gpu.partition().mig().all().forEach(i -> counts.merge(i.profile(), 1, Integer::sum));
        var wishes = new ArrayList<MigWish>();
        counts.forEach((profile, count) -> wishes.add(new MigWish(profile, count)));
        return wishes;
    }

    private static LayoutVgpu vgpu(HostSnapshot host, Vgpu vgpu) {
        var vm =
                host.domainsWith(vgpu).stream()
                        .map(Domain::name)
                        .findFirst()
                        .or(() -> keptFor(host, vgpu));
        var params = new TreeMap<>(vgpu.parameters().without(Parameters.PLACEMENT_ID).values());
        var placement =
                vgpu.parameters().value(Parameters.PLACEMENT_ID).isPresent()
                        ? vgpu.location().placementId()
                        : OptionalInt.empty();
        return new LayoutVgpu(
                new LayoutVgpu.Identity(
                        vgpu.record().map(VgpuRecord::name), Optional.of(vgpu.uuid())),
                new LayoutVgpu.Wish.OfType(type(vgpu)),
                1,
                new LayoutVgpu.Holders(vm.map(List::of).orElse(List.of()), vgpu.owner()),
                new LayoutVgpu.Life(vgpu.isAutostart(), vgpu.active()),
                new LayoutVgpu.Settings(params, placement));
    }

    /** A VM that is there and could have had it is none that it is kept for. */
    private static Optional<String> keptFor(HostSnapshot host, Vgpu vgpu) {
        return vgpu.record()
                .map(VgpuRecord::claim)
                .flatMap(Claim::vm)
                .filter(vm -> !vgpu.active() || !isThere(host, vm));
    }

    private static boolean isThere(HostSnapshot host, String vm) {
        return host.domains().orElse(List.of()).stream().anyMatch(d -> d.name().equals(vm));
    }

    private static String type(Vgpu vgpu) {
        return vgpu.resolved()
                .map(type -> type.name().token())
                .or(() -> vgpu.record().map(record -> record.type().token()))
                .orElseGet(() -> vgpu.type().map(TypeId::text).orElse("unknown"));
    }
}
