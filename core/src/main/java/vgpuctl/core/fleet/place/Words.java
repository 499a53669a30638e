package vgpuctl.core.fleet.place;

import java.util.List;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.Decision.PlacedVgpu;
import vgpuctl.core.fleet.PlacementPolicy;
import vgpuctl.core.fleet.PlacementRequest;

/** Says in a few words why vGPUs are where they are. */
final class Words {

    private Words() {}

    static String why(PlacementRequest request, List<PlacedVgpu> vgpus) {
        if (vgpus.isEmpty()) {
            return "on the host whose GPUs lose least by it";
        }
        var first = vgpus.getFirst();
        if (request.policy().filter(p -> p == PlacementPolicy.SPREAD).isPresent()) {
            return "where least is";
        }
        var mode = first.mode() == Mode.MIXED_SIZE ? "mixed-size" : "equal-size";
        return first.switched()
                ? "on an empty GPU that is switched to " + mode
                : "on a GPU in "
                        + mode
                        + " mode, where least of what stays free is lost for others";
    }
}
