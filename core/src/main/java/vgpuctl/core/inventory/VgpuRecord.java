package vgpuctl.core.inventory;

import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.type.TypeName;

/**
 * Our own facts about a vGPU, which mdevctl's files have no place for.
 *
 * @param type by name: ids change with driver releases
 * @param claim the VM that it is meant for
 */
public record VgpuRecord(
        UUID uuid, String name, DeviceName parent, TypeName type, Optional<String> claim) {

    public VgpuRecord claimedBy(String domain) {
        return new VgpuRecord(uuid, name, parent, type, Optional.of(domain));
    }

    public VgpuRecord unclaimed() {
        return new VgpuRecord(uuid, name, parent, type, Optional.empty());
    }
}
