package vgpuctl.linux.sysfs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.KnownTypes;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostInterface.VendorVfio;
import vgpuctl.core.inventory.HostInterface.VendorVfio.VendorFunction;
import vgpuctl.core.inventory.Location;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.VgpuType;
import vgpuctl.linux.files.HostFiles;

/**
 * NVIDIA's own files on virtual functions, {@code nvidia/current_vgpu_type} and those beside it.
 * The first release had two; the others came later, and each may be missing.
 */
public final class VendorReader {

    private static final String FILES = "/nvidia/";
    private static final String CURRENT = FILES + "current_vgpu_type";

    private final HostFiles files;

    public VendorReader(HostFiles files) {
        this.files = files;
    }

    boolean isThere(String functionDirectory) {
        return files.exists(functionDirectory + CURRENT);
    }

    /**
     * The interface of a card.
     *
     * @param directories of its virtual functions, by name
     * @param card what is known of its types beside what it lists
     */
    VendorVfio read(Map<DeviceName, String> directories, KnownTypes card) {
        var functions = new ArrayList<VendorFunction>();
        var known = new Known(card);
        for (var entry : directories.entrySet()) {
            functions.add(function(entry.getKey(), entry.getValue(), known));
        }
        return new VendorVfio(List.copyOf(functions), known.types());
    }

    private VendorFunction function(DeviceName name, String directory, Known known) {
        var creatable = new ArrayList<TypeId>();
        for (var row :
                CreatableTypes.parse(
                        files.text(directory + FILES + "creatable_vgpu_types").orElse(""))) {
            creatable.add(row.id());
            known.add(row);
        }
        var current = current(directory);
        return new VendorFunction(
                name, current, List.copyOf(creatable), parameters(directory), location(directory));
    }

    /** The type that a function has now; empty where it has none. */
    public Reading<Optional<TypeId>> current(String directory) {
        return files.attribute(directory + CURRENT)
                .flatMap(text ->
                        TypeReader.number(text)
                                .map(number -> Reading.of(type(number)))
                                .orElseGet(() ->
                                        Reading.unknown(directory + CURRENT + " holds no number")));
    }

    private static Optional<TypeId> type(int number) {
        return number == 0 ? Optional.empty() : Optional.of(new TypeId("nvidia-" + number));
    }

    /** The plugin parameters of what a function carries. */
    public Parameters parameters(String directory) {
        return Parameters.parse(files.attribute(directory + FILES + "vgpu_params").orElse(""));
    }

    /** The number of a function's IOMMU group; empty where it has none. */
    public Optional<Integer> iommuGroup(String directory) {
        return files.linkedName(directory + "/iommu_group").flatMap(TypeReader::number);
    }

    /** The driver has none of these, and says so in its own ways, until the vGPU lies somewhere. */
    private Location location(String directory) {
        return new Location(
                number(directory + FILES + "placement_id"),
                number(directory + FILES + "gpu_instance_id"));
    }

    private OptionalInt number(String path) {
        var number = files.attribute(path).orElse("");
        var parsed = TypeReader.number(number).filter(value -> value >= 0);
        return parsed.isPresent() ? OptionalInt.of(parsed.get()) : OptionalInt.empty();
    }

    /** The types of a card, put together from what the driver lists and what our tables say. */
    private static final class Known {
        private final KnownTypes known;
        private final Map<String, VgpuType> byName = new LinkedHashMap<>();

        Known(KnownTypes known) {
            this.known = known;
            for (var type : known.types()) {
                // Cloud gaming types are there where the driver lists them, and only there.
                if (!type.name().isGaming()) {
                    byName.put(
                            type.name().full(),
                            new VgpuType(type.id(), type.name(), type.description()));
                }
            }
        }

        /** What the driver lists wins: its id, its name. */
        void add(CreatableTypes.Row row) {
            byName.put(row.name().full(), known.described(row.id(), row.name()));
        }

        List<VgpuType> types() {
            var types = new ArrayList<>(byName.values());
            types.sort(VgpuType.BY_SIZE);
            return List.copyOf(types);
        }
    }
}
