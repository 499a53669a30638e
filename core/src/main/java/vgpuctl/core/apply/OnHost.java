package vgpuctl.core.apply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.document.Position;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.layout.GpuSelector;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutGpu;
import vgpuctl.core.layout.LayoutPositions;
import vgpuctl.core.layout.LayoutVgpu;
import vgpuctl.core.plan.Select;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;

/** A layout whose GPUs are those of a host. */
record OnHost(List<OnGpu> gpus) {

    /** What is wanted of one GPU. */
    record OnGpu(PhysicalGpu gpu, LayoutGpu wish, List<Wanted> vgpus) {}

    /** Finds the GPUs; all that are not there or not clear are told at once. */
    static OnHost of(HostSnapshot host, Layout layout, LayoutPositions positions) {
        var faults = new ArrayList<String>();
        var gpus = new ArrayList<OnGpu>();
        var seen = new HashSet<PhysicalGpu>();
        for (var i = 0; i < layout.gpus().size(); i++) {
            var wish = layout.gpus().get(i);
            var at = at(positions, i);
            try {
                var gpu = gpu(host, wish.gpu());
                if (!seen.add(gpu)) {
                    faults.add(at + ": " + gpu.name() + " is named twice");
                }
                gpus.add(new OnGpu(gpu, wish, wanted(host, gpu, wish, at)));
            } catch (ProblemException e) {
                faults.add(at + ": " + e.problem().reason() + "; " + e.problem().wayOut());
            }
        }
        if (!faults.isEmpty()) {
            throw new Problem.BadInput(
                            "the layout does not fit this host: " + String.join("; ", faults),
                            "see its GPUs with 'vgpuctl gpus'")
                    .thrown();
        }
        return new OnHost(gpus);
    }

    private static String at(LayoutPositions positions, int gpu) {
        return gpu < positions.gpus().size()
                ? "line " + positions.gpus().get(gpu).at().line()
                : Position.START.toString();
    }

    private static PhysicalGpu gpu(HostSnapshot host, GpuSelector selector) {
        return switch (selector) {
            case GpuSelector.Device(var name) -> Select.gpu(host, name.text());
            case GpuSelector.OfUuid _ ->
                    host.gpus().stream()
                            .filter(gpu -> gpu.uuid().equals(Optional.of(selector.toString())))
                            .findFirst()
                            .orElseThrow(() ->
                                    new Problem.NotFound(
                                                    "there is no GPU " + selector,
                                                    "see 'nvidia-smi -L'; a GPU that NVIDIA's"
                                                            + " driver does not hold has no UUID")
                                            .thrown());
            case GpuSelector.OfModel(var model, var index) -> {
                var found = host.gpus().stream().filter(gpu -> isOfModel(gpu, model)).toList();
                if (index.isEmpty() && found.size() == 1) {
                    yield found.getFirst();
                }
                if (index.isPresent() && index.getAsInt() < found.size()) {
                    yield found.get(index.getAsInt());
                }
                throw notOne(host, model, found).thrown();
            }
        };
    }

    private static boolean isOfModel(PhysicalGpu gpu, String model) {
        var name = gpu.model().orElse("");
        return name.equalsIgnoreCase(model)
                || name.toLowerCase(Locale.ROOT).contains(model.toLowerCase(Locale.ROOT));
    }

    private static Problem notOne(HostSnapshot host, String model, List<PhysicalGpu> found) {
        var models =
                host.gpus().stream()
                        .map(gpu -> gpu.name() + " " + gpu.model().orElse("?"))
                        .toList();
        return found.isEmpty()
                ? new Problem.NotFound(
                        "there is no GPU '" + model + "'",
                        "this host has " + String.join(", ", models))
                : new Problem.BadInput(
                        found.size() + " GPUs are a '" + model + "'",
                        "write which with index: 0 to " + (found.size() - 1));
    }

    private static List<Wanted> wanted(
            HostSnapshot host, PhysicalGpu gpu, LayoutGpu wish, String at) {
        var wanted = new ArrayList<Wanted>();
        for (var vgpu : wish.vgpus()) {
            for (var i = 0; i < vgpu.count(); i++) {
                wanted.add(wanted(host, gpu, vgpu, i, at));
            }
        }
        return wanted;
    }

    private static Wanted wanted(
            HostSnapshot host, PhysicalGpu gpu, LayoutVgpu vgpu, int index, String at) {
        var names = vgpu.names();
        var name = index < names.size() ? Optional.of(names.get(index)) : Optional.<String>empty();
        var vms = vgpu.holders().vms();
        var uuid =
                vgpu.identity()
                        .uuid()
                        .or(() -> name.flatMap(n -> named(host, n)).map(Vgpu::uuid))
                        .orElseGet(() -> derived(host, name.orElseThrow()));
        var parameters = new Parameters(vgpu.settings().params());
        if (vgpu.settings().placement().isPresent()) {
            parameters =
                    parameters.with(
                            Parameters.PLACEMENT_ID,
                            Integer.toString(vgpu.settings().placement().getAsInt()));
        }
        return new Wanted(
                gpu,
                name,
                uuid,
                vgpu.wish(),
                index < vms.size() ? Optional.of(vms.get(index)) : Optional.empty(),
                vgpu.holders().owner(),
                vgpu.life(),
                parameters,
                at);
    }

    private static Optional<Vgpu> named(HostSnapshot host, String name) {
        return host.vgpus().stream()
                .filter(vgpu -> vgpu.record().isPresent() && vgpu.label().equals(name))
                .findFirst();
    }

    private static UUID derived(HostSnapshot host, String name) {
        var source = "vgpuctl/" + host.machineId().orElse("") + "/" + name;
        return UUID.nameUUIDFromBytes(source.getBytes(StandardCharsets.UTF_8));
    }
}
