package vgpuctl.core.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import vgpuctl.core.type.TypeDescription;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;

/** A host with one card and the vGPUs that a test puts on it. */
public final class SampleHost {

    public static final DeviceName GPU = new DeviceName("0000:82:00.0");
    public static final VgpuType Q6 = type("nvidia-50", "GRID P40-6Q", 6144, 4);
    public static final VgpuType C6 = type("nvidia-284", "GRID P40-6C", 6144, 4);
    public static final VgpuType C12 = type("nvidia-286", "GRID P40-12C", 12288, 2);

    private final List<Vgpu> vgpus = new ArrayList<>();

    public static VgpuType type(String id, String name, int mib, int most) {
        var description =
                "num_heads=4, frl_config=60, framebuffer="
                        + mib
                        + "M, max_resolution=7680x4320, max_instance="
                        + most;
        return VgpuType.of(new TypeId(id), new TypeName(name), TypeDescription.parse(description));
    }

    public SampleHost with(String name, VgpuType type, UUID uuid) {
        var record = new VgpuRecord(uuid, name, GPU, type.name(), Claim.NONE, Optional.empty());
        vgpus.add(
                new Vgpu(
                        uuid,
                        GPU,
                        new HostDevice.Mdev(uuid),
                        Reading.of(type.id().orElseThrow()),
                        Optional.of(type),
                        true,
                        Reading.of(Optional.empty()),
                        Optional.of(record),
                        Parameters.NONE,
                        Location.UNKNOWN));
        return this;
    }

    public static PhysicalGpu gpu(TypeOffer... offers) {
        return new PhysicalGpu(
                GPU,
                Reading.of("Tesla P10"),
                Optional.empty(),
                Optional.of(0x1b39),
                Optional.of(0x1217),
                Reading.of(Optional.of("nvidia")),
                Reading.of(OptionalInt.empty()),
                Reading.of(Optional.empty()),
                new HostInterface.Mdev(List.of(offers)),
                Partition.NONE,
                Reading.of(OptionalInt.empty()));
    }

    public HostSnapshot snapshot(TypeOffer... offers) {
        return new HostSnapshot(
                Reading.of("0123"),
                Reading.of("boot-1"),
                List.of(gpu(offers)),
                List.copyOf(vgpus),
                List.of(),
                List.of(),
                Reading.of(List.of()),
                Optional.empty(),
                List.of());
    }
}
