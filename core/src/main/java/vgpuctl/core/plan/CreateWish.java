package vgpuctl.core.plan;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.Parameters;

/**
 * What a caller of {@code create} asks for.
 *
 * @param type full name, short name or id
 * @param count 1 or more, and as many as there are VMs at least
 * @param name of the vGPU; with a count above 1 the beginning of the names
 * @param uuids given ones; those that are not given are derived from host and name
 * @param gpu where; chosen where it is left out
 * @param vms who gets them, in the order in which they are made; the rest are nobody's
 * @param owner whose they are beside that, in free text
 * @param parameters of the driver's plugin, for each of them
 * @param life what is made of it
 */
public record CreateWish(
        String type,
        int count,
        Optional<String> name,
        List<UUID> uuids,
        Optional<String> gpu,
        List<String> vms,
        Optional<String> owner,
        Parameters parameters,
        Life life) {

    /** Whether the vGPU is defined, active, and started when its GPU appears. */
    public record Life(boolean defined, boolean active, boolean autostart) {}
}
