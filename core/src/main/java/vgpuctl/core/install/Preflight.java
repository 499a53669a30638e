package vgpuctl.core.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Evidence;
import vgpuctl.core.doctor.Finding;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.plan.SystemFile;
import vgpuctl.core.problem.Problem;

/**
 * What stands in the way of a driver, all of it, before anything is touched.
 *
 * @param findings the worst first
 * @param obstacle why it cannot be done; empty where it can
 */
public record Preflight(List<Finding> findings, Optional<Problem> obstacle) {

    /** Unpacked and built, a package takes so many times its size. */
    private static final int TIMES = 4;

    public Preflight {
        findings = List.copyOf(findings);
    }

    /** For putting a driver on a host. */
    public static Preflight install(
            DriverFacts facts, HostSnapshot host, DriverPackage driver, List<String> options) {
        var checks = new Checks();
        checks.permission(facts);
        checks.distribution(facts);
        checks.edition(driver);
        checks.architecture(facts, driver);
        checks.format(facts, driver);
        checks.vgpus(host);
        checks.room(facts, driver);
        checks.secureBoot(facts, driver, options);
        checks.nouveau(facts);
        checks.iommu(facts);
        checks.vms(host);
        return checks.preflight();
    }

    /** For taking the driver off a host. */
    public static Preflight uninstall(DriverFacts facts, HostSnapshot host) {
        var checks = new Checks();
        checks.permission(facts);
        checks.distribution(facts);
        checks.vgpus(host);
        checks.origin(facts);
        return checks.preflight();
    }

    private static final class Checks {

        private final List<Finding> errors = new ArrayList<>();
        private final List<Finding> others = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        Preflight preflight() {
            var all = new ArrayList<>(errors);
            all.addAll(others);
            return new Preflight(all, problems.stream().findFirst());
        }

        /** Ends it: a kind of problem with the finding's own words. */
        private void error(
                Description description,
                String about,
                Evidence evidence,
                Function<Finding, Problem> problem) {
            var finding = Finding.of(description, about, List.of(evidence));
            errors.add(finding);
            problems.add(problem.apply(finding));
        }

        private void tell(Description description, String about, Evidence evidence) {
            others.add(Finding.of(description, about, List.of(evidence)));
        }

        private static Problem notReady(Finding finding) {
            return new Problem.HostNotReady(reason(finding), wayOut(finding));
        }

        private static Problem badInput(Finding finding) {
            return new Problem.BadInput(reason(finding), wayOut(finding));
        }

        private static Problem conflict(Finding finding) {
            return new Problem.Conflict(reason(finding), wayOut(finding));
        }

        private static String reason(Finding finding) {
            return finding.about().isEmpty()
                    ? finding.rule().title()
                    : finding.about() + ": " + finding.rule().title();
        }

        private static String wayOut(Finding finding) {
            var fix = finding.fix();
            return fix.endsWith(".") ? fix.substring(0, fix.length() - 1) : fix;
        }

        private void permission(DriverFacts facts) {
            if (!facts.machine().isRoot()) {
                error(
                        InstallRules.NOT_ROOT,
                        "",
                        seen("id -u", "not 0"),
                        f -> new Problem.NotPermitted(reason(f), wayOut(f)));
            }
        }

        private void distribution(DriverFacts facts) {
            facts.distribution()
                    .ifKnownOrElse(
                            _ -> {},
                            why ->
                                    error(
                                            InstallRules.DISTRIBUTION,
                                            "",
                                            seen("/etc/os-release", why),
                                            Checks::notReady));
        }

        private void edition(DriverPackage driver) {
            switch (driver.edition()) {
                case VGPU_HOST -> {
                    // The one that a host needs.
                }
                case VGPU_GUEST ->
                        wrongEdition(
                                driver,
                                "this is the driver for guests",
                                "It goes into a VM that has a vGPU; on a host it finds no GPU to"
                                        + " share.");
                case OTHER ->
                        wrongEdition(
                                driver,
                                "this driver has no vGPU manager",
                                "It drives a GPU as a whole and makes no vGPUs.");
            }
        }

        private void wrongEdition(DriverPackage driver, String title, String cause) {
            error(
                    InstallRules.EDITION.titled(title).because(cause),
                    driver.name(),
                    seen(driver.path(), driver.name()),
                    Checks::badInput);
        }

        private void architecture(DriverFacts facts, DriverPackage driver) {
            var host = facts.machine().architecture();
            if (!driver.architecture().equals(host)) {
                error(
                        InstallRules.ARCHITECTURE
                                .titled(
                                        "this driver is for "
                                                + driver.architecture()
                                                + ", and this host is "
                                                + host)
                                .fix("Take the package for " + host + "."),
                        driver.name(),
                        seen("uname -m", host),
                        Checks::badInput);
            }
        }

        private void format(DriverFacts facts, DriverPackage driver) {
            var family = facts.distribution().map(Distribution::family);
            family.ifKnownOrElse(
                    known -> {
                        if (driver.format() != PackageFormat.RUN
                                && driver.format() != known.ownFormat()) {
                            wrongFormat(facts, driver, known);
                        }
                    },
                    _ -> {});
            installedOtherwise(facts, driver);
        }

        private void wrongFormat(DriverFacts facts, DriverPackage driver, Family family) {
            var name = facts.distribution().map(Distribution::name).orElse("?");
            error(
                    InstallRules.FORMAT
                            .titled(name + " does not take " + driver.format().ending() + " files")
                            .fix(
                                    "Take the "
                                            + family.ownFormat().ending()
                                            + " or the .run of the same driver."),
                    driver.name(),
                    seen("/etc/os-release", name),
                    Checks::badInput);
        }

        /** Two ways of installing know nothing of each other's files. */
        private void installedOtherwise(DriverFacts facts, DriverPackage driver) {
            var before = facts.record().installed();
            var isByRun =
                    before.map(installed -> installed.format() == PackageFormat.RUN)
                            .orElse(facts.driver().uninstaller());
            var isThere = before.isPresent() || facts.driver().uninstaller();
            if (isThere
                    && !facts.driver().isAbsent()
                    && isByRun != (driver.format() == PackageFormat.RUN)) {
                var other = isByRun ? ".run" : "package of the distribution";
                error(
                        InstallRules.OTHER_WAY.titled("the driver of this host came as a " + other),
                        driver.name(),
                        isByRun
                                ? seen("/usr/bin/nvidia-uninstall", "is there")
                                : seen(SystemFile.RECORD.path(), "has a package's name"),
                        Checks::conflict);
            }
        }

        private void vgpus(HostSnapshot host) {
            var active = host.vgpus().stream().filter(Vgpu::active).toList();
            if (!active.isEmpty()) {
                error(
                        InstallRules.VGPUS_ACTIVE.titled(
                                (active.size() == 1 ? "1 vGPU is" : active.size() + " vGPUs are")
                                        + " active"),
                        active.getFirst().label(),
                        seen("vgpuctl list", active.getFirst().label() + " is active"),
                        Checks::conflict);
            }
        }

        private void room(DriverFacts facts, DriverPackage driver) {
            var needed = Math.max(64, (long) driver.sizeMib() * TIMES);
            facts.machine().freeMib().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .filter(entry -> entry.getValue() < needed)
                    .findFirst()
                    .ifPresent(entry ->
                            error(
                                    InstallRules.NO_ROOM.titled(
                                            entry.getKey()
                                                    + " has "
                                                    + entry.getValue()
                                                    + " MiB free, and this takes about "
                                                    + needed),
                                    driver.name(),
                                    seen("df " + entry.getKey(), entry.getValue() + " MiB free"),
                                    Checks::notReady));
        }

        private void secureBoot(DriverFacts facts, DriverPackage driver, List<String> options) {
            if (!facts.boot().secureBoot().orElse(false)) {
                return;
            }
            var evidence = seen("/sys/firmware/efi/efivars/SecureBoot-…", "1");
            var isSigned =
                    options.stream().anyMatch(o -> o.startsWith("--module-signing-secret-key"));
            if (driver.format() == PackageFormat.RUN && !isSigned) {
                error(InstallRules.SECURE_BOOT, driver.name(), evidence, Checks::notReady);
            } else {
                tell(InstallRules.SECURE_BOOT_KEY, "", evidence);
            }
        }

        private void nouveau(DriverFacts facts) {
            if (facts.driver().nouveauLoaded()) {
                tell(InstallRules.NOUVEAU, "", seen("/sys/module/nouveau", "is there"));
            }
        }

        private void iommu(DriverFacts facts) {
            if (facts.boot().iommuGroups() > 0) {
                return;
            }
            var inFirmware =
                    facts.distribution()
                            .map(known -> InstallPlanner.isIommuOffInFirmware(facts, known))
                            .orElse(false);
            var hasLoader = facts.boot().loader().isPresent();
            var fix =
                    inFirmware
                            ? "The kernel has the options for it: switch VT-d or AMD-Vi on in the"
                                    + " firmware's setup."
                            : hasLoader
                                    ? "The kernel's options are added, and the host has to be"
                                            + " restarted. VT-d or AMD-Vi has to be on in the"
                                            + " firmware's setup."
                                    : "Add 'intel_iommu=on iommu=pt' (Intel) or 'iommu=pt' (AMD) to"
                                            + " the kernel's command line: the boot loader is none"
                                            + " that is known here.";
            tell(
                    Description.warning("no-iommu", Layer.FIRMWARE, "The IOMMU is off")
                            .because("Devices can only be given to VMs with the IOMMU on.")
                            .fix(fix),
                    "",
                    seen("/sys/kernel/iommu_groups", "has no groups"));
        }

        private void vms(HostSnapshot host) {
            var running =
                    host.domains().orElse(List.of()).stream().filter(Domain::running).toList();
            if (!running.isEmpty()) {
                tell(
                        InstallRules.VMS_RUN.titled(
                                (running.size() == 1 ? "1 VM runs" : running.size() + " VMs run")
                                        + " on this host"),
                        running.getFirst().name(),
                        seen("libvirt", running.getFirst().name() + " runs"));
            }
        }

        /** A package's name is known only of what we installed. */
        private void origin(DriverFacts facts) {
            if (facts.driver().installed().isPresent()
                    && facts.record().installed().isEmpty()
                    && !facts.driver().uninstaller()) {
                error(
                        InstallRules.NOT_OURS,
                        facts.driver().installed().orElse(""),
                        seen("modinfo nvidia", facts.driver().installed().orElse("")),
                        Checks::notReady);
            }
        }

        private static Evidence seen(String source, String text) {
            return new Evidence(source, 1, text);
        }
    }
}
