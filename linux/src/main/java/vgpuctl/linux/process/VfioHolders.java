package vgpuctl.linux.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vgpuctl.core.inventory.Holder;
import vgpuctl.linux.files.HostFiles;

/**
 * The processes that use what is in a VFIO group, from {@code /proc/PID/fd}. A daemon of libvirt's
 * that has the group open and nothing more only looks whether it is free: it does so while it has
 * mdevctl stop a device. A VM also has the container, or what came after it; but at first the group
 * alone, so that of anybody else that is enough.
 */
public final class VfioHolders {

    /** The last names of a container, of its successor, and of a device of either. */
    private static final Set<String> IN_USE = Set.of("vfio", "iommu", "anon_inode:[vfio-device]");

    /** How libvirt's daemons are called; the kernel keeps 15 characters of a name. */
    private static final List<String> LIBVIRT = List.of("libvirtd", "virtnodedev", "virtqemud");

    /** What such a daemon puts before its name while it answers. */
    private static final String ANSWERING = "rpc-";

    private final HostFiles files;

    public VfioHolders(HostFiles files) {
        this.files = files;
    }

    /** Of one IOMMU group. Processes of others are seen by root only. */
    public List<Holder> of(int iommuGroup) {
        var holders = new ArrayList<Holder>();
        for (var name : files.names("/proc").orElse(List.of())) {
            if (isNumber(name) && uses(name, Integer.toString(iommuGroup))) {
                holders.add(new Holder(Long.parseLong(name), command(name)));
            }
        }
        return holders;
    }

    private String command(String process) {
        return files.attribute("/proc/" + process + "/comm").orElse("?");
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
        return hasGroup && (hasMore || !isOfLibvirt(command(process)));
    }

    private static boolean isOfLibvirt(String command) {
        var name = command.startsWith(ANSWERING) ? command.substring(ANSWERING.length()) : command;
        for (var daemon : LIBVIRT) {
            if (name.startsWith(daemon)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
