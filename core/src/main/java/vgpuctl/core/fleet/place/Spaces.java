package vgpuctl.core.fleet.place;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.FleetGpu;
import vgpuctl.core.fleet.GpuModel;

/** The space of each kind of GPU, made once. */
final class Spaces {

    private record Kind(GpuModel model, int functions, boolean mayMix) {}

    private final Optional<Outlook> outlook;
    private final boolean ofShares;
    private final Map<Kind, CardSpace> spaces = new HashMap<>();

    /**
     * @param outlook empty: on each GPU every size that it has, equally often
     */
    Spaces(Optional<Outlook> outlook, boolean ofShares) {
        this.outlook = outlook;
        this.ofShares = ofShares;
    }

    CardSpace of(GpuModel model, FleetGpu gpu) {
        var kind =
                new Kind(
                        model,
                        gpu.functions().orElse(Integer.MAX_VALUE),
                        !gpu.barred().containsKey(Mode.MIXED_SIZE) && model.hasMixedSize());
        return spaces.computeIfAbsent(kind, this::make);
    }

    private CardSpace make(Kind kind) {
        // Of what the kind is, not of when it came: the same in an index that was built otherwise.
        var number = kind.functions ^ (kind.mayMix ? 0 : 1 << 30);
        var expected = outlook.orElseGet(() -> Outlook.ofModels(List.of(kind.model)));
        return ofShares
                ? new SharesSpace(kind.model, expected, number)
                : new VgpuSpace(kind.model, expected, number, kind.functions, kind.mayMix);
    }
}
