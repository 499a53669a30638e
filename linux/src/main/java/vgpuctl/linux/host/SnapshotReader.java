package vgpuctl.linux.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.VgpuType;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.libvirt.DomainFiles;
import vgpuctl.linux.mdevctl.AutostartRule;
import vgpuctl.linux.mdevctl.DefinitionFiles;
import vgpuctl.linux.mdevctl.DefinitionFiles.Defined;
import vgpuctl.linux.records.RecordFiles;
import vgpuctl.linux.sysfs.GpuReader;
import vgpuctl.linux.sysfs.MdevReader;
import vgpuctl.linux.sysfs.MdevReader.Mdev;

/** Looks at a host: puts together what sysfs, the definitions, our records and libvirt say. */
final class SnapshotReader {

    private final HostFiles files;
    private final GpuReader gpus;
    private final MdevReader mdevs;
    private final DefinitionFiles definitions;
    private final RecordFiles records;
    private final DomainFiles domains;
    private final AutostartRule autostart;

    SnapshotReader(HostFiles files) {
        this.files = files;
        this.gpus = new GpuReader(files);
        this.mdevs = new MdevReader(files);
        this.definitions = new DefinitionFiles(files);
        this.records = new RecordFiles(files);
        this.domains = new DomainFiles(files);
        this.autostart = new AutostartRule(files);
    }

    HostSnapshot read() {
        var skipped = new ArrayList<String>();
        var found = gpus.read(skipped);
        var vgpus = new ArrayList<Vgpu>();
        for (var parts : parts(skipped).entrySet()) {
            vgpus.add(parts.getValue().vgpu(parts.getKey(), found));
        }
        vgpus.sort(Vgpu.IN_ORDER);
        return new HostSnapshot(
                files.attribute("/etc/machine-id"),
                List.copyOf(found),
                List.copyOf(vgpus),
                domains.read(skipped),
                autostart.fault(),
                Collections.unmodifiableList(skipped));
    }

    private Map<UUID, Parts> parts(List<String> skipped) {
        var parts = new HashMap<UUID, Parts>();
        for (var mdev : mdevs.read(skipped)) {
            of(parts, mdev.uuid()).mdev = Optional.of(mdev);
        }
        for (var record : records.read(skipped)) {
            of(parts, record.uuid()).record = Optional.of(record);
        }
        for (var defined : definitions.read(skipped)) {
            of(parts, defined.uuid()).define(defined, skipped);
        }
        return parts;
    }

    private static Parts of(Map<UUID, Parts> parts, UUID uuid) {
        return parts.computeIfAbsent(uuid, _ -> new Parts());
    }

    /** What the three places say of one vGPU; at least one of them does. */
    private static final class Parts {

        private Optional<Mdev> mdev = Optional.empty();
        private Optional<VgpuRecord> record = Optional.empty();
        private Optional<Defined> defined = Optional.empty();

        /** mdevctl lets a UUID be defined on several parents; the running one's counts. */
        void define(Defined other, List<String> skipped) {
            if (defined.isEmpty()) {
                defined = Optional.of(other);
                return;
            }
            var first = defined.get();
            var otherRuns = mdev.filter(m -> m.parent().equals(other.parent())).isPresent();
            var dropped = otherRuns ? first : other;
            defined = Optional.of(otherRuns ? other : first);
            skipped.add(other.uuid() + " is also defined on " + dropped.parent());
        }

        Vgpu vgpu(UUID uuid, List<PhysicalGpu> gpus) {
            var parent = parent();
            var type = type(uuid);
            return new Vgpu(
                    uuid,
                    parent,
                    type,
                    resolved(gpus, parent, type),
                    mdev.isPresent(),
                    definition(),
                    record);
        }

        private DeviceName parent() {
            return mdev.map(Mdev::parent)
                    .or(() -> defined.map(Defined::parent))
                    .or(() -> record.map(VgpuRecord::parent))
                    .orElseThrow();
        }

        private Reading<TypeId> type(UUID uuid) {
            return mdev.map(Mdev::type)
                    .or(() -> defined.map(d -> d.definition().map(Definition::type)))
                    .orElseGet(() -> Reading.unknown(uuid + " is neither active nor defined"));
        }

        private Reading<Optional<Definition>> definition() {
            return defined.map(d -> d.definition().map(Optional::of))
                    .orElseGet(() -> Reading.of(Optional.empty()));
        }

        private static Optional<VgpuType> resolved(
                List<PhysicalGpu> gpus, DeviceName parent, Reading<TypeId> type) {
            for (var gpu : gpus) {
                if (gpu.holds(parent)) {
                    return type.map(gpu::offered).orElse(Optional.empty());
                }
            }
            return Optional.empty();
        }
    }
}
