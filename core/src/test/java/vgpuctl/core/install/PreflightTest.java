package vgpuctl.core.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vgpuctl.core.doctor.Finding;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.plan.SystemFile;
import vgpuctl.core.problem.Problem;

class PreflightTest {

    private final SampleFacts host = new SampleFacts();

    private Preflight preflight(DriverPackage driver, String... options) {
        var nothing =
                new HostSnapshot(
                        Reading.of("machine"),
                        Reading.of("boot"),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Reading.of(List.of()),
                        Optional.empty(),
                        List.of());
        return Preflight.install(host.facts(), nothing, driver, List.of(options));
    }

    private static List<String> rules(Preflight preflight) {
        return preflight.findings().stream().map(Finding::rule).map(rule -> rule.id()).toList();
    }

    private static DriverPackage named(String name) {
        var run = SampleFacts.run();
        return new DriverPackage(
                run.path(),
                run.format(),
                name,
                DriverPackage.edition(name),
                run.version(),
                run.architecture(),
                run.sizeMib());
    }

    @Test
    void aHostInOrderHasNothingInTheWay() {
        assertThat(preflight(SampleFacts.run()))
                .isEqualTo(new Preflight(List.of(), Optional.empty()));
    }

    @Test
    void driversForGuestsAndForWholeGpusAreRefused() {
        for (var name :
                List.of(
                        "NVIDIA-Linux-x86_64-550.90.07-grid",
                        "nvidia-linux-grid-510",
                        "NVIDIA-Linux-x86_64-550.90.07")) {
            assertThat(preflight(named(name)).obstacle())
                    .as(name)
                    .containsInstanceOf(Problem.BadInput.class)
                    .hasValueSatisfying(problem -> {
                        assertThat(problem.reason()).startsWith(name + ": this ");
                        assertThat(problem.wayOut()).contains("-vgpu-kvm", "nvidia-vgpu-ubuntu-");
                    });
        }
        for (var name :
                List.of(
                        "NVIDIA-Linux-x86_64-550.90.05-vgpu-kvm-custom",
                        "nvidia-vgpu-ubuntu-aie-550",
                        "NVIDIA-vGPU-rhel")) {
            assertThat(preflight(named(name)).obstacle()).as(name).isEmpty();
        }
    }

    @Test
    void eachObstacleIsNamed() {
        host.root = false;
        host.architecture = "aarch64";
        host.freeMib = 1000;
        host.secureBoot = true;
        host.distribution = new Distribution(Family.RHEL, "Rocky Linux 9.3", 9);
        assertThat(rules(preflight(SampleFacts.run())))
                .containsExactly(
                        "install-not-root",
                        "install-architecture",
                        "install-no-room",
                        "install-secure-boot");
        assertThat(preflight(SampleFacts.run()).obstacle())
                .containsInstanceOf(Problem.NotPermitted.class);
        assertThat(rules(preflight(SampleFacts.deb()))).contains("install-format");
    }

    @Test
    void underSecureBootAKeyLetsARunThrough() {
        host.secureBoot = true;
        var signed = preflight(SampleFacts.run(), "--module-signing-secret-key=/root/MOK.priv");
        assertThat(signed.obstacle()).isEmpty();
        assertThat(rules(signed)).containsExactly("install-secure-boot-key");
        assertThat(preflight(SampleFacts.deb()).obstacle()).isEmpty();
    }

    @Test
    void nouveauAndTheIommuAreMendedAndSaid() {
        host.nouveau = true;
        host.iommuGroups = 0;
        var preflight = preflight(SampleFacts.run());
        assertThat(preflight.obstacle()).isEmpty();
        assertThat(rules(preflight)).containsExactly("install-nouveau", "no-iommu");
        assertThat(preflight.findings().getLast().fix()).contains("options are added");
        host.options = List.of("intel_iommu=on", "iommu=pt");
        assertThat(preflight(SampleFacts.run()).findings().getLast().fix()).contains("firmware");
        host.options = List.of();
        host.loader = Optional.empty();
        assertThat(preflight(SampleFacts.run()).findings().getLast().fix())
                .contains("boot loader is none that is known");
    }

    @Test
    void aDriverThatCameTheOtherWayIsRemovedFirst() {
        host.uninstaller = true;
        host.installed = Optional.of("535.161.05");
        assertThat(preflight(SampleFacts.deb()).obstacle())
                .containsInstanceOf(Problem.Conflict.class)
                .hasValueSatisfying(
                        problem -> assertThat(problem.wayOut()).contains("vgpuctl uninstall"));
        assertThat(preflight(SampleFacts.run()).obstacle()).isEmpty();

        host.uninstaller = false;
        host.files.put(SystemFile.RECORD, InstallRecord.none().with(SampleFacts.deb()).text());
        assertThat(preflight(SampleFacts.run()).obstacle())
                .containsInstanceOf(Problem.Conflict.class);
        assertThat(preflight(SampleFacts.deb()).obstacle()).isEmpty();
    }
}
