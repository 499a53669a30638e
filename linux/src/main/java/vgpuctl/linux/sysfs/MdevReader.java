package vgpuctl.linux.sysfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.type.TypeId;
import vgpuctl.linux.files.HostFiles;

/** The mediated devices that the kernel has now: {@code /sys/bus/mdev/devices}. */
public final class MdevReader {

    private static final String PARAMETERS = "/nvidia/vgpu_params";
    private static final String DEVICES = "/sys/bus/mdev/devices";

    private final HostFiles files;

    public MdevReader(HostFiles files) {
        this.files = files;
    }

    /** An active mediated device. */
    public record Mdev(UUID uuid, DeviceName parent, Reading<TypeId> type, Parameters parameters) {}

    public List<Mdev> read(List<String> skipped) {
        return files.names(DEVICES)
                .map(this::devices)
                .orElseGet(why -> {
                    skipped.add(why);
                    return List.of();
                });
    }

    private List<Mdev> devices(List<String> names) {
        var devices = new ArrayList<Mdev>();
        for (var name : names) {
            VgpuRecordText.uuid(name).flatMap(this::read).ifPresent(devices::add);
        }
        return devices;
    }

    /** A device that goes away while it is read is not there. */
    public Optional<Mdev> read(UUID uuid) {
        var path = DEVICES + "/" + uuid;
        return files.nameAboveLinked(path)
                .flatMap(DeviceName::parse)
                .map(parent -> new Mdev(uuid, parent, type(path), parameters(path)));
    }

    /** None where the driver has no such attribute. */
    private Parameters parameters(String path) {
        return Parameters.parse(files.attribute(path + PARAMETERS).orElse(""));
    }

    private Reading<TypeId> type(String path) {
        return files.linkedName(path + "/mdev_type")
                .filter(TypeId::isSafe)
                .map(name -> Reading.of(new TypeId(name)))
                .orElseGet(() -> Reading.unknown(path + "/mdev_type cannot be read"));
    }

    /** The number of the device's IOMMU group; empty where it has none. */
    public Optional<Integer> iommuGroup(UUID uuid) {
        return files.linkedName(DEVICES + "/" + uuid + "/iommu_group").flatMap(TypeReader::number);
    }
}
