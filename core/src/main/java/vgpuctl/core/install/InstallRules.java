package vgpuctl.core.install;

import java.util.List;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;

/**
 * What {@link Preflight} may find, in words that hold for every case; what it finds on a host has
 * the particulars in them. {@code no-iommu} is a rule of doctor's.
 */
public final class InstallRules {

    static final Description NOT_ROOT =
            Description.error("install-not-root", Layer.OTHER, "only root can install a driver")
                    .because("Modules, services and the boot loader's files are root's.")
                    .fix("Run it as root: sudo vgpuctl …");

    static final Description DISTRIBUTION =
            Description.error(
                            "install-distribution",
                            Layer.OTHER,
                            "the distribution is none that is known here")
                    .because("Debian, Ubuntu, Proxmox VE and the RHEL family are.")
                    .fix(
                            "Install the driver by hand, as its guide says; all other commands work"
                                    + " the same.");

    static final Description EDITION =
            Description.error(
                            "install-edition",
                            Layer.DRIVER,
                            "this is not the driver for vGPU hosts")
                    .because(
                            "NVIDIA has a driver for guests, which finds no GPU to share on a host,"
                                    + " and one that drives a GPU as a whole and makes no vGPUs.")
                    .fix(
                            "Take the host's driver from NVIDIA's licensing portal: the name of a"
                                    + " .run ends in -vgpu-kvm, a .deb is called"
                                    + " nvidia-vgpu-ubuntu-…, an .rpm NVIDIA-vGPU-rhel-….");

    static final Description ARCHITECTURE =
            Description.error(
                            "install-architecture",
                            Layer.DRIVER,
                            "this driver is for another architecture")
                    .because("A driver is built for one kind of processor.")
                    .fix("Take the package for this host's, which 'uname -m' says.");

    static final Description FORMAT =
            Description.error(
                            "install-format",
                            Layer.DRIVER,
                            "this distribution does not take such packages")
                    .because("Debian and its kin take .deb files, the RHEL family .rpm files.")
                    .fix("Take the distribution's own kind, or the .run, of the same driver.");

    static final Description OTHER_WAY =
            Description.error(
                            "install-other-way",
                            Layer.DRIVER,
                            "the driver of this host came in another way")
                    .because("Neither way of installing knows the files of the other.")
                    .fix(
                            "Take the same kind of file, or remove the driver first: vgpuctl"
                                    + " uninstall.");

    static final Description VGPUS_ACTIVE =
            Description.error("install-vgpus-active", Layer.VGPU, "vGPUs are active")
                    .because("With them the driver cannot be unloaded.")
                    .fix(
                            "Shut the VMs down and stop the vGPUs: vgpuctl stop ID…; what is defined"
                                    + " stays, and 'vgpuctl restore' brings it back.");

    static final Description NO_ROOM =
            Description.error("install-no-room", Layer.OTHER, "there is no room for the driver")
                    .because("Unpacked and built, a package takes about four times its size.")
                    .fix("Make room there.");

    static final Description SECURE_BOOT =
            Description.error("install-secure-boot", Layer.KERNEL, "Secure Boot is on")
                    .because("The kernel loads only modules that are signed.")
                    .fix(
                            "Give the installer a key that the firmware knows (--installer-option"
                                    + " --module-signing-secret-key=… and"
                                    + " --module-signing-public-key=…), or switch Secure Boot off in"
                                    + " the firmware's setup.");

    static final Description SECURE_BOOT_KEY =
            Description.warning("install-secure-boot-key", Layer.KERNEL, "Secure Boot is on")
                    .because(
                            "The kernel loads the modules only if they are signed with a key that"
                                    + " the firmware knows.")
                    .fix("Enrol the key when the next start asks for it (mokutil).");

    static final Description NOUVEAU =
            Description.warning("install-nouveau", Layer.DRIVER, "nouveau is loaded")
                    .because("NVIDIA's installer refuses while it is.")
                    .fix(
                            "It is blacklisted, and the host has to be restarted before the"
                                    + " installer runs.");

    static final Description VMS_RUN =
            Description.warning("install-vms-run", Layer.VM, "VMs run on this host")
                    .because("A restart of the host, where one is needed, ends them.")
                    .fix("Choose a time when they may be shut down.");

    static final Description NOT_OURS =
            Description.error(
                            "install-not-ours",
                            Layer.DRIVER,
                            "the driver was not installed by vgpuctl, and left no uninstaller")
                    .because("What put it there is the only one that knows its files.")
                    .fix(
                            "Remove its package by hand: 'dpkg -S' or 'rpm -qf' with the path of"
                                    + " nvidia-vgpu-mgr names it.");

    private InstallRules() {}

    public static List<Description> all() {
        return List.of(
                NOT_ROOT,
                DISTRIBUTION,
                EDITION,
                ARCHITECTURE,
                FORMAT,
                OTHER_WAY,
                VGPUS_ACTIVE,
                NO_ROOM,
                SECURE_BOOT,
                SECURE_BOOT_KEY,
                NOUVEAU,
                VMS_RUN,
                NOT_OURS);
    }
}
