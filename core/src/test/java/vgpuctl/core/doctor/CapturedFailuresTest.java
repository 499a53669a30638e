package vgpuctl.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.core.doctor.rule.Rules;

/** What real hosts said when something was wrong, and when nothing was. */
class CapturedFailuresTest {

    private static final Path CORPUS =
            Path.of("").toAbsolutePath().resolve("../../shared/corpus").normalize();

    /** Captures of the runbook's host in which something is wrong. */
    private static final Set<String> WRONG =
            Set.of(
                    "systemctl_staus_nvidia-vgpud_output",
                    "journalctl_-u_nvidia-vgpu-mgr",
                    "nvidia-vgpu-mgr_add_vgpu_err",
                    "virsh_start_vm_error",
                    "virsh_start_vm_error_again",
                    "cleanup_vgpu_err",
                    "nvidia-smi_vgpu_-q_output",
                    "restart_nvidia-vgpu-mgr_found_left-over_process");

    @BeforeEach
    void onlyWhereTheCapturesAre() {
        assumeTrue(Files.isDirectory(CORPUS), "the captures of real hosts are not there");
    }

    /** Without a finding: a capture that ends before its error, and one with nothing wrong. */
    @ParameterizedTest
    @CsvSource({
        "build-follow_pfn-kernel612.log, kernel-too-new",
        "dmesg-vgpu-vfio-start-failed-timeout.log, manager-not-reached",
        "dmesg-vgpu-vfio-start-failed.log, vgpu-start-failed",
        "generic-mdev-create-no-space-left.log, create-no-room",
        "gridd-maximum-buffer-size-exceeded.log, licence-trusted-store",
        "guest-nvidia-smi-q-unlicensed.txt, guest-unlicensed",
        "guest-nvml-unknown-error.log, nvml-unknown-error",
        "guest-nvrm-gpu-not-supported-by-driver-release.log, card-not-for-this-driver",
        "libvirt-display-on-needs-graphics.log, display-without-graphics",
        "libvirt-double-use-of-pci-address.log, double-pci-address",
        "libvirt-mediated-device-not-found.log, mdev-not-found",
        "libvirt-migrate-non-usb-host-devices.log, migration-refused",
        "lxd-vms-cannot-match-multiple-gpus.log, lxd-many-gpus",
        "mdevctl-autostart-not-found-at-boot.log, mdevctl-not-at-boot",
        "mdevctl-debug-start-os-error-22.log, ''",
        "mdevctl-types-empty-unraid-unsupported-gpu.log, no-types",
        "mig-parted-after-sriov-invalid-argument.log, mig-tool-counts-functions",
        "nvidia-installer-dkms-build-failed-460.log, dkms-build-failed",
        "nvidia-installer-unable-to-load-vgpu-vfio-short.log, vfio-module-not-loaded",
        "nvidia-ko-load-failure-generic.log, nvidia-module-not-loaded",
        "nvidia-smi-vgpu-no-supported-devices.log, no-device-in-vgpu-mode",
        "p10-after-module-reload-no-devices.log, no-devices-found",
        "p10-reset-nvidia-smi-unknown-error.log, gpu-handle-lost",
        "proxmox-group-64-io-error-duplicate-uuid.log, qemu-group-error",
        "qemu-error-getting-device-from-group-rhel.log, qemu-group-error",
        "qemu-failed-to-read-device-config-space.log, qemu-config-space",
        "qemu-group-not-viable.log, group-not-viable",
        "second-vm-start-failed-rtx4000-4x-nvidia-260.log, vgpu-start-failed",
        "sriov-not-enough-mmio-resources-generic.log, sriov-not-enough-mmio",
        "vgpu-mgr-c2c-info-failed-unlock.txt, fractional-multi-vgpu-refused",
        "vgpu-mgr-ecc-query-failed-450.log, ecc-unknown",
        "vgpu-mgr-error-setting-vgpu-configuration.log, configuration-refused",
        "vgpu-mgr-failed-to-initialize-rm-client.log, rm-client-failed",
        "vgpu-mgr-incompatible-guest-host-drivers.txt, guest-newer-than-host",
        "vgpu-mgr-no-vm-uuid-in-qemu-cmdline.log, no-vm-uuid",
        "vgpu-mgr-nvos-status-0x56-assertion.log, rm-not-supported",
        "vgpu-mgr-relaunch-after-guest-stop-131.log, shim-tracing",
        "vgpu-mgr-vgx-capable-boards.log, not-vgx-capable",
        "vgpu-mgr-xid43-450.txt, guest-channel-error",
        "vgpu-unlock-rs-VgpuStart-510.log, unlock-shim",
        "vgpud-full-type-dump-p40-460.log, ''",
        "vgpud-gpu-not-supported-rtx2060-r525.log, card-not-in-driver-list",
        "vgpud-start-rtx6000-physical-gpu-460.log, unlock-shim",
    })
    void aKnownFailureIsFoundFirstAndAlone(String file, String rule) throws IOException {
        var findings = diagnosis(List.of(CORPUS.resolve("errors").resolve(file))).findings();

        assertThat(findings.stream().map(finding -> finding.rule().id()).findFirst().orElse(""))
                .isEqualTo(rule);
        assertThat(findings.stream().skip(1))
                .noneMatch(other -> other.severity().isWorseThan(Severity.NOTICE));
    }

    @Test
    void everyCapturedFailureIsInTheTable() throws IOException, NoSuchMethodException {
        var table =
                CapturedFailuresTest.class
                        .getDeclaredMethod(
                                "aKnownFailureIsFoundFirstAndAlone", String.class, String.class)
                        .getAnnotation(CsvSource.class)
                        .value();
        assertThat(Stream.of(table).map(row -> row.substring(0, row.indexOf(','))))
                .containsExactlyInAnyOrderElementsOf(names(CORPUS.resolve("errors")));
    }

    @Test
    void aHealthyCaptureRaisesNoAlarm() throws IOException {
        var alarms = new ArrayList<String>();
        for (var file : files(CORPUS)) {
            if (!file.startsWith(CORPUS.resolve("errors")) && !WRONG.contains(name(file))) {
                diagnosis(List.of(file)).findings().stream()
                        .filter(finding -> finding.severity().isWorseThan(Severity.NOTICE))
                        .forEach(finding -> alarms.add(file + ": " + finding));
            }
        }
        assertThat(alarms).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "systemctl_staus_nvidia-vgpud_output, card-not-in-driver-list",
        "journalctl_-u_nvidia-vgpu-mgr, multiple-vgpus-in-vm",
        "nvidia-vgpu-mgr_add_vgpu_err, vgpu-did-not-initialise",
        "virsh_start_vm_error, qemu-group-error",
        "virsh_start_vm_error_again, qemu-group-error",
        "cleanup_vgpu_err, qemu-group-error",
        "nvidia-smi_vgpu_-q_output, leftover-vgpu",
        "restart_nvidia-vgpu-mgr_found_left-over_process, leftover-manager-process",
        "guest/nvidia-gridd_log_err, licence-feature-not-found",
    })
    void eachCaptureOfTheRunbookSaysWhatItShows(String file, String rule) throws IOException {
        var host = CORPUS.resolve("p10-ubuntu2204-r510");

        var first = diagnosis(List.of(host.resolve(file))).findings().getFirst();

        assertThat(first.rule().id()).isEqualTo(rule);
    }

    @Test
    void theRunbooksWholeHostHasItsThreeRootCausesInTheOrderInWhichToAct() throws IOException {
        var findings = diagnosis(files(CORPUS.resolve("p10-ubuntu2204-r510"))).findings();

        var errors = findings.stream().filter(found -> found.severity() == Severity.ERROR).toList();
        assertThat(errors)
                .extracting(found -> found.rule().id())
                .containsExactly(
                        "card-not-in-driver-list", "multiple-vgpus-in-vm", "leftover-vgpu");
        assertThat(errors.get(0).about()).isEqualTo("0000:82:00.0 (10de:1b39)");
        assertThat(errors.get(0).evidence().getFirst().text())
                .contains("GPU not supported by vGPU at PCI Id: 0:82:0:0");
        assertThat(errors.get(1).about()).isEqualTo("33485650-079b-11ee-9fca-8f6415d2734c");
        assertThat(errors.get(1).evidence().getFirst().text())
                .contains("init_device_instance failed for inst 1 with error 1");
        assertThat(errors.get(2).evidence())
                .extracting(Evidence::text)
                .anyMatch(text -> text.contains("00000000-0000-0000-0000-000000000000"));
        assertThat(folded(errors.get(1))).contains("qemu-group-error", "vgpu-did-not-initialise");
        assertThat(folded(errors.get(2))).contains("qemu-group-error", "leftover-manager-process");
        assertThat(findings)
                .filteredOn(found -> found.rule().id().equals("unlock-shim"))
                .extracting(Finding::about)
                .allMatch(about -> about.startsWith("10de:1b39 shown as 10de:1b38"))
                .hasSize(1);
    }

    private static Set<String> folded(Finding finding) {
        var ids = new TreeSet<String>();
        for (var child : finding.explains()) {
            ids.add(child.rule().id());
            ids.addAll(folded(child));
        }
        return ids;
    }

    private static Diagnosis diagnosis(List<Path> files) throws IOException {
        var examination = Rules.examination();
        for (var file : files) {
            var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            examination.read(
                    new Source(CORPUS.relativize(file).toString(), TextKind.of(text)), text);
        }
        return examination.diagnosis();
    }

    private static List<Path> files(Path directory) {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Path directory) {
        return files(directory).stream().map(CapturedFailuresTest::name).toList();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
