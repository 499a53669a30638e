package vgpuctl.layout.others;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import vgpuctl.core.catalogue.Board.VgpusLiveOn;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.layout.GpuSelector;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutGpu;
import vgpuctl.core.layout.LayoutVgpu;
import vgpuctl.core.pci.Bdf;
import vgpuctl.core.type.TypeName;

/** Makes a layout of mediated devices: GPUs by address, types by name, each vGPU by its UUID. */
final class MdevLayout {

    private static final String NVIDIA = "nvidia-";

    /** A layout's own limit. */
    private static final int LAST_PLACEMENT = 1023;

    private final Knowledge knowledge;
    private final Map<UUID, String> vms;
    private final Set<String> notes;

    MdevLayout(Knowledge knowledge, Map<UUID, String> vms, Set<String> notes) {
        this.knowledge = knowledge;
        this.vms = vms;
        this.notes = notes;
    }

    Layout of(List<FoundMdev> mdevs) {
        var byGpu = new TreeMap<DeviceName, List<FoundMdev>>();
        for (var mdev : mdevs) {
            byGpu.computeIfAbsent(gpu(mdev), _ -> new ArrayList<>()).add(mdev);
        }
        return new Layout(
                byGpu.entrySet().stream().map(gpu -> gpu(gpu.getKey(), gpu.getValue())).toList());
    }

    private DeviceName gpu(FoundMdev mdev) {
        var parent = mdev.parent();
        if (knowledge.gpus().isEmpty()) {
            return physicalFunction(mdev).orElse(parent);
        }
        var gpu = knowledge.gpuOf(parent).map(KnownGpu::name);
        if (gpu.isEmpty()) {
            notes.add("this host has no " + parent + " now");
        }
        return gpu.orElse(parent);
    }

    /** Without the host to ask, by the card: since Ampere the parents are virtual functions. */
    private Optional<DeviceName> physicalFunction(FoundMdev mdev) {
        var onFunctions =
                knowledge
                        .name(mdev.type())
                        .flatMap(name -> knowledge.type(name.token()))
                        .filter(type -> type.board().placement() == VgpusLiveOn.VIRTUAL_FUNCTIONS);
        return onFunctions
                .flatMap(_ -> mdev.parent().address())
                .map(address -> {
                    var physical = DeviceName.of(new Bdf(address.domain(), address.bus(), 0, 0));
                    if (!physical.equals(mdev.parent())) {
                        notes.add(
                                mdev.parent() + " was taken for a virtual function of " + physical);
                    }
                    return physical;
                });
    }

    private LayoutGpu gpu(DeviceName name, List<FoundMdev> mdevs) {
        var mig = mdevs.stream().anyMatch(this::isMigBacked);
        return new LayoutGpu(
                new GpuSelector.Device(name),
                mig ? Optional.of(GpuMode.MIG) : Optional.empty(),
                List.of(),
                Optional.empty(),
                mdevs.stream().map(this::vgpu).toList());
    }

    private boolean isMigBacked(FoundMdev mdev) {
        return knowledge
                .name(mdev.type())
                .flatMap(name -> knowledge.type(name.token()))
                .filter(known -> known.type().migSlices().isPresent())
                .isPresent();
    }

    private LayoutVgpu vgpu(FoundMdev mdev) {
        var vm = Optional.ofNullable(vms.get(mdev.uuid()));
        return new LayoutVgpu(
                new LayoutVgpu.Identity(Optional.empty(), Optional.of(mdev.uuid())),
                new LayoutVgpu.Wish.OfType(type(mdev)),
                1,
                new LayoutVgpu.Holders(vm.map(List::of).orElse(List.of()), Optional.empty()),
                life(mdev),
                settings(mdev));
    }

    private LayoutVgpu.Life life(FoundMdev mdev) {
        if (mdev.autostart().isEmpty()) {
            notes.add(
                    "libvirt does not say whether its node devices start by themselves:"
                            + " 'autostart: false' was taken");
        }
        if (mdev.active().isEmpty()) {
            notes.add(
                    mdev.uuid()
                            + " does not start by itself and is not known to be active:"
                            + " 'active: false' was taken");
        }
        return new LayoutVgpu.Life(mdev.autostart().orElse(false), mdev.active().orElse(false));
    }

    /** The place in the frame buffer has a key of its own. */
    private static LayoutVgpu.Settings settings(FoundMdev mdev) {
        var parameters = new Parameters(mdev.params());
        var placement = parameters.number(Parameters.PLACEMENT_ID);
        return placement.orElse(Integer.MAX_VALUE) > LAST_PLACEMENT
                ? new LayoutVgpu.Settings(mdev.params(), OptionalInt.empty())
                : new LayoutVgpu.Settings(
                        parameters.without(Parameters.PLACEMENT_ID).values(), placement);
    }

    private String type(FoundMdev mdev) {
        var id = mdev.type();
        var name = knowledge.name(id).map(TypeName::token);
        if (!knowledge.isOffered(id) && id.text().startsWith(NVIDIA)) {
            notes.add(
                    name.map(known ->
                                    id
                                            + " was taken for "
                                            + known
                                            + ": the driver may mean another")
                            .orElse(
                                    "the name of "
                                            + id
                                            + " is not known here: the id stands in its place, and"
                                            + " changes with driver releases"));
        }
        return name.orElse(id.text());
    }
}
