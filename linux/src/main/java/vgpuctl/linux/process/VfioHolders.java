package vgpuctl.linux.process;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.inventory.Holder;
import vgpuctl.linux.files.HostFiles;

/** The processes that have a VFIO group open, from {@code /proc/PID/fd}. */
public final class VfioHolders {

    private final HostFiles files;

    public VfioHolders(HostFiles files) {
        this.files = files;
    }

    /** Of one IOMMU group. Processes of others are seen by root only. */
    public List<Holder> of(int iommuGroup) {
        var holders = new ArrayList<Holder>();
        for (var name : files.names("/proc").orElse(List.of())) {
            if (isNumber(name) && hasOpen(name, Integer.toString(iommuGroup))) {
                var command = files.attribute("/proc/" + name + "/comm").orElse("?");
                holders.add(new Holder(Long.parseLong(name), command));
            }
        }
        return holders;
    }

    private boolean hasOpen(String process, String group) {
        var directory = "/proc/" + process + "/fd";
        for (var descriptor : files.names(directory).orElse(List.of())) {
            var path = directory + "/" + descriptor;
            if (files.linkedName(path).filter(group::equals).isPresent()
                    && files.nameAboveLinked(path).filter("vfio"::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
