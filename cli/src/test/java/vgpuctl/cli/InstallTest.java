package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.SimulatedHost.Said;
import vgpuctl.core.json.JsonReader;

/** Made-up packages that behave like the real ones, installed by real processes under a root. */
class InstallTest {

    private static final String RUN =
            InstallTools.file("NVIDIA-Linux-x86_64-550.90.05-vgpu-kvm.run").toString();
    private static final String KERNEL = "6.1.0-18-amd64";
    private static final String LOG = "/var/log/vgpuctl/driver.log";
    private static final String GRUB =
            """
            GRUB_TIMEOUT=5
            GRUB_CMDLINE_LINUX_DEFAULT="quiet"
            """;

    @TempDir private Path directory;

    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withOneCard(directory).after("gpus");
        host.write("/etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n");
        host.write("/proc/sys/kernel/osrelease", KERNEL + "\n");
        host.write("/proc/sys/kernel/arch", "x86_64\n");
        host.write("/proc/cpuinfo", "vendor_id : GenuineIntel\n");
        host.write("/proc/cmdline", "quiet\n");
        host.write("/etc/default/grub", GRUB);
        host.write("/lib/modules/" + KERNEL + "/modules.dep", "");
        host.delete("/lib/modules/" + KERNEL + "/updates");
        host.delete("/usr/bin/nvidia-uninstall");
        host.delete("/etc/systemd");
        for (var module : List.of("nvidia", "nvidia_vgpu_vfio")) {
            host.delete("/sys/module/" + module);
        }
        for (var service : List.of("nvidia-vgpud", "nvidia-vgpu-mgr")) {
            host.delete("/usr/lib/systemd/system/" + service + ".service");
        }
    }

    private Said vgpuctl(String... words) {
        return host.vgpuctl(new InstallTools(host.at("/")), words);
    }

    private Said install(String file) {
        return vgpuctl("install", file, "--yes");
    }

    private String log() {
        return host.text(LOG);
    }

    /** All of the host but logs, locks and what prerequisites and tests brought. */
    private SortedMap<String, String> driverState() {
        var state = new TreeMap<>(host.state());
        state.keySet()
                .removeIf(name ->
                        name.startsWith("/usr/bin/")
                                || name.contains("/build/")
                                || name.startsWith("/boot/")
                                || name.startsWith("/var/lib/dpkg/")
                                || name.equals("/installer-runs")
                                || name.equals("/no-headers"));
        return state;
    }

    @Test
    void aDryRunShowsThePlanAndTouchesNothing() {
        var before = host.state();
        var said = vgpuctl("install", RUN, "--dry-run");
        assertThat(said.exit()).as(said.toString()).isZero();
        assertThat(said.out())
                .startsWith("Would do, in this order:\n   1. install gcc make dkms linux-headers-")
                .contains(
                        "       why: the driver's modules are built on this host\n",
                        "   2. write /etc/modprobe.d/vgpuctl-nouveau.conf and run update-initramfs"
                                + " -u\n",
                        "       + blacklist nouveau\n",
                        "   3. install the driver 550.90.05: sh "
                                + RUN
                                + " --silent --dkms"
                                + " (cannot be taken back)\n");
        assertThat(host.state()).isEqualTo(before);
        assertThat(JsonReader.readObject(vgpuctl("-o", "json", "install", RUN, "--dry-run").out()))
                .hasValueSatisfying(json -> assertThat(json.string("state")).hasValue("planned"));
    }

    /** With the simulated host's own tools; the file itself would fail without {@code $ROOT}. */
    @Test
    void aSimulatedHostHasToolsOfItsOwnAndRunsNothingOfTheFile() {
        var simulated = SimulatedHost.withOneCard(directory.resolve("own")).after("gpus");
        var before = simulated.text("/sys/module/nvidia/version");

        assertThat(simulated.vgpuctl("install", RUN, "--dry-run").out())
                .startsWith("Would do, in this order:\n   1. stop the driver's services")
                .contains("install the driver 550.90.05: sh " + RUN);
        assertThat(simulated.text("/sys/module/nvidia/version")).isEqualTo(before);

        var said = simulated.vgpuctl("install", RUN, "--yes");
        assertThat(said.exit()).as(said.toString()).isZero();
        assertThat(simulated.text("/sys/module/nvidia/version")).isEqualTo("550.90.05\n");
        assertThat(simulated.text(LOG)).contains("is now complete.\n");
        assertThat(simulated.vgpuctl("install", RUN, "--yes").out()).startsWith("Nothing to do.");
        assertThat(simulated.vgpuctl("create", "P40-6Q").exit()).isZero();
        assertThat(simulated.vgpuctl("uninstall", "--yes").exit()).isEqualTo(4);
        simulated.after("remove", "p40-6q-1");

        var undone = simulated.vgpuctl("uninstall", "--yes");
        assertThat(undone.exit()).as(undone.toString()).isZero();
        assertThat(simulated.names("/sys/module")).doesNotContain("nvidia", "nvidia_vgpu_vfio");
    }

    @Test
    void aRunIsInstalledOnceAndUninstalled() {
        var before = driverState();

        var said = install(RUN);

        assertThat(said.exit()).as(said.toString()).isZero();
        assertThat(said.out()).startsWith("Done:\n   1. install gcc make dkms linux-headers-");
        assertThat(host.text("/sys/module/nvidia_vgpu_vfio/version")).isEqualTo("550.90.05\n");
        assertThat(host.names("/run/active"))
                .containsExactly("nvidia-vgpu-mgr.service", "nvidia-vgpud.service");
        assertThat(host.text("/boot/initrd.img")).contains("blacklist nouveau");
        assertThat(log()).contains("== ", "Building kernel modules\n", "is now complete.\n");
        assertThat(host.names("/var/lib/vgpuctl/journal")).isEmpty();

        assertThat(install(RUN).out()).startsWith("Nothing to do.\n");

        var undone = vgpuctl("uninstall", "--yes");
        assertThat(undone.exit()).as(undone.toString()).isZero();
        assertThat(host.names("/usr/bin")).doesNotContain("nvidia-uninstall");
        assertThat(host.names("/run/active")).isEmpty();
        host.delete("/etc/systemd");
        assertThat(driverState()).isEqualTo(before);
        assertThat(vgpuctl("uninstall", "--yes").out()).startsWith("Nothing to do.\n");
        assertThat(log()).contains("Uninstallation of existing driver is complete.\n");
    }

    @Test
    void aDebIsInstalledByTheRealDpkgAndRemoved() throws Exception {
        var deb = deb();
        var said = install(deb);
        assertThat(said.exit()).as(said.toString()).isZero();
        assertThat(host.text("/sys/module/nvidia/version")).isEqualTo("550.90.05\n");
        assertThat(log()).contains("Setting up nvidia-vgpu-ubuntu-550 (550.90.05) ...\n");

        var other = install(RUN);
        assertThat(other.exit()).isEqualTo(4);
        assertThat(other.err()).contains("came as a package of the distribution");

        var undone = vgpuctl("uninstall", "--yes");
        assertThat(undone.exit()).as(undone.toString()).isZero();
        assertThat(log()).contains("Removing nvidia-vgpu-ubuntu-550 (550.90.05) ...\n");
        assertThat(host.names("/sys/module")).doesNotContain("nvidia", "nvidia_vgpu_vfio");
    }

    @Test
    void aDebWhoseModulesCannotBeBuiltIsGoneOnWith() throws Exception {
        var deb = deb();
        host.write("/bad-build", "");
        var said = install(deb);
        assertThat(said.exit()).as(said.toString()).isEqualTo(11);
        assertThat(said.err())
                .contains("Error! Bad return status for module build on kernel: " + KERNEL, LOG);
        host.delete("/bad-build");
        var again = install(deb);
        assertThat(again.exit()).as(again.toString()).isZero();
    }

    /** A package as dpkg-deb makes it. */
    private String deb() throws Exception {
        var tree = directory.resolve("deb");
        var control = Files.createDirectories(tree.resolve("DEBIAN"));
        var units = Files.createDirectories(tree.resolve("usr/lib/systemd/system"));
        for (var unit : List.of("nvidia-vgpud.service", "nvidia-vgpu-mgr.service")) {
            Files.writeString(units.resolve(unit), "[Service]\n");
        }
        var source = Files.createDirectories(tree.resolve("usr/src/nvidia-550.90.05"));
        Files.writeString(source.resolve("version"), "550.90.05\n");
        for (var script : List.of("postinst", "prerm")) {
            Files.copy(InstallTools.file("debian-" + script), control.resolve(script));
        }
        Files.writeString(
                control.resolve("control"),
                """
                Package: nvidia-vgpu-ubuntu-550
                Version: 550.90.05
                Architecture: amd64
                Maintainer: nobody <nobody@example.com>
                Description: made-up driver
                """);
        var file = directory.resolve("driver.deb");
        var made =
                new ProcessBuilder(
                                "dpkg-deb",
                                "--root-owner-group",
                                "-Zgzip",
                                "--build",
                                tree.toString(),
                                file.toString())
                        .inheritIO()
                        .start();
        assertThat(made.waitFor()).isZero();
        return file.toString();
    }

    @Test
    void killedInTheMiddleItIsFinishedByTheNextRun() throws Exception {
        host.write("/slow", "");
        var child =
                ChildJvm.start(
                        host,
                        InstallTools.class,
                        List.of(host.at("/").toString()),
                        List.of("install", RUN, "--yes"));
        await(() -> Files.exists(host.at("/installer-runs")));
        child.process().destroyForcibly().waitFor();
        assertThat(child.process().exitValue()).isEqualTo(ChildJvm.KILLED);
        assertThat(host.names("/var/lib/vgpuctl/journal")).hasSize(1);
        assertThat(vgpuctl("gpus").err()).contains("was cut off");
        host.delete("/slow");

        var said = install(RUN);

        assertThat(said.exit()).as(said.toString()).isZero();
        assertThat(said.err())
                .contains("was cut off and has been undone but for: install the driver 550.90.05")
                .contains("(begun, and maybe half-done)");
        assertThat(host.text("/sys/module/nvidia/version")).isEqualTo("550.90.05\n");
        assertThat(host.text("/installer-runs").lines()).as("it was run again").hasSize(2);
        assertThat(host.names("/var/lib/vgpuctl/unfinished")).isEmpty();
    }

    /** The one that was left to itself holds the lock that the next one waits for. */
    @Test
    void twoInstallersNeverRunAtOnce() throws Exception {
        host.write("/slow", "");
        var words = List.of("install", RUN, "--yes");
        var root = List.of(host.at("/").toString());
        var killed = ChildJvm.start(host, InstallTools.class, root, words);
        await(() -> Files.exists(host.at("/installer-runs")));
        killed.process().destroyForcibly().waitFor();

        var next = ChildJvm.start(host, InstallTools.class, root, words);
        await(() -> log().lines().filter(line -> line.contains("install the driver")).count() == 2);
        Thread.sleep(Duration.ofMillis(500));
        assertThat(host.text("/installer-runs").lines()).as("the second waits").hasSize(1);
        host.delete("/slow");

        var said = next.ended();
        assertThat(said.exit()).as(said.toString()).isZero();
        assertThat(host.text("/installer-runs").lines()).hasSize(2);
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("a minute is over").isLessThan(end);
            Thread.sleep(50);
        }
    }

    @Test
    void failedHalfwayItSaysWhyAndTheNextRunGoesOn() {
        host.write("/no-space", "");
        var said = install(RUN);
        assertThat(said.exit()).as(said.toString()).isEqualTo(11);
        assertThat(said.err())
                .contains(
                        "ended with exit status 1",
                        "ERROR: Unable to write: No space left on device",
                        "(begun, and maybe half-done)",
                        LOG);
        host.delete("/no-space");
        assertThat(install(RUN).exit()).isZero();
    }

    @Test
    void aRestartInTheMiddleIsGoneOnFrom() {
        host.write("/sys/module/nouveau/refcnt", "0\n");
        var first = install(RUN);
        assertThat(first.exit()).as(first.toString()).isEqualTo(11);
        assertThat(first.out())
                .startsWith("Not finished: the host has to be restarted.")
                .contains("why: nouveau is loaded");
        assertThat(host.text("/boot/initrd.img")).contains("blacklist nouveau");
        assertThat(install(RUN).exit()).as("before the restart, still").isEqualTo(11);

        host.delete("/sys/module/nouveau");
        host.write("/wants-restart", "");
        var second = install(RUN);
        assertThat(second.exit()).as(second.toString()).isEqualTo(11);
        assertThat(second.out()).contains("why: a package that was installed asks for it");

        host.delete("/run/reboot-required");
        var third = install(RUN);
        assertThat(third.exit()).as(third.toString()).isZero();
        assertThat(third.out()).startsWith("Done:\n   1. load the driver's modules");
        assertThat(host.text("/installer-runs").lines()).hasSize(1);
    }

    @Test
    void theIommuIsSwitchedOnAndBackAgain() {
        host.delete("/sys/kernel/iommu_groups");
        var shown = vgpuctl("install", RUN, "--dry-run");
        assertThat(shown.out())
                .contains(
                        "warning: The IOMMU is off [no-iommu]",
                        "       - GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n",
                        "       + GRUB_CMDLINE_LINUX_DEFAULT=\"quiet intel_iommu=on iommu=pt\"\n");
        var said = install(RUN);
        assertThat(said.exit()).as(said.toString()).isEqualTo(11);
        assertThat(host.text("/boot/grub/grub.cfg"))
                .isEqualTo("linux /vmlinuz quiet intel_iommu=on iommu=pt\n");

        assertThat(vgpuctl("uninstall", "--yes").exit()).isZero();
        assertThat(host.text("/etc/default/grub")).isEqualTo(GRUB);
        assertThat(host.text("/boot/grub/grub.cfg")).isEqualTo("linux /vmlinuz quiet\n");
    }

    @Test
    void aBootLoaderThatRefusesLeavesItsFileAsItWas() {
        host.delete("/sys/kernel/iommu_groups");
        host.write("/no-grub", "");
        var said = install(RUN);
        assertThat(said.exit()).as(said.toString()).isEqualTo(7);
        assertThat(said.err())
                .contains("update-grub ended with exit status 1", "grub-probe: error");
        assertThat(host.text("/etc/default/grub")).isEqualTo(GRUB);
        assertThat(host.names("/etc/modprobe.d")).doesNotContain("vgpuctl-nouveau.conf");
        assertThat(host.names("/var/lib/vgpuctl/unfinished")).isEmpty();
    }

    @Test
    void headersThatTheDistributionDoesNotHaveAreNamed() {
        host.write("/no-headers", "");
        var said = install(RUN);
        assertThat(said.exit()).as(said.toString()).isEqualTo(7);
        assertThat(said.err()).contains("E: Unable to locate package linux-headers-" + KERNEL);
        assertThat(Files.exists(host.at("/installer-runs"))).isFalse();
    }

    @Test
    void anOlderDriverGivesWayAndDefinitionsStay() {
        for (var module : List.of("nvidia", "nvidia_vgpu_vfio")) {
            host.write("/sys/module/" + module + "/version", "535.161.05\n");
            host.write("/lib/modules/" + KERNEL + "/" + module + ".version", "535.161.05\n");
        }
        host.after("create", "P40-6Q", "--name", "desk", "--no-start");
        var definitions = host.names("/etc/mdevctl.d/" + SimulatedHost.GPU);
        var said = install(RUN);
        assertThat(said.exit()).as(said.toString()).isZero();
        assertThat(said.out()).contains("stop the driver's services", "'vgpuctl restore'");
        assertThat(host.text("/sys/module/nvidia/version")).isEqualTo("550.90.05\n");
        assertThat(host.names("/etc/mdevctl.d/" + SimulatedHost.GPU)).isEqualTo(definitions);
    }

    @Test
    void withVgpusActiveNothingIsTouched() {
        host.after("create", "P40-6Q", "--name", "desk");
        var before = host.state();
        for (var command :
                List.of(List.of("install", RUN, "--yes"), List.of("uninstall", "--yes"))) {
            var said = vgpuctl(command.toArray(String[]::new));
            assertThat(said.exit()).as(said.toString()).isEqualTo(4);
            assertThat(said.err()).contains("desk: 1 vGPU is active", "vgpuctl stop");
        }
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void whatIsNoDriverIsRefused() throws IOException {
        var files =
                Map.of(
                        "picture.run", "\u0089PNG",
                        "script.run", "#!/bin/sh\necho hello\n",
                        "broken.deb", "!<arch>\nhalf of it",
                        "empty.run", "");
        for (var file : files.entrySet()) {
            var path = SimulatedHost.fileWith(directory.resolve(file.getKey()), file.getValue());
            var said = install(path);
            assertThat(said.exit()).as(said.toString()).isEqualTo(2);
            assertThat(said.err()).contains(path + " is not a driver's package: ");
        }
        var guest = directory.resolve("NVIDIA-Linux-x86_64-550.90.07-grid.run");
        Files.writeString(guest, "#!/bin/sh\nexit 0\n");
        assertThat(install(guest.toString()).err()).contains("this is the driver for guests");
        assertThat(install("/no/such.run").exit()).isEqualTo(3);
        assertThat(install(directory.toString()).exit()).isEqualTo(2);
    }

    @Test
    void withoutAWordNothingIsDone() {
        var before = host.state();
        var said = vgpuctl("install", RUN);
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("nobody can be asked");
        assertThat(host.state()).isEqualTo(before);
    }
}
