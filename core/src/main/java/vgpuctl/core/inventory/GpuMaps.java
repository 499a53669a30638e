package vgpuctl.core.inventory;

import java.util.ArrayList;
import java.util.Optional;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigCards;
import vgpuctl.core.mig.MigGeometry;
import vgpuctl.core.placement.FramebufferMap;
import vgpuctl.core.placement.Placement;
import vgpuctl.core.type.VgpuType;

/** What lies where on a GPU now: its frame buffer in mixed-size mode, its memory axis with MIG. */
public final class GpuMaps {

    private static final int MIB_PER_GIB = 1024;

    private GpuMaps() {}

    /** The card as the tables of MIG know it; empty where they do not. */
    public static Optional<MigCard> migCard(PhysicalGpu gpu) {
        return gpu.board().flatMap(board -> MigCards.ofProject().card(board));
    }

    /** The frame buffer with its active vGPUs; unknown where one does not say where it lies. */
    public static Reading<FramebufferMap> framebuffer(HostSnapshot host, PhysicalGpu gpu) {
        var board = gpu.board();
        var empty = board.flatMap(b -> FramebufferMap.ofBoard(b, Catalogue.ofProject().typesOf(b)));
        if (empty.isEmpty()) {
            return Reading.unknown("the placements of " + gpu.name() + " are not known");
        }
        var map = empty.get();
        for (var vgpu : host.activeOn(gpu)) {
            var placement = placement(vgpu);
            if (placement.isEmpty()) {
                return Reading.unknown(vgpu.label() + " does not say where it lies");
            }
            if (!fits(map, placement.get())) {
                return Reading.unknown(
                        vgpu.label() + " says it lies where it cannot: " + placement.get());
            }
            map = map.with(placement.get());
        }
        return Reading.of(map);
    }

    private static boolean fits(FramebufferMap map, Placement placement) {
        if (placement.end() > map.regionGib()) {
            return false;
        }
        for (var taken : map.taken()) {
            if (taken.overlaps(placement)) {
                return false;
            }
        }
        return true;
    }

    /** Where an active vGPU lies; empty where it does not say so. */
    public static Optional<Placement> placement(Vgpu vgpu) {
        var id = vgpu.location().placementId();
        return id.isPresent() && id.getAsInt() >= 0 && vgpu.framebufferMib().orElse(0) > 0
                ? Optional.of(new Placement(id.getAsInt(), sizeGib(vgpu.resolved().orElseThrow())))
                : Optional.empty();
    }

    /** What a vGPU of the type takes on the map; boards with odd frame buffers round up. */
    public static int sizeGib(VgpuType type) {
        return Math.ceilDiv(type.framebufferMib().orElse(0), MIB_PER_GIB);
    }

    /**
     * The card as it is cut into GPU instances; without any where MIG is off. Unknown where the
     * tables do not know the card or one of its instances.
     */
    public static Reading<MigGeometry> geometry(PhysicalGpu gpu) {
        var card = migCard(gpu);
        if (card.isEmpty()) {
            return Reading.unknown("the MIG profiles of " + gpu.name() + " are not known");
        }
        var instances = new ArrayList<GpuInstance>();
        for (var instance : gpu.partition().mig().all()) {
            var profile = card.get().profile(instance.profile());
            if (profile.isEmpty()) {
                return Reading.unknown(
                        gpu.name()
                                + " has a GPU instance of an unknown profile, "
                                + instance.profile());
            }
            instances.add(new GpuInstance(profile.get(), instance.start()));
        }
        return Reading.of(new MigGeometry(card.get(), instances));
    }
}
