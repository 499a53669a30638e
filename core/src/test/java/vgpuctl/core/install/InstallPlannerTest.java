package vgpuctl.core.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vgpuctl.core.plan.Purpose;
import vgpuctl.core.plan.Step;
import vgpuctl.core.plan.SystemFile;

class InstallPlannerTest {

    private static final String GRUB =
            """
            GRUB_TIMEOUT=5
            GRUB_CMDLINE_LINUX_DEFAULT="quiet splash" # ours
            GRUB_CMDLINE_LINUX=""
            """;

    private final SampleFacts host = new SampleFacts();

    @Test
    void aBareHostGetsItAllInOrder() {
        assertThat(SampleFacts.words(host.install(SampleFacts.run())))
                .containsExactly(
                        "install gcc make dkms linux-headers-6.1.0-18-amd64: env"
                                + " DEBIAN_FRONTEND=noninteractive apt-get install --yes gcc make"
                                + " dkms linux-headers-6.1.0-18-amd64",
                        "write /etc/modprobe.d/vgpuctl-nouveau.conf and run update-initramfs -u",
                        "install the driver 550.90.05: sh"
                                + " /root/NVIDIA-Linux-x86_64-550.90.05-vgpu-kvm.run --silent"
                                + " --dkms",
                        "write /var/lib/vgpuctl/driver.json",
                        "load the driver's modules 550.90.05: modprobe --all nvidia"
                                + " nvidia_vgpu_vfio",
                        "start the driver's services, now and at each start of the host:"
                                + " systemctl enable --now nvidia-vgpud.service"
                                + " nvidia-vgpu-mgr.service");
    }

    @Test
    void whereItRunsNothingIsLeft() {
        assertThat(SampleFacts.installed(SampleFacts.run()).install(SampleFacts.run())).isEmpty();
        assertThat(SampleFacts.installed(SampleFacts.deb()).install(SampleFacts.deb())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DEBIAN,  6.1.0-18-amd64,        linux-headers-6.1.0-18-amd64",
        "UBUNTU,  5.15.0-73-generic,     linux-headers-5.15.0-73-generic",
        "PROXMOX, 6.2.16-20-pve,         pve-headers-6.2.16-20-pve",
        "PROXMOX, 6.5.13-1-pve,          proxmox-headers-6.5.13-1-pve",
        "PROXMOX, 6.8.4-2-pve,           proxmox-headers-6.8.4-2-pve",
        "RHEL,    5.14.0-362.el9.x86_64, kernel-devel-5.14.0-362.el9.x86_64"
    })
    void theHeadersAreThoseOfTheRunningKernel(Family family, String kernel, String name) {
        assertThat(family.headers(kernel)).isEqualTo(name);
    }

    @Test
    void rhelHasOtherToolsAndNoDkms() {
        host.distribution = new Distribution(Family.RHEL, "Rocky Linux 9.3", 9);
        host.kernel = "5.14.0-362.el9.x86_64";
        host.iommuGroups = 0;
        host.files.put(SystemFile.GRUB_DEFAULTS, GRUB);
        assertThat(SampleFacts.words(host.install(SampleFacts.run(), "-m=kernel")))
                .contains(
                        "install gcc make kernel-devel-5.14.0-362.el9.x86_64: dnf install"
                                + " --assumeyes gcc make kernel-devel-5.14.0-362.el9.x86_64",
                        "write /etc/modprobe.d/vgpuctl-nouveau.conf and run dracut --force",
                        "change /etc/default/grub and run grub2-mkconfig -o /boot/grub2/grub.cfg"
                                + " --update-bls-cmdline",
                        "install the driver 550.90.05: sh"
                                + " /root/NVIDIA-Linux-x86_64-550.90.05-vgpu-kvm.run --silent"
                                + " -m=kernel");
        host.distribution = new Distribution(Family.RHEL, "RHEL 8.9", 8);
        assertThat(SampleFacts.words(host.install(SampleFacts.run())))
                .contains(
                        "change /etc/default/grub and run grub2-mkconfig -o"
                                + " /boot/grub2/grub.cfg");
    }

    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"DEBIAN", "UBUNTU", "PROXMOX"})
    void aDebIsInstalledByTheDistributionsOwnTool(Family family) {
        host.distribution = new Distribution(family, "x", 0);
        assertThat(SampleFacts.words(host.install(SampleFacts.deb())))
                .contains(
                        "install the driver 550.90.05: env DEBIAN_FRONTEND=noninteractive apt-get"
                                + " install --yes"
                                + " /root/nvidia-vgpu-ubuntu-550_550.90.05_amd64.deb");
    }

    @Test
    void onlyWhatIsMissingIsInstalled() {
        host.lacking = EnumSet.of(Prerequisite.HEADERS);
        assertThat(SampleFacts.words(host.install(SampleFacts.run())))
                .first()
                .asString()
                .startsWith("install linux-headers-6.1.0-18-amd64: ");
    }

    @Test
    void withNouveauLoadedTheHostIsRestartedBeforeTheInstaller() {
        host.nouveau = true;
        var words = SampleFacts.words(host.install(SampleFacts.run()));
        assertThat(words.get(2)).startsWith("restart: nouveau is loaded");
        assertThat(words.get(3)).startsWith("install the driver");
    }

    @Test
    void theIommuIsSwitchedOnForTheNextStart() {
        host.iommuGroups = 0;
        host.files.put(SystemFile.GRUB_DEFAULTS, GRUB);
        var stages = host.install(SampleFacts.run());
        assertThat(SampleFacts.words(stages))
                .contains("change /etc/default/grub and run update-grub")
                .last()
                .isEqualTo("restart: the IOMMU is off; the next start has the options for it");
        assertThat(after(stages, SystemFile.GRUB_DEFAULTS))
                .hasValue(GRUB.replace("quiet splash", "quiet splash intel_iommu=on iommu=pt"));
        assertThat(after(stages, SystemFile.RECORD).flatMap(InstallRecord::parse))
                .hasValueSatisfying(record ->
                        assertThat(record.kernelOptions())
                                .containsExactly("intel_iommu=on", "iommu=pt"));
    }

    /** The first change of a file. */
    private static Optional<String> after(List<Stage> stages, SystemFile file) {
        return stages.stream()
                .flatMap(stage -> stage.steps().stream())
                .filter(Step.ChangeSystemFile.class::isInstance)
                .map(Step.ChangeSystemFile.class::cast)
                .filter(step -> step.file() == file)
                .findFirst()
                .flatMap(Step.ChangeSystemFile::after);
    }

    @ParameterizedTest
    @CsvSource({
        "SYSTEMD_BOOT, kernel-install add 6.1.0-18-amd64 /lib/modules/6.1.0-18-amd64/vmlinuz",
        "PROXMOX_BOOT, proxmox-boot-tool refresh"
    })
    void systemdBootHasItsOptionsInAFileOfTheirOwn(BootLoader loader, String tool) {
        host.iommuGroups = 0;
        host.intel = false;
        host.loader = Optional.of(loader);
        host.files.put(SystemFile.KERNEL_COMMAND_LINE, "root=ZFS=rpool/ROOT boot=zfs\n");
        var stages = host.install(SampleFacts.run());
        assertThat(SampleFacts.words(stages))
                .contains("change /etc/kernel/cmdline and run " + tool);
        assertThat(after(stages, SystemFile.KERNEL_COMMAND_LINE))
                .hasValue("root=ZFS=rpool/ROOT boot=zfs iommu=pt\n");
    }

    @Test
    void optionsThatAreThereAreNotAddedAgain() {
        host.iommuGroups = 0;
        host.files.put(SystemFile.GRUB_DEFAULTS, GRUB.replace("splash", "intel_iommu=on iommu=pt"));
        assertThat(SampleFacts.words(host.install(SampleFacts.run())))
                .noneMatch(words -> words.contains("grub"))
                .last()
                .asString()
                .startsWith("restart: ");
        host.options = List.of("quiet", "intel_iommu=on", "iommu=pt");
        assertThat(SampleFacts.words(host.install(SampleFacts.run())))
                .as("another restart brings nothing: the firmware keeps it off")
                .noneMatch(words -> words.startsWith("restart: "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GRUB_CMDLINE_LINUX_DEFAULT=quiet         | GRUB_CMDLINE_LINUX_DEFAULT=\"quiet a=1\"",
                "GRUB_CMDLINE_LINUX_DEFAULT='quiet'       | GRUB_CMDLINE_LINUX_DEFAULT='quiet a=1'",
                "GRUB_CMDLINE_LINUX_DEFAULT=\"\"          | GRUB_CMDLINE_LINUX_DEFAULT=\"a=1\"",
                "GRUB_CMDLINE_LINUX_DEFAULT=\"q\" # \"x\" | GRUB_CMDLINE_LINUX_DEFAULT=\"q a=1\" # \"x\"",
                "#GRUB_CMDLINE_LINUX_DEFAULT=x            | #GRUB_CMDLINE_LINUX_DEFAULT=x~GRUB_CMDLINE_LINUX_DEFAULT=\"a=1\""
            })
    void grubsLineIsWrittenInManyWays(String before, String after) {
        assertThat(BootLoader.GRUB.adding(before + "\n", List.of("a=1")))
                .isEqualTo(after.replace("~", "\n") + "\n");
    }

    @Test
    void whatWasBegunIsDoneAgain() {
        var begun = SampleFacts.installed(SampleFacts.run());
        begun.unfinished = Set.of(Purpose.INSTALL);
        assertThat(SampleFacts.words(begun.install(SampleFacts.run())))
                .singleElement()
                .asString()
                .startsWith("install the driver 550.90.05");
    }

    @Test
    void aPackageThatAsksForARestartGetsItBeforeTheModules() {
        var facts = SampleFacts.installed(SampleFacts.deb());
        facts.loaded = Optional.empty();
        facts.manager = false;
        facts.wantsRestart = true;
        assertThat(SampleFacts.words(facts.install(SampleFacts.deb())))
                .first()
                .isEqualTo("restart: a package that was installed asks for it");
    }

    @Test
    void anUpgradeUnloadsTheOldDriverFirst() {
        var facts = SampleFacts.installed(SampleFacts.run());
        facts.installed = Optional.of("535.161.05");
        facts.loaded = facts.installed;
        var words = SampleFacts.words(facts.install(SampleFacts.run()));
        assertThat(words.get(0))
                .isEqualTo(
                        "stop the driver's services: systemctl stop nvidia-vgpu-mgr.service"
                                + " nvidia-vgpud.service");
        assertThat(words.get(1))
                .isEqualTo(
                        "unload the driver's modules: modprobe --remove --all nvidia_vgpu_vfio"
                                + " nvidia");
        assertThat(words.get(2)).startsWith("install the driver 550.90.05");
        assertThat(InstallPlanner.isUpgrade(facts.facts(), SampleFacts.run())).isTrue();
    }

    @Test
    void uninstallTakesBackWhatInstallDid() {
        var facts = SampleFacts.installed(SampleFacts.deb());
        facts.files.put(
                SystemFile.GRUB_DEFAULTS,
                GRUB.replace("quiet splash", "quiet splash intel_iommu=on iommu=pt"));
        facts.files.put(
                SystemFile.RECORD,
                InstallRecord.none()
                        .with(SampleFacts.deb())
                        .adding(List.of("intel_iommu=on", "iommu=pt"))
                        .text());
        var stages = facts.uninstall();
        assertThat(SampleFacts.words(stages))
                .containsExactly(
                        "stop the driver's services: systemctl stop nvidia-vgpu-mgr.service"
                                + " nvidia-vgpud.service",
                        "unload the driver's modules: modprobe --remove --all nvidia_vgpu_vfio"
                                + " nvidia",
                        "remove the driver nvidia-vgpu-ubuntu-550: env"
                                + " DEBIAN_FRONTEND=noninteractive apt-get remove --yes"
                                + " nvidia-vgpu-ubuntu-550",
                        "change /etc/default/grub and run update-grub",
                        "delete /etc/modprobe.d/vgpuctl-nouveau.conf and run update-initramfs -u",
                        "delete /var/lib/vgpuctl/driver.json");
        assertThat(after(stages, SystemFile.GRUB_DEFAULTS)).hasValue(GRUB);
        assertThat(new SampleFacts().uninstall()).isEmpty();
    }

    @Test
    void theDriverOfARunHasAnUninstaller() {
        assertThat(SampleFacts.words(SampleFacts.installed(SampleFacts.run()).uninstall()))
                .contains(
                        "remove the driver NVIDIA-Linux-x86_64-550.90.05-vgpu-kvm: nvidia-uninstall"
                                + " --silent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ID=debian~VERSION_ID=\"12\"                     | false | DEBIAN  | 12",
                "ID=debian~VERSION_ID=\"12\"                     | true  | PROXMOX | 12",
                "ID=ubuntu~ID_LIKE=debian~VERSION_ID=\"22.04\"   | false | UBUNTU  | 22",
                "ID=linuxmint~ID_LIKE=\"ubuntu debian\"          | false | UBUNTU  | 0",
                "ID=\"rhel\"~ID_LIKE=\"fedora\"~VERSION_ID=\"9.3\" | false | RHEL  | 9",
                "ID=\"rocky\"~ID_LIKE=\"rhel centos fedora\"~VERSION_ID=\"8.9\" | false | RHEL | 8",
                "ID=fedora~VERSION_ID=41                         | false | RHEL    | 41"
            })
    void distributionsAreToldApart(String text, boolean isProxmox, Family family, int version) {
        assertThat(Distribution.of(text.replace("~", "\n"), isProxmox))
                .hasValueSatisfying(known -> {
                    assertThat(known.family()).isEqualTo(family);
                    assertThat(known.version()).isEqualTo(version);
                });
    }

    @Test
    void othersAreNotKnown() {
        assertThat(Distribution.of("ID=arch\n", false)).isEmpty();
        assertThat(Distribution.of("", false)).isEmpty();
    }
}
