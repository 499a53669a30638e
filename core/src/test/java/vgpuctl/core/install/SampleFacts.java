package vgpuctl.core.install;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vgpuctl.core.install.DriverFacts.Boot;
import vgpuctl.core.install.DriverFacts.Driver;
import vgpuctl.core.install.DriverFacts.Machine;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.plan.Purpose;
import vgpuctl.core.plan.Step;
import vgpuctl.core.plan.SystemFile;

/** A host without a driver, and what becomes of it; the fields are for tests to change. */
final class SampleFacts {

    static final String VERSION = "550.90.05";

    Distribution distribution = new Distribution(Family.DEBIAN, "Debian GNU/Linux 12", 12);
    String kernel = "6.1.0-18-amd64";
    String architecture = "x86_64";
    boolean intel = true;
    boolean root = true;
    Set<Prerequisite> lacking = EnumSet.allOf(Prerequisite.class);
    long freeMib = 100_000;
    List<String> options = List.of("quiet");
    int iommuGroups = 40;
    Optional<BootLoader> loader = Optional.of(BootLoader.GRUB);
    boolean secureBoot;
    boolean wantsRestart;
    Optional<String> installed = Optional.empty();
    Optional<String> loaded = Optional.empty();
    boolean nouveau;
    boolean manager;
    boolean uninstaller;
    Set<Purpose> unfinished = Set.of();
    final Map<SystemFile, String> files = new EnumMap<>(SystemFile.class);

    static DriverPackage run() {
        return new DriverPackage(
                "/root/NVIDIA-Linux-x86_64-550.90.05-vgpu-kvm.run",
                PackageFormat.RUN,
                "NVIDIA-Linux-x86_64-550.90.05-vgpu-kvm",
                DriverPackage.Edition.VGPU_HOST,
                VERSION,
                "x86_64",
                400);
    }

    static DriverPackage deb() {
        return new DriverPackage(
                "/root/nvidia-vgpu-ubuntu-550_550.90.05_amd64.deb",
                PackageFormat.DEB,
                "nvidia-vgpu-ubuntu-550",
                DriverPackage.Edition.VGPU_HOST,
                VERSION,
                "x86_64",
                400);
    }

    /** With the driver on it, running. */
    static SampleFacts installed(DriverPackage driver) {
        var facts = new SampleFacts();
        facts.lacking = Set.of();
        facts.installed = Optional.of(driver.version());
        facts.loaded = Optional.of(driver.version());
        facts.manager = true;
        facts.uninstaller = driver.format() == PackageFormat.RUN;
        facts.files.put(SystemFile.NOUVEAU_BLACKLIST, InstallPlanner.BLACKLIST);
        facts.files.put(SystemFile.RECORD, InstallRecord.none().with(driver).text());
        return facts;
    }

    DriverFacts facts() {
        return new DriverFacts(
                Reading.of(distribution),
                new Machine(kernel, architecture, intel, root, lacking, Map.of("/usr", freeMib)),
                new Boot(options, iommuGroups, loader, Reading.of(secureBoot), wantsRestart),
                new Driver(
                        installed,
                        loaded,
                        loaded.isPresent() ? List.of("nvidia_vgpu_vfio", "nvidia") : List.of(),
                        nouveau,
                        manager,
                        uninstaller),
                unfinished,
                files);
    }

    List<Stage> install(DriverPackage driver, String... installerOptions) {
        return InstallPlanner.install(facts(), distribution, driver, List.of(installerOptions));
    }

    List<Stage> uninstall() {
        return InstallPlanner.uninstall(facts(), distribution);
    }

    /** The words of all steps, and why the host has to be restarted. */
    static List<String> words(List<Stage> stages) {
        return stages.stream()
                .flatMap(stage ->
                        Stream.concat(
                                stage.steps().stream().map(Step::words),
                                stage.restart().stream().map(why -> "restart: " + why)))
                .toList();
    }
}
