package vgpuctl.core.fleet;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.UUID;
import vgpuctl.core.type.TypeName;

/**
 * A vGPU and where it lies.
 *
 * @param gpu the id of a GPU of its host
 * @param placementId in mixed-size mode; empty in equal-size mode, where the driver chooses
 */
public record ClaimedVgpu(UUID uuid, TypeName type, String gpu, OptionalInt placementId) {

    /** The UUID of a claim's vGPU: whoever works it out again finds the same. */
    public static UUID uuid(String claim, int number) {
        var text = "fleet/" + claim + "/" + number;
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
