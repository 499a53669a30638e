package vgpuctl.linux.sysfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.type.TypeDescription;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;
import vgpuctl.linux.files.HostFiles;

/**
 * The types that a parent device offers: {@code mdev_supported_types/TYPE/} with {@code name},
 * {@code description} and {@code available_instances} (kernel ABI {@code sysfs-bus-vfio-mdev}).
 */
final class TypeReader {

    private final HostFiles files;

    TypeReader(HostFiles files) {
        this.files = files;
    }

    /**
     * The same of another function of one card: its types are those that are known already, so that
     * only what differs is read.
     *
     * @param known by id; what is not in it is read and added
     */
    Reading<List<TypeOffer>> read(String parentDirectory, Map<String, VgpuType> known) {
        var types = parentDirectory + "/mdev_supported_types";
        return files.names(types).map(names -> offers(types, names, known));
    }

    /** The offers in the order of their size; unknown where the directory cannot be read. */
    Reading<List<TypeOffer>> read(String parentDirectory) {
        var types = parentDirectory + "/mdev_supported_types";
        return files.names(types).map(names -> offers(types, names, new HashMap<>()));
    }

    private List<TypeOffer> offers(String types, List<String> names, Map<String, VgpuType> known) {
        var offers = new ArrayList<TypeOffer>();
        for (var name : names) {
            if (TypeId.isSafe(name)) {
                offers.add(offer(types + "/" + name, name, known));
            }
        }
        offers.sort((left, right) -> VgpuType.BY_SIZE.compare(left.type(), right.type()));
        return offers;
    }

    private TypeOffer offer(String directory, String name, Map<String, VgpuType> known) {
        var type = known.get(name);
        if (type == null) {
            type = type(directory, new TypeId(name));
            known.put(name, type);
        }
        return new TypeOffer(type, availableIn(directory));
    }

    /** Of one type alone, which the parent device offers. */
    Reading<Integer> available(String parentDirectory, TypeId type) {
        return availableIn(parentDirectory + "/mdev_supported_types/" + type.text());
    }

    private Reading<Integer> availableIn(String typeDirectory) {
        return available(typeDirectory + "/available_instances");
    }

    private VgpuType type(String directory, TypeId id) {
        // Both are optional in the kernel's ABI.
        var name = files.attribute(directory + "/name").orElse(id.text());
        var description = files.attribute(directory + "/description").orElse("");
        return VgpuType.of(id, new TypeName(name), TypeDescription.parse(description));
    }

    private Reading<Integer> available(String path) {
        return files.attribute(path)
                .flatMap(text ->
                        number(text)
                                .map(Reading::of)
                                .orElseGet(() -> Reading.unknown(path + " holds no number")));
    }

    static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
