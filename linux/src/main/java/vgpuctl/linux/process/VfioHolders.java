package vgpuctl.linux.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vgpuctl.core.inventory.Holder;
import vgpuctl.linux.files.HostFiles;

/**
 * The processes that use what is in a VFIO group, from {@code /proc/PID/fd}. One that has the group
 * open and nothing more only looks whether it is free: libvirt does so while it has mdevctl stop a
 * device. A VM also has the container, or what came after it, before it can have a device.
 */
public final class VfioHolders {

    /** The last names of a container, of its successor, and of a device of either. */
    private static final Set<String> IN_USE = Set.of("vfio", "iommu", "anon_inode:[vfio-device]");

    private final HostFiles files;

    public VfioHolders(HostFiles files) {
        this.files = files;
    }

    /** Of one IOMMU group. Processes of others are seen by root only. */
    public List<Holder> of(int iommuGroup) {
        var holders = new ArrayList<Holder>();
        for (var name : files.names("/proc").orElse(List.of())) {
            if (isNumber(name) && uses(name, Integer.toString(iommuGroup))) {
                var command = files.attribute("/proc/" + name + "/comm").orElse("?");
                holders.add(new Holder(Long.parseLong(name), command));
            }
        }
        return holders;
    }

    private boolean uses(String process, String group) {
        var directory = "/proc/" + process + "/fd";
        var hasGroup = false;
        var hasMore = false;
        for (var descriptor : files.names(directory).orElse(List.of())) {
            var path = directory + "/" + descriptor;
            var name = files.linkedName(path).orElse("");
            hasMore |= IN_USE.contains(name);
            hasGroup |=
                    name.equals(group)
                            && files.nameAboveLinked(path).filter("vfio"::equals).isPresent();
        }
        return hasGroup && hasMore;
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
