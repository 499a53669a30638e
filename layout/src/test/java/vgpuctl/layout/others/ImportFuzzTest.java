package vgpuctl.layout.others;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.layout.ReadLayout;
import vgpuctl.core.others.Imported;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.layout.text.LayoutText;
import vgpuctl.layout.text.MutatedText;

/** Whatever others' files hold: a layout comes of it that can be written and read, or a refusal. */
class ImportFuzzTest {

    private static final String UUID = "11111111-2222-4333-8444-555555555501";

    private static Imported mdevs(Consumer<MdevImport> read) {
        var state = new MdevImport(MdevImportTest.WITHOUT_HOST);
        read.accept(state);
        // A second look at the device, so that a domain's VM has something to be of.
        state.devCtl("0000:82:00.0 nvidia " + UUID + " nvidia-50\n");
        return state.layout();
    }

    private static SequencedMap<String, Function<String, Imported>> importers() {
        var importers = new LinkedHashMap<String, Function<String, Imported>>();
        importers.put(
                "[{\"0000:82:00.0\": [{\""
                        + UUID
                        + "\": {\"mdev_type\": \"nvidia-50\","
                        + " \"start\": \"auto\", \"attrs\": [{\"nvidia/vgpu_params\": \"a=1,b=2\"}]}}]}]",
                text -> mdevs(state -> state.mdevctlDump(text)));
        importers.put(
                "{\"mdev_type\": \"nvidia-50\", \"start\": \"manual\", \"attrs\": []}",
                text -> mdevs(state -> state.mdevctlDefinition("0000:82:00.0", UUID, text)));
        importers.put(
                "<device><path>/x</path><parent>pci_0000_82_00_0</parent><capability type='mdev'>"
                        + "<type id='nvidia-50'/><uuid>"
                        + UUID
                        + "</uuid>"
                        + "<attr name='nvidia/vgpu_params' value='a=1'/></capability></device>",
                text -> mdevs(state -> state.nodeDevice(text)));
        importers.put(
                "<domain><name>vm</name><devices><hostdev type='mdev'><source><address uuid='"
                        + UUID
                        + "'/></source></hostdev></devices></domain>",
                text -> mdevs(state -> state.domain(text)));
        importers.put(
                "# saved\n0000:82:00.0\tnvidia\t" + UUID + "\tnvidia-50\n0000:83:00.0\tvfio-pci\n",
                text -> mdevs(state -> state.devCtl(text)));
        importers.put(
                """
                version: v1
                vgpu-configs:
                  a:
                    - devices: all
                      vgpu-devices:
                        T4-4Q: 4
                        A40-8Q: 1
                """,
                text ->
                        VgpuDeviceManagerImport.read(
                                text, Optional.empty(), MdevImportTest.WITHOUT_HOST));
        importers.put(
                """
                version: v1
                mig-configs:
                  a:
                    - device-filter: '0x20B510DE'
                      devices: [0, 1]
                      mig-enabled: true
                      mig-devices: {1g.10gb: 4}
                """,
                text -> MigPartedImport.read(text, Optional.empty(), MdevImportTest.WITHOUT_HOST));
        return importers;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void brokenTextsGiveALayoutOrARefusal(long seed) {
        var mutated = new MutatedText(seed);
        var read = new AtomicInteger();
        importers()
                .forEach((text, importer) -> {
                    for (var i = 0; i < 150; i++) {
                        var broken = mutated.of(text);
                        assertTimeoutPreemptively(
                                Duration.ofSeconds(20),
                                () -> {
                                    try {
                                        check(importer.apply(broken), broken);
                                        read.incrementAndGet();
                                    } catch (ProblemException e) {
                                        assertThat(e.problem().reason()).isNotBlank();
                                    }
                                },
                                broken);
                    }
                });
        assertThat(read.get()).isBetween(300, 1040);
    }

    private static void check(Imported imported, String text) {
        var yaml = LayoutText.yaml(imported.layout());
        assertThat(LayoutText.read(yaml))
                .as(text)
                .isInstanceOfSatisfying(
                        ReadLayout.Understood.class,
                        again -> assertThat(again.layout()).isEqualTo(imported.layout()));
    }
}
