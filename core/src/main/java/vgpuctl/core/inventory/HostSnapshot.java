package vgpuctl.core.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A host at one moment.
 *
 * @param machineId the host's own id ({@code /etc/machine-id}); names of vGPUs become UUIDs with it
 * @param boot which of its boots this is ({@code /proc/sys/kernel/random/boot_id})
 * @param gpus in the order of their names
 * @param vgpus in the order of {@link Vgpu#IN_ORDER}
 * @param definitions mdevctl's files, in the order of parents and UUIDs; the one that counts for a
 *     vGPU is also in the vGPU
 * @param gpuRecords how GPUs are to be shared out, as we noted it
 * @param autostartFault why what is defined with autostart would not be started; empty where it is
 * @param skipped what could not be read and has no field of its own to say so, a sentence each
 */
public record HostSnapshot(
        Reading<String> machineId,
        Reading<String> boot,
        List<PhysicalGpu> gpus,
        List<Vgpu> vgpus,
        List<DefinitionFile> definitions,
        List<GpuRecord> gpuRecords,
        Reading<List<Domain>> domains,
        Optional<String> autostartFault,
        List<String> skipped) {

    public Optional<PhysicalGpu> gpu(DeviceName name) {
        for (var gpu : gpus) {
            if (gpu.name().equals(name)) {
                return Optional.of(gpu);
            }
        }
        return Optional.empty();
    }

    public Optional<Vgpu> vgpu(UUID uuid) {
        for (var vgpu : vgpus) {
            if (vgpu.uuid().equals(uuid)) {
                return Optional.of(vgpu);
            }
        }
        return Optional.empty();
    }

    /** The GPU that a vGPU's parent belongs to: the parent itself or one of its functions. */
    public Optional<PhysicalGpu> gpuOf(DeviceName parent) {
        for (var gpu : gpus) {
            if (gpu.holds(parent)) {
                return Optional.of(gpu);
            }
        }
        return Optional.empty();
    }

    /** How a GPU is to be shared out; empty where we never switched anything on it. */
    public Optional<GpuRecord> recordOf(PhysicalGpu gpu) {
        for (var record : gpuRecords) {
            if (record.gpu().equals(gpu.name())) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }

    public List<Vgpu> vgpusOn(PhysicalGpu gpu) {
        return vgpus(vgpu -> gpu.holds(vgpu.parent()));
    }

    public List<Vgpu> activeOn(PhysicalGpu gpu) {
        return vgpus(vgpu -> vgpu.active() && gpu.holds(vgpu.parent()));
    }

    /** The frame buffer that the active vGPUs of a GPU take, in MiB. */
    public int framebufferUsedMib(PhysicalGpu gpu) {
        var used = 0;
        for (var vgpu : activeOn(gpu)) {
            used += vgpu.framebufferMib().orElse(0);
        }
        return used;
    }

    /** This host with one more vGPU, for deciding what comes after it. */
    public HostSnapshot with(Vgpu vgpu) {
        var more = new ArrayList<>(vgpus);
        more.add(vgpu);
        return new HostSnapshot(
                machineId,
                boot,
                gpus,
                more,
                definitions,
                gpuRecords,
                domains,
                autostartFault,
                skipped);
    }

    /** This host with a device in a domain's configuration, likewise. */
    public HostSnapshot giving(HostDevice device, String domain) {
        var given =
                domains.map(all ->
                        all.stream()
                                .map(d -> d.name().equals(domain) ? d.with(device) : d)
                                .toList());
        return new HostSnapshot(
                machineId,
                boot,
                gpus,
                vgpus,
                definitions,
                gpuRecords,
                given,
                autostartFault,
                skipped);
    }

    /** The domains that have the vGPU, running or in their configuration. */
    public List<Domain> domainsWith(Vgpu vgpu) {
        var with = new ArrayList<Domain>();
        for (var domain : domains.orElse(List.of())) {
            if (domain.has(vgpu.device())) {
                with.add(domain);
            }
        }
        return List.copyOf(with);
    }

    private List<Vgpu> vgpus(Predicate<Vgpu> wanted) {
        var chosen = new ArrayList<Vgpu>();
        for (var vgpu : vgpus) {
            if (wanted.test(vgpu)) {
                chosen.add(vgpu);
            }
        }
        return List.copyOf(chosen);
    }
}
