package vgpuctl.simulation.board;

import java.util.Optional;
import vgpuctl.core.catalogue.BoardType;
import vgpuctl.core.mig.MigProfile;
import vgpuctl.core.placement.SupportedPlacements;
import vgpuctl.core.type.TypeName;

/**
 * A vGPU type of a simulated board.
 *
 * @param id its number: what follows {@code nvidia-} in its mdev type
 * @param max how many fit on a GPU that has no others
 * @param isMigBacked whether it lives on a GPU instance
 * @param profile of the GPU instances that carry it; empty for a time-sliced type, and where the
 *     board's profiles are not known
 * @param maxPerInstance how many of it share one GPU instance
 * @param mixed where it can lie in mixed-size mode; no ids where the board has no such mode
 * @param equalSize where it can lie when all have one size; no ids where the driver numbers none
 */
public record SimulatedType(
        int id,
        TypeName name,
        String description,
        int framebufferMib,
        int max,
        boolean isMigBacked,
        Optional<MigProfile> profile,
        int maxPerInstance,
        SupportedPlacements mixed,
        SupportedPlacements equalSize) {

    /**
     * NVIDIA's driver names the resolution of the older four-head desktop types like that of -1B.
     */
    private static final String DESKTOP_RESOLUTION = "5120x2880";

    /** Its directory in {@code mdev_supported_types}. */
    public String mdevType() {
        return "nvidia-" + id;
    }

    /** The driver's {@code description} attribute. */
    static String description(BoardType type, int max) {
        var screens = type.screens();
        var resolution =
                screens.width().isPresent()
                        ? screens.width().getAsInt() + "x" + screens.height().orElseThrow()
                        : DESKTOP_RESOLUTION;
        return "num_heads="
                + screens.heads().orElseThrow()
                + ", frl_config="
                + screens.framesPerSecond().orElseThrow()
                + ", framebuffer="
                + type.framebufferMib()
                + "M, max_resolution="
                + resolution
                + ", max_instance="
                + max;
    }
}
