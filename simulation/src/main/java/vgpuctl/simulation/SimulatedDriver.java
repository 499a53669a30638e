package vgpuctl.simulation;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.files.RealDisk;
import vgpuctl.linux.install.LinuxDrivers;
import vgpuctl.simulation.sysfs.Tree;

/**
 * The driver as files and services, and the tools that put it there and take it away. A {@code
 * .run} is read and never run: its version is all that gets onto the host. What types the GPUs
 * offer is their boards' business and stays.
 */
record SimulatedDriver(Tree tree) {

    static final List<String> SERVICES =
            List.of("nvidia-vgpud.service", SimulatedVgpuDaemon.SERVICE);

    private static final String KERNEL = "6.1.0-18-amd64";
    private static final String ON_DISK = "/lib/modules/" + KERNEL + "/updates/";
    private static final String LOADED = "/sys/module/";
    private static final String ACTIVE = "/run/services/";
    private static final String ENABLED = "/etc/systemd/system/multi-user.target.wants/";
    private static final String UNITS = "/usr/lib/systemd/system/";
    private static final String UNINSTALLER = "/usr/bin/nvidia-uninstall";
    private static final List<String> MODULES = List.of("nvidia", "nvidia_vgpu_vfio");

    /** A host on which somebody has installed it, and removed what it was built with. */
    void build(String version) {
        tree.file("/etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n");
        tree.file(
                "/etc/default/grub",
                "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet intel_iommu=on iommu=pt\"\n");
        install(version);
        SERVICES.forEach(unit -> tree.file(ENABLED + unit, ""));
    }

    /** What a start of the host does with what is on its disk. */
    void boot() {
        tree.file("/proc/sys/kernel/osrelease", KERNEL + "\n");
        tree.file("/proc/sys/kernel/arch", "x86_64\n");
        tree.file("/proc/cpuinfo", "vendor_id : GenuineIntel\n");
        tree.file("/proc/cmdline", "quiet intel_iommu=on iommu=pt\n");
        unload(MODULES);
        load(MODULES);
        tree.names(ENABLED).forEach(unit -> tree.file(ACTIVE + unit, ""));
    }

    private void install(String version) {
        MODULES.forEach(module -> tree.file(ON_DISK + module + ".ko", version + "\n"));
        SERVICES.forEach(unit -> tree.file(UNITS + unit, ""));
        tree.file(UNINSTALLER, "");
    }

    /** {@code modinfo -k KERNEL -F version MODULE}. */
    Result modinfo(List<String> arguments) {
        var module = arguments.getLast();
        return tree.exists(ON_DISK + module + ".ko")
                ? done(tree.text(ON_DISK + module + ".ko"))
                : failed("modinfo: ERROR: Module " + module + " not found.\n");
    }

    /** {@code modprobe [--remove] --all MODULE…}. */
    Result modprobe(List<String> arguments) {
        var modules = arguments.stream().filter(word -> !word.startsWith("-")).toList();
        return arguments.contains("--remove") ? unload(modules) : load(modules);
    }

    private Result unload(List<String> modules) {
        for (var module : modules) {
            if (!tree.exists(ON_DISK + module + ".ko")) {
                return notFound(module);
            }
            tree.delete(LOADED + module);
        }
        return done("");
    }

    private Result load(List<String> modules) {
        for (var module : modules) {
            if (!tree.exists(ON_DISK + module + ".ko")) {
                return notFound(module);
            }
            if (!tree.exists(LOADED + module)) {
                tree.file(LOADED + module + "/version", tree.text(ON_DISK + module + ".ko"));
            }
        }
        return done("");
    }

    private static Result notFound(String module) {
        return failed(
                "modprobe: FATAL: Module "
                        + module
                        + " not found in directory /lib/modules/"
                        + KERNEL
                        + "\n");
    }

    /** {@code systemctl is-active|is-enabled|stop|enable --now UNIT…}. */
    Result service(List<String> arguments) {
        var units = arguments.stream().filter(SERVICES::contains).toList();
        return switch (arguments.getFirst()) {
            case "is-active" -> allOf(units, ACTIVE);
            case "is-enabled" -> allOf(units, ENABLED);
            case "stop" -> {
                units.forEach(unit -> tree.delete(ACTIVE + unit));
                yield done("");
            }
            case "enable" -> enable(units);
            default -> new Result.Missing();
        };
    }

    private Result allOf(List<String> units, String folder) {
        Predicate<String> isThere = unit -> tree.exists(folder + unit);
        return units.stream().allMatch(isThere) ? done("") : failed("");
    }

    private Result enable(List<String> units) {
        for (var unit : units) {
            if (!tree.exists(UNITS + unit)) {
                return failed("Failed to enable unit: Unit file " + unit + " does not exist.\n");
            }
            tree.file(ENABLED + unit, "");
            tree.file(ACTIVE + unit, "");
        }
        return done("");
    }

    /** {@code apt-get install|remove --yes NAME…}; the driver's package is known by its file. */
    Result apt(List<String> arguments, Commands commands) {
        var isRemoval = arguments.getFirst().equals("remove");
        for (var name : arguments.subList(1, arguments.size())) {
            if (name.startsWith("/")) {
                install(version(name, commands));
                tree.delete(UNINSTALLER);
            } else if (isRemoval && name.startsWith("nvidia")) {
                uninstall();
            } else if (name.startsWith("linux-headers-")) {
                tree.file("/lib/modules/" + KERNEL + "/build/Makefile", "");
            } else if (!name.startsWith("-")) {
                tree.file("/usr/bin/" + name, "");
            }
        }
        return done("");
    }

    /** {@code sh FILE --silent …}: nothing of the file is run. */
    Result installer(List<String> arguments, Commands commands) {
        var version = version(arguments.getFirst(), commands);
        install(version);
        return done(
                "Installation of the NVIDIA Accelerated Graphics Driver (version: "
                        + version
                        + ") is now complete.\n");
    }

    Result uninstall() {
        MODULES.forEach(module -> tree.delete(ON_DISK + module + ".ko"));
        SERVICES.forEach(unit -> tree.delete(UNITS + unit));
        SERVICES.forEach(unit -> tree.delete(ENABLED + unit));
        tree.delete(UNINSTALLER);
        return done("Uninstallation of existing driver is complete.\n");
    }

    private static String version(String file, Commands commands) {
        try {
            var files = new HostFiles(Path.of("/"), new RealDisk());
            return new LinuxDrivers(files, commands).read(file).version();
        } catch (ProblemException _) {
            return "?";
        }
    }

    static Result done(String output) {
        return new Result.Ended(0, output, "");
    }

    private static Result failed(String errors) {
        return new Result.Ended(1, "", errors);
    }
}
