package vgpuctl.core.fleet.place;

import java.util.Optional;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.GpuModel.OfferedType;
import vgpuctl.core.fleet.place.Choice.Seat;
import vgpuctl.core.type.TypeName;

/** Whether a vGPU may be in a VM beside another: of one board, and of one series or size. */
final class VmTogether {

    private VmTogether() {}

    static boolean is(PlacedHost host, ClaimedVgpu there, Seat seat) {
        var types = seat.step().next().space().model().types();
        var type = types.get(seat.step().type());
        var other = offered(host, there);
        return type.mostPerVm() > 1
                && other.filter(o -> o.mostPerVm() > 1).isPresent()
                && goTogether(type.type().name(), there.type());
    }

    private static Optional<OfferedType> offered(PlacedHost host, ClaimedVgpu vgpu) {
        var inventory = host.host().inventory();
        return inventory
                .gpu(vgpu.gpu())
                .flatMap(gpu -> inventory.modelOf(gpu).type(vgpu.type().token()));
    }

    private static boolean goTogether(TypeName one, TypeName other) {
        return one.board().equals(other.board())
                && (one.series().equals(other.series())
                        || one.framebufferMib().equals(other.framebufferMib()));
    }
}
