package vgpuctl.core.install;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.plan.Purpose;
import vgpuctl.core.plan.Step;
import vgpuctl.core.plan.Step.ChangeSystemFile;
import vgpuctl.core.plan.Step.RunTool;
import vgpuctl.core.plan.SystemFile;

/** What is still to be done until a driver is on a host, or off it. */
public final class InstallPlanner {

    static final String BLACKLIST =
            """
            # Written by 'vgpuctl install': NVIDIA's driver and nouveau exclude each other.
            blacklist nouveau
            options nouveau modeset=0
            """;
    static final List<String> SERVICES = List.of("nvidia-vgpud.service", "nvidia-vgpu-mgr.service");

    private final DriverFacts facts;
    private final Distribution distribution;

    private InstallPlanner(DriverFacts facts, Distribution distribution) {
        this.facts = facts;
        this.distribution = distribution;
    }

    /**
     * The stages that are still to come, as far as can be seen now; none where all is done.
     *
     * @param options for the installer of a {@code .run}
     */
    public static List<Stage> install(
            DriverFacts facts,
            Distribution distribution,
            DriverPackage driver,
            List<String> options) {
        var planner = new InstallPlanner(facts, distribution);
        var stages = new ArrayList<Stage>();
        planner.makeRoom(driver).ifPresent(stages::add);
        planner.prerequisites().ifPresent(stages::add);
        planner.settings().ifPresent(stages::add);
        planner.nouveau().ifPresent(stages::add);
        planner.installer(driver, options).ifPresent(stages::add);
        planner.wantedRestart(driver).ifPresent(stages::add);
        planner.modules(driver).ifPresent(stages::add);
        planner.services().ifPresent(stages::add);
        planner.iommu().ifPresent(stages::add);
        return stages;
    }

    /** The stages until no driver is left, and nothing that we changed for it. */
    public static List<Stage> uninstall(DriverFacts facts, Distribution distribution) {
        var planner = new InstallPlanner(facts, distribution);
        var stages = new ArrayList<Stage>();
        planner.unload().ifPresent(stages::add);
        planner.uninstaller().ifPresent(stages::add);
        planner.settingsBack().ifPresent(stages::add);
        return stages;
    }

    /** Whether another version is on the host, so that this is an upgrade. */
    public static boolean isUpgrade(DriverFacts facts, DriverPackage driver) {
        var there = facts.driver().installed().or(() -> facts.driver().loaded());
        return there.filter(version -> !version.equals(driver.version())).isPresent();
    }

    private Optional<Stage> makeRoom(DriverPackage driver) {
        return facts.driver().loaded().filter(v -> !v.equals(driver.version())).isPresent()
                ? unload()
                : Optional.empty();
    }

    private Optional<Stage> unload() {
        if (facts.driver().loaded().isEmpty() && !facts.driver().manager()) {
            return Optional.empty();
        }
        var stop = new ArrayList<>(List.of("systemctl", "stop"));
        stop.addAll(SERVICES.reversed());
        var steps = new ArrayList<Step>(List.of(new RunTool(Purpose.STOP_SERVICES, "", stop)));
        unloadCommand().ifPresent(c -> steps.add(new RunTool(Purpose.UNLOAD_MODULES, "", c)));
        return Optional.of(Stage.of(steps));
    }

    /** Of those that run alone: modprobe fails where one of them is not on the host at all. */
    private Optional<List<String>> unloadCommand() {
        if (facts.driver().modules().isEmpty()) {
            return Optional.empty();
        }
        var command = new ArrayList<>(List.of("modprobe", "--remove", "--all"));
        command.addAll(facts.driver().modules());
        return Optional.of(command);
    }

    private Optional<Stage> prerequisites() {
        var wanted = wanted(distribution);
        var packages = new ArrayList<String>();
        for (var each : Prerequisite.values()) {
            if (wanted.contains(each) && facts.machine().lacking().contains(each)) {
                packages.add(packaged(each));
            }
        }
        return packages.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Stage.of(
                                new RunTool(
                                        Purpose.PREREQUISITES,
                                        String.join(" ", packages),
                                        distribution.family().install(packages))));
    }

    /** RHEL has no dkms of its own: there the modules are built once, by NVIDIA's installer. */
    private static Set<Prerequisite> wanted(Distribution distribution) {
        var wanted = EnumSet.allOf(Prerequisite.class);
        if (distribution.family() == Family.RHEL) {
            wanted.remove(Prerequisite.DKMS);
        }
        return wanted;
    }

    private String packaged(Prerequisite prerequisite) {
        return prerequisite == Prerequisite.HEADERS
                ? distribution.family().headers(facts.machine().kernel())
                : prerequisite.word();
    }

    /** What has to be in the boot loader's file and is not; empty while the IOMMU is on. */
    List<String> missingOptions() {
        if (facts.boot().iommuGroups() > 0 || loaderText().isEmpty()) {
            return List.of();
        }
        var there = loader().map(loader -> loader.options(loaderText().get())).orElseThrow();
        return wantedOptions().stream().filter(option -> !there.contains(option)).toList();
    }

    /** On AMD the kernel switches it on by itself where the firmware offers it. */
    private List<String> wantedOptions() {
        return facts.machine().isIntel()
                ? List.of("intel_iommu=on", "iommu=pt")
                : List.of("iommu=pt");
    }

    private Optional<BootLoader> loader() {
        return facts.boot().loader();
    }

    private Optional<String> loaderText() {
        return loader().flatMap(loader -> text(loader.file()));
    }

    private Optional<String> text(SystemFile file) {
        return Optional.ofNullable(facts.files().get(file));
    }

    private Optional<Stage> settings() {
        var steps = new ArrayList<Step>();
        var missing = missingOptions();
        if (!missing.isEmpty()) {
            record(facts.record().adding(missing)).ifPresent(steps::add);
        }
        change(
                        SystemFile.NOUVEAU_BLACKLIST,
                        Optional.of(BLACKLIST),
                        distribution.family().initialRamDisk())
                .ifPresent(steps::add);
        if (!missing.isEmpty()) {
            steps.addAll(options((loader, text) -> loader.adding(text, missing)));
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(Stage.of(steps));
    }

    private interface LoaderChange {
        String of(BootLoader loader, String text);
    }

    private List<Step> options(LoaderChange change) {
        if (loaderText().isEmpty()) {
            return List.of();
        }
        var loader = loader().orElseThrow();
        return change(
                        loader.file(),
                        loaderText().map(text -> change.of(loader, text)),
                        loader.refresh(distribution, facts.machine().kernel()))
                .map(List::of)
                .orElse(List.of());
    }

    private Optional<Step> record(InstallRecord after) {
        return change(SystemFile.RECORD, Optional.of(after.text()), List.of());
    }

    private Optional<Step> change(SystemFile file, Optional<String> after, List<String> refresh) {
        var before = text(file);
        return before.equals(after)
                ? Optional.empty()
                : Optional.of(new ChangeSystemFile(file, before, after, refresh));
    }

    private Optional<Stage> nouveau() {
        return facts.driver().nouveauLoaded()
                ? Optional.of(
                        Stage.restart(
                                "nouveau is loaded, and stays until then; NVIDIA's installer"
                                        + " refuses while it is"))
                : Optional.empty();
    }

    private Optional<Stage> installer(DriverPackage driver, List<String> options) {
        var isThere =
                facts.driver().installed().equals(Optional.of(driver.version()))
                        && !facts.unfinished().contains(Purpose.INSTALL);
        var steps = new ArrayList<Step>();
        if (!isThere) {
            steps.add(
                    new RunTool(
                            Purpose.INSTALL, driver.version(), installCommand(driver, options)));
        }
        record(facts.record().with(driver)).ifPresent(steps::add);
        return steps.isEmpty() ? Optional.empty() : Optional.of(Stage.of(steps));
    }

    private List<String> installCommand(DriverPackage driver, List<String> options) {
        if (driver.format() != PackageFormat.RUN) {
            return distribution.family().install(List.of(driver.path()));
        }
        var command = new ArrayList<>(List.of("sh", driver.path(), "--silent"));
        if (wanted(distribution).contains(Prerequisite.DKMS)) {
            command.add("--dkms");
        }
        command.addAll(options);
        return command;
    }

    private Optional<Stage> wantedRestart(DriverPackage driver) {
        var isLoaded = facts.driver().loaded().equals(Optional.of(driver.version()));
        return facts.boot().wantsRestart() && !isLoaded
                ? Optional.of(Stage.restart("a package that was installed asks for it"))
                : Optional.empty();
    }

    private Optional<Stage> modules(DriverPackage driver) {
        var isLoaded =
                facts.driver().loaded().equals(Optional.of(driver.version()))
                        && facts.driver().vgpuLoaded();
        return isLoaded
                ? Optional.empty()
                : Optional.of(
                        Stage.of(
                                new RunTool(
                                        Purpose.LOAD_MODULES,
                                        driver.version(),
                                        List.of(
                                                "modprobe",
                                                "--all",
                                                "nvidia",
                                                "nvidia_vgpu_vfio"))));
    }

    private Optional<Stage> services() {
        if (facts.driver().manager()) {
            return Optional.empty();
        }
        var command = new ArrayList<>(List.of("systemctl", "enable", "--now"));
        command.addAll(SERVICES);
        return Optional.of(Stage.of(new RunTool(Purpose.START_SERVICES, "", command)));
    }

    /** With the options on the running kernel's command line, another restart brings nothing. */
    private Optional<Stage> iommu() {
        var willBeGiven = loader().isPresent() && !hasOptionsNow();
        return facts.boot().iommuGroups() == 0 && willBeGiven
                ? Optional.of(
                        Stage.restart("the IOMMU is off; the next start has the options for it"))
                : Optional.empty();
    }

    private boolean hasOptionsNow() {
        return facts.boot().options().containsAll(wantedOptions());
    }

    /** Whether only the firmware can be what keeps the IOMMU off. */
    static boolean isIommuOffInFirmware(DriverFacts facts, Distribution distribution) {
        return facts.boot().iommuGroups() == 0
                && new InstallPlanner(facts, distribution).hasOptionsNow();
    }

    private Optional<Stage> uninstaller() {
        if (isRemoved(facts)) {
            return Optional.empty();
        }
        return Optional.of(
                Stage.of(
                        new RunTool(
                                Purpose.UNINSTALL,
                                facts.record()
                                        .installed()
                                        .map(InstallRecord.Installed::name)
                                        .orElse(""),
                                uninstallCommand())));
    }

    private List<String> uninstallCommand() {
        return facts.record()
                .installed()
                .filter(installed -> installed.format() != PackageFormat.RUN)
                .map(installed -> distribution.family().remove(installed.name()))
                .orElseGet(() -> List.of("nvidia-uninstall", "--silent"));
    }

    private Optional<Stage> settingsBack() {
        var steps = new ArrayList<Step>();
        var added = facts.record().kernelOptions();
        if (!added.isEmpty()) {
            steps.addAll(options((loader, text) -> loader.removing(text, added)));
        }
        change(
                        SystemFile.NOUVEAU_BLACKLIST,
                        Optional.empty(),
                        distribution.family().initialRamDisk())
                .ifPresent(steps::add);
        change(SystemFile.RECORD, Optional.empty(), List.of()).ifPresent(steps::add);
        return steps.isEmpty() ? Optional.empty() : Optional.of(Stage.of(steps));
    }

    private static boolean isRemoved(DriverFacts facts) {
        return facts.driver().installed().isEmpty()
                && !facts.driver().uninstaller()
                && !facts.unfinished().contains(Purpose.INSTALL)
                && !facts.unfinished().contains(Purpose.UNINSTALL);
    }

    /** Whether the host shows that a tool has done what it is for. */
    public static boolean isDone(RunTool step, DriverFacts facts) {
        var driver = facts.driver();
        return switch (step.purpose()) {
            case STOP_SERVICES -> !driver.manager();
            case UNLOAD_MODULES -> driver.loaded().isEmpty();
            case PREREQUISITES ->
                    facts.distribution()
                            .map(known -> new InstallPlanner(facts, known).prerequisites())
                            .orElse(Optional.empty())
                            .isEmpty();
            case INSTALL -> driver.installed().equals(Optional.of(step.about()));
            case LOAD_MODULES ->
                    driver.loaded().equals(Optional.of(step.about())) && driver.vgpuLoaded();
            case START_SERVICES -> driver.manager();
            case UNINSTALL -> isRemoved(facts);
        };
    }
}
