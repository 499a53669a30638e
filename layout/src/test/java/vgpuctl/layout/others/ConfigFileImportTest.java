package vgpuctl.layout.others;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.others.Imported;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.layout.text.LayoutText;

/** The configuration files of NVIDIA's device managers. */
class ConfigFileImportTest {

    private static final Knowledge WITHOUT_HOST = MdevImportTest.WITHOUT_HOST;

    /** Two A100 with 80 GB and a T4. */
    private static final Knowledge HOST =
            new Knowledge(
                    Catalogue.ofProject(),
                    List.of(
                            MdevImportTest.gpu("0000:17:00.0", 0x20b5, List.of(), Map.of()),
                            MdevImportTest.gpu("0000:65:00.0", 0x1eb8, List.of(), Map.of()),
                            MdevImportTest.gpu("0000:ca:00.0", 0x20b5, List.of(), Map.of())));

    private static final String VGPUS =
            """
            version: v1
            vgpu-configs:
              default:
                - devices: all
                  vgpu-devices: {T4-4Q: 4}
              sliced:
                - device-filter: ["0x20B510DE"]
                  devices: all
                  vgpu-devices:
                    A100D-1-10C: 4
                    A100D-3-40C: 1
              second:
                - devices: [2]
                  vgpu-devices: {A100D-40C: 2}
            """;

    private static String yaml(Imported imported) {
        return LayoutText.yaml(imported.layout());
    }

    private static Optional<String> named(String name) {
        return Optional.of(name);
    }

    @Test
    void theDefaultConfigurationGoesToTheGpusThatHaveItsTypes() {
        var imported = VgpuDeviceManagerImport.read(VGPUS, Optional.empty(), HOST);

        assertThat(yaml(imported))
                .isEqualTo(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: "0000:65:00.0"
                            vgpus:
                              - name: t4-4q
                                type: T4-4Q
                                count: 4
                        """);
        assertThat(imported.notes())
                .containsExactly(
                        "the tool has no names for vGPUs: those of the layout were made up");
    }

    @Test
    void typesOfGpuInstancesPutTheGpuIntoMigMode() {
        assertThat(yaml(VgpuDeviceManagerImport.read(VGPUS, named("sliced"), HOST)))
                .isEqualTo(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: "0000:17:00.0"
                            mode: mig
                            vgpus:
                              - name: a100d-1-10c
                                type: A100D-1-10C
                                count: 4
                              - name: a100d-3-40c
                                type: A100D-3-40C
                          - gpu: "0000:ca:00.0"
                            mode: mig
                            vgpus:
                              - name: a100d-1-10c-gpu2
                                type: A100D-1-10C
                                count: 4
                              - name: a100d-3-40c-gpu2
                                type: A100D-3-40C
                        """);
    }

    @Test
    void indexesCountAllGpusOfTheHost() {
        assertThat(yaml(VgpuDeviceManagerImport.read(VGPUS, named("second"), HOST)))
                .contains("gpu: \"0000:ca:00.0\"")
                .doesNotContain("0000:17:00.0");
    }

    @Test
    void withoutTheHostTheTypesTellTheModel() {
        var imported = VgpuDeviceManagerImport.read(VGPUS, Optional.empty(), WITHOUT_HOST);

        assertThat(yaml(imported)).contains("model: Tesla T4", "index: 0");
        assertThat(imported.notes())
                .contains(
                        "'devices: all' was taken for the first Tesla T4: check the GPUs of the layout");
    }

    private static final String MIG =
            """
            version: v1
            mig-configs:
              off:
                - {devices: all, mig-enabled: false}
              mixed:
                - devices: [0]
                  mig-enabled: true
                  mig-devices: {"1g.10gb": 4, "3g.40gb": 1, "1c.2g.20gb": 2}
                - devices: [1]
                  mig-enabled: false
              filtered:
                - device-filter: "0x20B510DE"
                  devices: all
                  mig-enabled: true
                  mig-devices: {"7g.80gb": 1}
            """;

    @Test
    void migPartedsInstancesAreCarriedOver() {
        var imported = MigPartedImport.read(MIG, named("mixed"), HOST);

        assertThat(yaml(imported))
                .isEqualTo(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: "0000:17:00.0"
                            mode: mig
                            mig:
                              - profile: "1g.10gb"
                                count: 4
                              - profile: "3g.40gb"
                                count: 1
                            vgpus: []
                        """);
        assertThat(imported.notes())
                .containsExactly(
                        "'1c.2g.20gb' is left out: it cuts a GPU instance further, which is the VM's own"
                                + " affair",
                        "GPUs with 'mig-enabled: false' are left out: a layout lists what should be");
    }

    @Test
    void aFilterTellsTheModelWhereTheHostCannotBeAsked() {
        assertThat(yaml(MigPartedImport.read(MIG, named("filtered"), WITHOUT_HOST)))
                .contains("model: NVIDIA A100 PCIe 80GB / A100X converged");
        assertThat(MigPartedImport.read(MIG, named("mixed"), WITHOUT_HOST).notes())
                .contains(
                        "which GPUs are meant by 'devices: [0]' is not known without the host: it is left"
                                + " out");
    }

    private static Problem refused(String text, Optional<String> config) {
        var thrown =
                assertThatExceptionOfType(ProblemException.class)
                        .isThrownBy(() -> VgpuDeviceManagerImport.read(text, config, HOST));
        return thrown.actual().problem();
    }

    @Test
    void aConfigurationThatIsNotThereIsNotFound() {
        assertThat(refused(VGPUS, named("slices")))
                .isEqualTo(
                        new Problem.NotFound(
                                "the file has no configuration 'slices'", "it has sliced"));
    }

    @Test
    void mistakesOfTheFileAreToldWithTheirPlace() {
        var text =
                """
                version: v1
                vgpu-configs:
                  a:
                    - devices: some
                      vgpu-devices: {T4-4Q: 0}
                    - vgpu-device: {}
                """;

        assertThat(refused(text, Optional.empty()).reason().lines())
                .containsExactly(
                        "line 4, column 16: 'devices' cannot be 'some'; it can be all",
                        "line 5, column 29: 'T4-4Q' cannot be '0'; it is a whole number from 1 to 1000",
                        "line 6, column 7: unknown key 'vgpu-device' in an entry; did you mean"
                                + " 'vgpu-devices'?",
                        "line 6, column 7: an entry needs 'devices'; add 'devices: …'");
        assertThat(refused("a: [", Optional.empty())).isInstanceOf(Problem.BadInput.class);
        assertThat(refused("version: v1", Optional.empty()).reason())
                .isEqualTo("the file has no 'vgpu-configs'");
    }
}
