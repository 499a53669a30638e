package vgpuctl.core.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import vgpuctl.core.host.KnownCards;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.GpuRecord;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.upgrade.StoredGpu.StoredVgpu;

/**
 * What a host has stored that an upgrade of its driver could concern.
 *
 * @param untold what could not be compared, a sentence's beginning each
 */
public record Stored(List<StoredGpu> gpus, List<String> untold) {

    public Stored {
        gpus = List.copyOf(gpus);
        untold = List.copyOf(untold);
    }

    /**
     * Of definitions and records.
     *
     * @param known of the types of GPUs that offer none now
     */
    public static Stored of(HostSnapshot host, KnownCards known) {
        return new Gathering(known).of(host);
    }

    private static final class Gathering {

        private final KnownCards known;
        private final List<String> untold = new ArrayList<>();

        Gathering(KnownCards known) {
            this.known = known;
        }

        Stored of(HostSnapshot host) {
            var gpus = new ArrayList<StoredGpu>();
            for (var gpu : host.gpus()) {
                gpu.pciDevice().ifPresent(device -> gpus.add(gpu(host, gpu, device)));
            }
            host.vgpus().stream()
                    .filter(vgpu -> isStored(vgpu) && host.gpuOf(vgpu.parent()).isEmpty())
                    .forEach(vgpu ->
                            untold.add(
                                    "what becomes of "
                                            + vgpu.label()
                                            + ": "
                                            + vgpu.parent()
                                            + " is not on this host now"));
            return new Stored(gpus, untold);
        }

        private StoredGpu gpu(HostSnapshot host, PhysicalGpu gpu, int device) {
            var vgpus = new ArrayList<StoredVgpu>();
            for (var vgpu : host.vgpusOn(gpu)) {
                if (isStored(vgpu)) {
                    vgpu(gpu, vgpu).ifPresent(vgpus::add);
                }
            }
            return new StoredGpu(
                    gpu.name(),
                    device,
                    gpu.pciSubsystem().map(OptionalInt::of).orElse(OptionalInt.empty()),
                    mode(host, gpu),
                    vgpus);
        }

        /** What is only active goes with the restart that an upgrade takes. */
        private static boolean isStored(Vgpu vgpu) {
            return vgpu.isDefined() || vgpu.record().isPresent();
        }

        private Optional<StoredVgpu> vgpu(PhysicalGpu gpu, Vgpu vgpu) {
            var definition = vgpu.definition().orElse(Optional.empty());
            var name = name(gpu, vgpu);
            if (name.isEmpty()) {
                untold.add("which type " + vgpu.label() + " is: " + vgpu.typeToken());
            }
            return name.map(type ->
                    new StoredVgpu(
                            vgpu.label(),
                            type,
                            definition.flatMap(Definition::type),
                            new TreeSet<>(
                                    definition
                                            .map(Definition::parameters)
                                            .orElse(vgpu.parameters())
                                            .values()
                                            .keySet())));
        }

        private Optional<TypeName> name(PhysicalGpu gpu, Vgpu vgpu) {
            return vgpu.resolved()
                    .map(type -> type.name())
                    .or(() -> vgpu.record().map(VgpuRecord::type))
                    .or(() ->
                            vgpu.type()
                                    .map(Optional::of)
                                    .orElse(Optional.empty())
                                    .flatMap(id -> named(gpu, id)));
        }

        private Optional<TypeName> named(PhysicalGpu gpu, TypeId id) {
            return known.of(gpu.name()).types().stream()
                    .filter(type -> type.id().equals(Optional.of(id)))
                    .map(type -> type.name())
                    .findFirst();
        }

        /** As it was switched, or as it is where nobody noted that. */
        private static Optional<GpuMode> mode(HostSnapshot host, PhysicalGpu gpu) {
            var noted = host.recordOf(gpu).orElseGet(() -> GpuRecord.of(gpu, Optional.empty()));
            if (noted.mig()) {
                return Optional.of(GpuMode.MIG);
            }
            return noted.mixedSizes() ? Optional.of(GpuMode.MIXED_SIZE) : Optional.empty();
        }
    }
}
