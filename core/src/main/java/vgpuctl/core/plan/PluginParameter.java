package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.VgpuType;

/**
 * A parameter of the driver's plugin that is known, and what it costs (NVIDIA AI Enterprise user
 * guide, «Setting vGPU plugin parameters»). The driver has more, and takes words that mean nothing
 * to it, so an unknown one is told and never refused.
 */
enum PluginParameter {
    FRAME_RATE_LIMITER("frame_rate_limiter", Meant.FOR_ALL),
    DISABLE_VNC("disable_vnc", Meant.FOR_ALL),
    ENABLE_UVM("enable_uvm", Meant.FOR_WHOLE_ONES),
    ENABLE_DEBUGGING("enable_debugging", Meant.FOR_WHOLE_ONES),
    ENABLE_PROFILING("enable_profiling", Meant.FOR_WHOLE_ONES),
    PLACEMENT_ID(Parameters.PLACEMENT_ID, Meant.FOR_ALL),
    OVERRIDE_BAR1_SIZE("override_bar1_size", Meant.FOR_ALL),
    ADDRESS64("address64", Meant.FOR_ALL);

    private enum Meant {
        FOR_ALL,
        /** For vGPUs that have a GPU, or a GPU instance, to themselves. */
        FOR_WHOLE_ONES
    }

    private static final String ON = "1";

    private final String text;
    private final Meant meant;

    PluginParameter(String text, Meant meant) {
        this.text = text;
        this.meant = meant;
    }

    /** What each of the parameters costs, a sentence each; none for what changes nothing. */
    static List<String> notes(Parameters parameters) {
        var notes = new ArrayList<String>();
        for (var each : parameters.values().entrySet()) {
            named(each.getKey())
                    .map(known -> known.cost(each.getValue()))
                    .orElseGet(() -> Optional.of("vgpuctl does not know it; the driver decides"))
                    .ifPresent(cost -> notes.add(each.getKey() + ": " + cost));
        }
        return notes;
    }

    /** Refuses parameters that vGPUs of the type do not have. */
    static void refuseUnfit(Parameters parameters, VgpuType type) {
        if (type.isWholeCard() || type.name().isMigBacked()) {
            return;
        }
        for (var each : parameters.values().entrySet()) {
            var isUnfit =
                    named(each.getKey()).filter(p -> p.meant == Meant.FOR_WHOLE_ONES).isPresent()
                            && each.getValue().equals(ON);
            if (isUnfit) {
                throw new Problem.BadInput(
                                each.getKey()
                                        + " is for types that have a whole GPU or a GPU instance to"
                                        + " themselves, and "
                                        + type.token()
                                        + " shares the GPU's time",
                                "leave it out, or take the largest type or a MIG-backed one:"
                                        + " 'vgpuctl types'")
                        .thrown();
            }
        }
    }

    private static Optional<PluginParameter> named(String text) {
        for (var parameter : values()) {
            if (parameter.text.equals(text)) {
                return Optional.of(parameter);
            }
        }
        return Optional.empty();
    }

    private Optional<String> cost(String value) {
        return switch (this) {
            case FRAME_RATE_LIMITER ->
                    value.equals(ON)
                            ? Optional.empty()
                            : Optional.of(
                                    "this vGPU may draw frames at the cost of its neighbours; it"
                                            + " counts under the best-effort scheduler only");
            case DISABLE_VNC -> ifOn(value, "this vGPU has no console, as VNC would show it");
            case ENABLE_UVM, ENABLE_DEBUGGING ->
                    ifOn(value, "this vGPU can be neither migrated nor suspended");
            case ENABLE_PROFILING ->
                    ifOn(
                            value,
                            "this vGPU can be neither migrated nor suspended; one VM of a GPU at a"
                                    + " time may profile, and it sees counters of the whole GPU");
            case PLACEMENT_ID ->
                    Optional.of("a VM does not start with this vGPU while that place is taken");
            case OVERRIDE_BAR1_SIZE, ADDRESS64 -> Optional.of("NVIDIA does not document it");
        };
    }

    private static Optional<String> ifOn(String value, String cost) {
        return value.equals(ON) ? Optional.of(cost) : Optional.empty();
    }
}
