package vgpuctl.core.install;

import java.util.ArrayList;
import java.util.List;

/** Distributions that do these things alike. */
public enum Family {
    DEBIAN,
    UBUNTU,
    PROXMOX,
    RHEL;

    /** The format that its own packages have. */
    public PackageFormat ownFormat() {
        return this == RHEL ? PackageFormat.RPM : PackageFormat.DEB;
    }

    /** Installs packages by name or, with a slash in it, by file; nobody is asked anything. */
    public List<String> install(List<String> packages) {
        var command = new ArrayList<>(manager());
        command.add("install");
        command.add(yes());
        command.addAll(packages);
        return List.copyOf(command);
    }

    public List<String> remove(String name) {
        var command = new ArrayList<>(manager());
        command.addAll(List.of("remove", yes(), name));
        return List.copyOf(command);
    }

    private List<String> manager() {
        return this == RHEL
                ? List.of("dnf")
                : List.of("env", "DEBIAN_FRONTEND=noninteractive", "apt-get");
    }

    private String yes() {
        return this == RHEL ? "--assumeyes" : "--yes";
    }

    /** The package with the headers of a kernel. */
    public String headers(String kernel) {
        return switch (this) {
            case DEBIAN, UBUNTU -> "linux-headers-" + kernel;
            case PROXMOX -> (isBefore65(kernel) ? "pve-headers-" : "proxmox-headers-") + kernel;
            case RHEL -> "kernel-devel-" + kernel;
        };
    }

    /** Proxmox renamed its kernel's packages with 6.5. */
    private static boolean isBefore65(String kernel) {
        var parts = kernel.split("[.-]", 3);
        if (parts.length < 2 || !isNumber(parts[0]) || !isNumber(parts[1])) {
            return false;
        }
        var major = Integer.parseInt(parts[0]);
        return major < 6 || (major == 6 && Integer.parseInt(parts[1]) < 5);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 5 && text.chars().allMatch(Character::isDigit);
    }

    /** Makes the initial RAM disk of the running kernel anew. */
    public List<String> initialRamDisk() {
        return this == RHEL ? List.of("dracut", "--force") : List.of("update-initramfs", "-u");
    }
}
