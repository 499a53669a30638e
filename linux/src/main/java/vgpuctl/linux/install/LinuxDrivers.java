package vgpuctl.linux.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vgpuctl.core.install.BootLoader;
import vgpuctl.core.install.Distribution;
import vgpuctl.core.install.DriverFacts;
import vgpuctl.core.install.DriverPackage;
import vgpuctl.core.install.Drivers;
import vgpuctl.core.install.Prerequisite;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.plan.Purpose;
import vgpuctl.core.plan.SystemFile;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;
import vgpuctl.linux.files.HostFiles;

/** What a Linux host shows of its driver. */
public final class LinuxDrivers implements Drivers {

    static final String LOG = "/var/log/vgpuctl/driver.log";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String MANAGER = "nvidia-vgpu-mgr.service";
    private static final String EFI = "/sys/firmware/efi";

    private final HostFiles files;
    private final Commands commands;

    public LinuxDrivers(HostFiles files, Commands commands) {
        this.files = files;
        this.commands = commands;
    }

    @Override
    public DriverPackage read(String file) {
        return new PackageFile(file, commands).read();
    }

    @Override
    public String log() {
        return files.at(LOG).toString();
    }

    @Override
    public DriverFacts facts() {
        var kernel = files.attribute("/proc/sys/kernel/osrelease").orElse("");
        return new DriverFacts(
                distribution(),
                machine(kernel),
                boot(),
                driver(kernel),
                unfinished(),
                systemFiles());
    }

    private Reading<Distribution> distribution() {
        var path = files.exists("/etc/os-release") ? "/etc/os-release" : "/usr/lib/os-release";
        return files.text(path)
                .flatMap(text ->
                        Distribution.of(text, isProxmox())
                                .map(Reading::of)
                                .orElseGet(() -> Reading.unknown(id(text))));
    }

    private static String id(String text) {
        return text.lines()
                .filter(line -> line.startsWith("ID="))
                .findFirst()
                .orElse("no ID in it");
    }

    private boolean isProxmox() {
        return files.exists("/usr/bin/pveversion") || files.exists("/usr/share/pve-manager");
    }

    private DriverFacts.Machine machine(String kernel) {
        return new DriverFacts.Machine(
                kernel,
                architecture(),
                files.text("/proc/cpuinfo").orElse("").contains("GenuineIntel"),
                isRoot(),
                lacking(kernel),
                free());
    }

    /** Kernels before 6.1 do not say it; Java was built for one. */
    private String architecture() {
        var ours = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
        return files.attribute("/proc/sys/kernel/arch").orElse(ours);
    }

    /** What lies under a root belongs to whoever may write there. */
    private boolean isRoot() {
        if (!files.at("/").equals(Path.of("/"))) {
            return true;
        }
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    private Set<Prerequisite> lacking(String kernel) {
        var lacking = EnumSet.allOf(Prerequisite.class);
        lacking.removeIf(each -> isThere(each, kernel));
        return lacking;
    }

    private boolean isThere(Prerequisite prerequisite, String kernel) {
        return switch (prerequisite) {
            case COMPILER -> files.exists("/usr/bin/gcc");
            case MAKE -> files.exists("/usr/bin/make");
            case DKMS -> files.exists("/usr/sbin/dkms") || files.exists("/usr/bin/dkms");
            case HEADERS -> files.exists("/lib/modules/" + kernel + "/build/Makefile");
        };
    }

    private Map<String, Long> free() {
        var free = new TreeMap<String, Long>();
        for (var directory : List.of("/tmp", "/usr", "/var")) {
            try {
                var store = Files.getFileStore(files.at(directory));
                free.put(directory, store.getUsableSpace() >> 20);
            } catch (IOException _) {
                // Whoever writes there will say that it is missing.
            }
        }
        return free;
    }

    private DriverFacts.Boot boot() {
        var commandLine = files.attribute("/proc/cmdline").orElse("");
        return new DriverFacts.Boot(
                Arrays.asList(commandLine.split("\\s+")),
                files.names("/sys/kernel/iommu_groups").orElse(List.of()).size(),
                loader(),
                secureBoot(),
                wantsRestart());
    }

    /** With GRUB there may be the other file too, which only installing a kernel reads. */
    private Optional<BootLoader> loader() {
        var hasCommandLine = files.exists(SystemFile.KERNEL_COMMAND_LINE.path());
        if (hasCommandLine && files.exists("/etc/kernel/proxmox-boot-uuids") && files.exists(EFI)) {
            return Optional.of(BootLoader.PROXMOX_BOOT);
        }
        if (files.exists(SystemFile.GRUB_DEFAULTS.path())) {
            return Optional.of(BootLoader.GRUB);
        }
        return hasCommandLine ? Optional.of(BootLoader.SYSTEMD_BOOT) : Optional.empty();
    }

    /** The variable's value stands behind four bytes of attributes. */
    private Reading<Boolean> secureBoot() {
        for (var name : files.names(EFI + "/efivars").orElse(List.of())) {
            if (name.startsWith("SecureBoot-")) {
                return files.text(EFI + "/efivars/" + name)
                        .map(value -> value.length() > 4 && value.charAt(4) == 1);
            }
        }
        return Reading.of(false);
    }

    /** For a new kernel it is asked for too; that has nothing to do with the driver. */
    private boolean wantsRestart() {
        var packages = files.text("/run/reboot-required.pkgs").orElse("nvidia");
        return files.exists("/run/reboot-required") && packages.contains("nvidia");
    }

    private DriverFacts.Driver driver(String kernel) {
        return new DriverFacts.Driver(
                installed(kernel),
                Optional.of(files.attribute("/sys/module/nvidia/version").orElse(""))
                        .filter(version -> !version.isEmpty()),
                DriverFacts.Driver.MODULES.stream()
                        .filter(module -> files.exists("/sys/module/" + module))
                        .toList(),
                files.exists("/sys/module/nouveau"),
                says("systemctl", "is-active", MANAGER) && says("systemctl", "is-enabled", MANAGER),
                files.exists("/usr/bin/nvidia-uninstall"));
    }

    private Optional<String> installed(String kernel) {
        return moduleVersion(kernel, "nvidia")
                .map(version ->
                        moduleVersion(kernel, "nvidia_vgpu_vfio").isPresent()
                                ? version
                                : version + " without vGPU");
    }

    private Optional<String> moduleVersion(String kernel, String module) {
        return commands.run(List.of("modinfo", "-k", kernel, "-F", "version", module), LIMIT)
                                instanceof Result.Ended(var status, var output, _)
                        && status == 0
                ? Optional.of(output.strip())
                : Optional.empty();
    }

    private boolean says(String... command) {
        return commands.run(List.of(command), LIMIT) instanceof Result.Ended(var status, _, _)
                && status == 0;
    }

    private Set<Purpose> unfinished() {
        var unfinished = EnumSet.allOf(Purpose.class);
        unfinished.removeIf(purpose -> !files.exists(DriverSteps.mark(purpose.name())));
        return unfinished;
    }

    private Map<SystemFile, String> systemFiles() {
        var texts = new EnumMap<SystemFile, String>(SystemFile.class);
        for (var file : SystemFile.values()) {
            files.textIfThere(file.path())
                    .orElse(Optional.empty())
                    .ifPresent(text -> texts.put(file, text));
        }
        return texts;
    }
}
