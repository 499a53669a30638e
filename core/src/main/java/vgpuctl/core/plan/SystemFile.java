package vgpuctl.core.plan;

/** The files of a host's configuration that an installation changes. */
public enum SystemFile {
    NOUVEAU_BLACKLIST(
            "/etc/modprobe.d/vgpuctl-nouveau.conf",
            "nouveau would take the card before NVIDIA's driver can"),
    GRUB_DEFAULTS("/etc/default/grub", "devices can only be given to VMs with the IOMMU on"),
    KERNEL_COMMAND_LINE(
            "/etc/kernel/cmdline", "devices can only be given to VMs with the IOMMU on"),
    RECORD("/var/lib/vgpuctl/driver.json", "so that 'vgpuctl uninstall' knows what to take back");

    private final String path;
    private final String why;

    SystemFile(String path, String why) {
        this.path = path;
        this.why = why;
    }

    public String path() {
        return path;
    }

    public String why() {
        return why;
    }
}
