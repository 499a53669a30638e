package vgpuctl.linux.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.DefinitionFile;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostInterface.VendorVfio;
import vgpuctl.core.inventory.HostInterface.VendorVfio.VendorFunction;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Location;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.inventory.VgpuRecord.Kept;
import vgpuctl.core.inventory.VgpuRecord.Start;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.libvirt.DomainFiles;
import vgpuctl.linux.mdevctl.AutostartRule;
import vgpuctl.linux.mdevctl.DefinitionFiles;
import vgpuctl.linux.records.GpuRecordFiles;
import vgpuctl.linux.records.RecordFiles;
import vgpuctl.linux.sysfs.DriverModes;
import vgpuctl.linux.sysfs.GpuReader;
import vgpuctl.linux.sysfs.MdevReader;
import vgpuctl.linux.sysfs.MdevReader.Mdev;

/** Looks at a host: puts together what sysfs, the definitions, our records and libvirt say. */
final class SnapshotReader {

    private final HostFiles files;
    private final Supplier<DriverModes> modes;
    private final MdevReader mdevs;
    private final DefinitionFiles definitions;
    private final RecordFiles records;
    private final GpuRecordFiles gpuRecords;
    private final DomainFiles domains;
    private final AutostartRule autostart;

    SnapshotReader(HostFiles files, Supplier<DriverModes> modes) {
        this.files = files;
        this.modes = modes;
        this.mdevs = new MdevReader(files);
        this.definitions = new DefinitionFiles(files);
        this.records = new RecordFiles(files);
        this.gpuRecords = new GpuRecordFiles(files);
        this.domains = new DomainFiles(files);
        this.autostart = new AutostartRule(files);
    }

    HostSnapshot read() {
        var skipped = new ArrayList<String>();
        var active = mdevs.read(skipped);
        var found = new GpuReader(files, modes.get()).read(parents(active), skipped);
        var vgpus = new ArrayList<Vgpu>();
        var machine = files.attribute("/etc/machine-id");
        var boot = files.attribute("/proc/sys/kernel/random/boot_id");
        var defined = definitions.read(skipped);
        var parts = parts(active, defined, skipped);
        new OnFunctions(machine.orElse(""), boot.orElse(""), parts).add(found);
        for (var each : parts.entrySet()) {
            vgpus.add(each.getValue().vgpu(each.getKey(), found));
        }
        vgpus.sort(Vgpu.IN_ORDER);
        return new HostSnapshot(
                machine,
                boot,
                List.copyOf(found),
                List.copyOf(vgpus),
                List.copyOf(defined),
                gpuRecords.read(skipped),
                domains.read(skipped),
                autostart.fault(),
                Collections.unmodifiableList(skipped));
    }

    private static Set<DeviceName> parents(List<Mdev> mdevs) {
        var parents = new HashSet<DeviceName>();
        for (var mdev : mdevs) {
            parents.add(mdev.parent());
        }
        return parents;
    }

    private Map<UUID, Parts> parts(
            List<Mdev> active, List<DefinitionFile> definitions, List<String> skipped) {
        var parts = new HashMap<UUID, Parts>();
        for (var mdev : active) {
            of(parts, mdev.uuid()).mdev = Optional.of(mdev);
        }
        for (var record : records.read(skipped)) {
            of(parts, record.uuid()).record = Optional.of(record);
        }
        for (var defined : definitions) {
            of(parts, defined.uuid()).define(defined, skipped);
        }
        return parts;
    }

    private static Parts of(Map<UUID, Parts> parts, UUID uuid) {
        return parts.computeIfAbsent(uuid, _ -> new Parts());
    }

    /**
     * The vGPUs that virtual functions carry. A function does not say whose: it is ours where our
     * record says that we made one of this type on it, in this boot of the host.
     */
    private record OnFunctions(String machine, String boot, Map<UUID, Parts> parts) {

        void add(List<PhysicalGpu> gpus) {
            for (var gpu : gpus) {
                if (gpu.hostInterface() instanceof VendorVfio vendor) {
                    for (var function : vendor.functions()) {
                        function.current()
                                .orElse(Optional.empty())
                                .ifPresent(type -> add(gpu, function, type));
                    }
                }
            }
        }

        private void add(PhysicalGpu gpu, VendorFunction function, TypeId type) {
            var name = gpu.offered(type).map(VgpuType::name);
            var uuid = ours(function, name).orElseGet(() -> foreign(function));
            of(parts, uuid).carried = Optional.of(new Carried(function, type));
        }

        private Optional<UUID> ours(VendorFunction function, Optional<TypeName> type) {
            for (var each : parts.entrySet()) {
                var record = each.getValue().record;
                // A type that is full is listed nowhere: its name may be known to our record alone.
                var isOurs =
                        record.filter(r -> r.parent().equals(function.name()))
                                .filter(r -> type.isEmpty() || type.get().equals(r.type()))
                                .flatMap(VgpuRecord::kept)
                                .flatMap(Kept::boot)
                                .equals(Optional.of(boot));
                if (isOurs) {
                    return Optional.of(each.getKey());
                }
            }
            return Optional.empty();
        }

        /** Always the same for the same function of the same host. */
        private UUID foreign(VendorFunction function) {
            var source = "vgpuctl/" + machine + "/function/" + function.name();
            return UUID.nameUUIDFromBytes(source.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A vGPU that a virtual function carries. */
    private record Carried(VendorFunction function, TypeId type) {}

    /** What the places say of one vGPU; at least one of them does. */
    private static final class Parts {

        private Optional<Mdev> mdev = Optional.empty();
        private Optional<Carried> carried = Optional.empty();
        private Optional<VgpuRecord> record = Optional.empty();
        private Optional<DefinitionFile> defined = Optional.empty();

        /** mdevctl lets a UUID be defined on several parents; the running one's counts. */
        void define(DefinitionFile other, List<String> skipped) {
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
            var definition = definition();
            var parameters = parameters(definition);
            return new Vgpu(
                    uuid,
                    parent,
                    device(uuid, parent),
                    type,
                    resolved(gpus, parent, type, record),
                    mdev.isPresent() || carried.isPresent(),
                    definition,
                    record,
                    parameters,
                    carried.map(c -> c.function().location())
                            .orElseGet(() -> Location.of(parameters)));
        }

        private DeviceName parent() {
            return mdev.map(Mdev::parent)
                    .or(() -> carried.map(c -> c.function().name()))
                    .or(() -> defined.map(DefinitionFile::parent))
                    .or(() -> record.map(VgpuRecord::parent))
                    .orElseThrow();
        }

        private HostDevice device(UUID uuid, DeviceName parent) {
            var isFunction = carried.isPresent() || record.flatMap(VgpuRecord::kept).isPresent();
            return isFunction && parent.address().isPresent()
                    ? new HostDevice.PciFunction(parent.address().get())
                    : new HostDevice.Mdev(uuid);
        }

        private Reading<TypeId> type(UUID uuid) {
            return mdev.map(Mdev::type)
                    .or(() -> carried.map(c -> Reading.of(c.type())))
                    .or(() -> defined.map(Parts::typeOf))
                    .orElseGet(() -> Reading.unknown(uuid + " is neither active nor defined"));
        }

        private static Reading<TypeId> typeOf(DefinitionFile defined) {
            return defined.definition()
                    .flatMap(definition ->
                            definition
                                    .type()
                                    .map(Reading::of)
                                    .orElseGet(() -> Reading.unknown("the definition has none")));
        }

        private Reading<Optional<Definition>> definition() {
            return defined.map(d -> d.definition().map(Optional::of))
                    .orElseGet(() -> Reading.of(record.flatMap(Parts::ownDefinition)));
        }

        private static Optional<Definition> ownDefinition(VgpuRecord record) {
            return record.kept()
                    .flatMap(kept ->
                            kept.start()
                                    .map(start ->
                                            new Definition(
                                                    Optional.empty(),
                                                    start == Start.AUTO,
                                                    kept.parameters(),
                                                    "")));
        }

        private Parameters parameters(Reading<Optional<Definition>> definition) {
            return mdev.map(Mdev::parameters)
                    .or(() -> carried.map(c -> c.function().parameters()))
                    .or(() -> definition.orElse(Optional.empty()).map(Definition::parameters))
                    .orElse(Parameters.NONE);
        }

        /** By the driver's id where there is one, else by the name that our record has. */
        private static Optional<VgpuType> resolved(
                List<PhysicalGpu> gpus,
                DeviceName parent,
                Reading<TypeId> type,
                Optional<VgpuRecord> record) {
            for (var gpu : gpus) {
                if (gpu.holds(parent)) {
                    return type.map(gpu::offered)
                            .orElse(Optional.empty())
                            .or(() -> record.flatMap(r -> gpu.offered(r.type())));
                }
            }
            return Optional.empty();
        }
    }
}
