package vgpuctl.core.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.BoardType.Screens;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/**
 * A vGPU type as the driver's own database has it.
 *
 * @param kind the driver's word for what it is for: {@code NVS}, {@code Quadro}, {@code Compute}
 * @param profileMib what it takes of the GPU's frame buffer: the size that it is called by
 * @param usableMib what the guest sees of that
 * @param hasCuda empty where the database does not say
 * @param hasEcc likewise
 * @param licences as the database calls them, {@code QVDWS}
 */
public record DriverType(
        TypeId id,
        TypeName name,
        String kind,
        OptionalInt profileMib,
        OptionalInt usableMib,
        Screens screens,
        Optional<Boolean> hasCuda,
        Optional<Boolean> hasEcc,
        InVm inVm,
        List<String> licences) {

    public DriverType {
        licences = List.copyOf(licences);
    }

    /**
     * How it can be together with other vGPUs in one VM.
     *
     * @param supported {@code multiVgpuSupported}; empty where the database does not say
     * @param exclusive {@code multiVgpuExclusive}: with vGPUs of its own type only
     */
    public record InVm(Optional<Boolean> supported, Optional<Boolean> exclusive) {}
}
