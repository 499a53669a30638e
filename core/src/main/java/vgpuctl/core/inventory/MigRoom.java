package vgpuctl.core.inventory;

import java.util.Optional;
import vgpuctl.core.mig.MigProfile;
import vgpuctl.core.type.VgpuType;

/** What MIG leaves of a GPU for a type: one vGPU for each GPU instance of the profile it needs. */
final class MigRoom {

    private MigRoom() {}

    /** How many more; empty where the driver alone knows: several vGPUs may share an instance. */
    static Optional<Integer> of(HostSnapshot host, PhysicalGpu gpu, VgpuType type) {
        var profile = profileOf(gpu, type);
        if (profile.isEmpty() || profile.get().isShared()) {
            return Optional.empty();
        }
        var room = instances(gpu, profile.get());
        for (var vgpu : host.activeOn(gpu)) {
            if (vgpu.resolved().flatMap(other -> profileOf(gpu, other)).equals(profile)) {
                room--;
            }
        }
        return Optional.of(Math.max(0, room));
    }

    /** The rule of MIG that forbids the type now; empty where none does. */
    static Optional<String> whyNone(PhysicalGpu gpu, VgpuType type) {
        var isOn = gpu.partition().mig().isOn();
        var profile = profileOf(gpu, type);
        if (profile.isEmpty()) {
            return isOn
                    ? Optional.of(
                            "MIG is on: only types that a GPU instance carries, such as -1-5C, can"
                                    + " be made")
                    : Optional.empty();
        }
        if (!isOn) {
            return Optional.of(
                    "MIG is off: "
                            + type.token()
                            + " needs a GPU instance "
                            + profile.get().name());
        }
        return instances(gpu, profile.get()) == 0
                ? Optional.of("there is no GPU instance " + profile.get().name())
                : Optional.of("every GPU instance " + profile.get().name() + " carries a vGPU");
    }

    /** Of a GPU that has no MIG none; the tables need not be read to know it. */
    private static Optional<MigProfile> profileOf(PhysicalGpu gpu, VgpuType type) {
        if (gpu.partition().mig() instanceof Partition.Mig.NotThere) {
            return Optional.empty();
        }
        return GpuMaps.migCard(gpu).flatMap(card -> card.profileOf(type.name()));
    }

    private static int instances(PhysicalGpu gpu, MigProfile profile) {
        var count = 0;
        for (var instance : gpu.partition().mig().all()) {
            if (instance.profile().equals(profile.name())) {
                count++;
            }
        }
        return count;
    }
}
