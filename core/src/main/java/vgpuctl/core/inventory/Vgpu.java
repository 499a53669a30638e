package vgpuctl.core.inventory;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.VgpuType;

/**
 * A vGPU: what should be (its definition, our record) beside what is (whether it is active).
 *
 * @param parent what it is made on: the GPU or one of its virtual functions
 * @param device what a VM is given
 * @param type the kernel's id of its type, from the running vGPU or else from its definition
 * @param resolved that type as the parent offers it; empty where the parent is gone or the driver
 *     no longer has the type
 * @param parameters those in force where it is active, else those that its start will set
 */
public record Vgpu(
        UUID uuid,
        DeviceName parent,
        HostDevice device,
        Reading<TypeId> type,
        Optional<VgpuType> resolved,
        boolean active,
        Reading<Optional<Definition>> definition,
        Optional<VgpuRecord> record,
        Parameters parameters,
        Location location) {

    /** By parent, then by name, then by UUID. */
    public static final Comparator<Vgpu> IN_ORDER = Vgpu::compare;

    // Not Comparator.comparing: its lambdas, which can be serialized, are made at run time.
    private static int compare(Vgpu left, Vgpu right) {
        var byParent = left.parent.compareTo(right.parent);
        if (byParent != 0) {
            return byParent;
        }
        var byLabel = left.label().compareTo(right.label());
        return byLabel != 0 ? byLabel : left.uuid.compareTo(right.uuid);
    }

    /** The same, called otherwise. */
    public Vgpu withUuid(UUID other) {
        return new Vgpu(
                other,
                parent,
                device,
                type,
                resolved,
                active,
                definition,
                record,
                parameters,
                location);
    }

    public boolean isDefined() {
        return definition.map(Optional::isPresent).orElse(true);
    }

    /** Whether somebody else made it: mdevctl, libvirt, or somebody by hand. */
    public boolean isForeign() {
        return record.isEmpty();
    }

    /** Whose it is, beside the VM that has it. */
    public Optional<String> owner() {
        return record.isEmpty() ? Optional.empty() : record.get().claim().owner();
    }

    public boolean isAutostart() {
        return definition.map(d -> d.map(Definition::autostart).orElse(false)).orElse(false);
    }

    /** Its name where it has one, else what the host calls its device. */
    public String label() {
        return record.map(VgpuRecord::name).orElseGet(device::text);
    }

    /** The name of its type as people write it; the id where the type is not known. */
    public String typeToken() {
        return resolved.map(VgpuType::token)
                .or(() -> record.map(r -> r.type().token()))
                .orElseGet(() -> type.map(TypeId::text).orElse("?"));
    }

    public OptionalInt framebufferMib() {
        return resolved.map(VgpuType::framebufferMib).orElse(OptionalInt.empty());
    }
}
