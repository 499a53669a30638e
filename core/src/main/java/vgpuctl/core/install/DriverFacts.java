package vgpuctl.core.install;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.plan.Purpose;
import vgpuctl.core.plan.SystemFile;

/**
 * What of a host matters for its driver.
 *
 * @param distribution or why none that is known
 * @param unfinished what was begun and is not known to have ended well
 * @param files the text of each that there is
 */
public record DriverFacts(
        Reading<Distribution> distribution,
        Machine machine,
        Boot boot,
        Driver driver,
        Set<Purpose> unfinished,
        Map<SystemFile, String> files) {

    public DriverFacts {
        unfinished = Set.copyOf(unfinished);
        files = Map.copyOf(files);
    }

    /**
     * The machine and its kernel.
     *
     * @param architecture as {@code uname -m} says it
     * @param isIntel otherwise its processor is AMD's or another
     * @param isRoot whether we may change it
     * @param lacking what modules are built with and is not there
     * @param freeMib by directory
     */
    public record Machine(
            String kernel,
            String architecture,
            boolean isIntel,
            boolean isRoot,
            Set<Prerequisite> lacking,
            Map<String, Long> freeMib) {

        public Machine {
            lacking = Set.copyOf(lacking);
            freeMib = Map.copyOf(freeMib);
        }
    }

    /**
     * How it was started and how it will be.
     *
     * @param options the running kernel's
     * @param iommuGroups none where the IOMMU is off
     * @param loader who starts it next time; empty where that is not known
     * @param wantsRestart whether a package asked for one since
     */
    public record Boot(
            List<String> options,
            int iommuGroups,
            Optional<BootLoader> loader,
            Reading<Boolean> secureBoot,
            boolean wantsRestart) {

        public Boot {
            options = List.copyOf(options);
        }
    }

    /**
     * The drivers that are there.
     *
     * @param installed the version on the disk for the running kernel
     * @param loaded the version that runs
     * @param modules those of {@link #MODULES} that run, in that order
     * @param nouveauLoaded whether the other driver is
     * @param manager whether nvidia-vgpu-mgr runs, and will after a restart
     * @param uninstaller whether a {@code .run} left one
     */
    public record Driver(
            Optional<String> installed,
            Optional<String> loaded,
            List<String> modules,
            boolean nouveauLoaded,
            boolean manager,
            boolean uninstaller) {

        /** NVIDIA's, in the order in which they let go of each other. */
        public static final List<String> MODULES =
                List.of("nvidia_vgpu_vfio", "nvidia_drm", "nvidia_modeset", "nvidia_uvm", "nvidia");

        public Driver {
            modules = List.copyOf(modules);
        }

        /** Whether the module for vGPUs runs too. */
        public boolean vgpuLoaded() {
            return modules.contains("nvidia_vgpu_vfio");
        }

        public boolean isAbsent() {
            return installed.isEmpty() && loaded.isEmpty() && !uninstaller;
        }
    }

    public InstallRecord record() {
        return Optional.ofNullable(files.get(SystemFile.RECORD))
                .flatMap(InstallRecord::parse)
                .orElseGet(InstallRecord::none);
    }
}
