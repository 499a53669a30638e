package vgpuctl.layout.others;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vgpuctl.layout.text.LayoutText;

/** What a real host kept, where the captures lie beside the checkout. */
class CapturedStateTest {

    private static final Path HOST =
            Path.of("")
                    .toAbsolutePath()
                    .resolve("../../shared/corpus/p10-ubuntu2204-r510")
                    .normalize();

    @BeforeEach
    void onlyWhereTheCapturesAre() {
        assumeTrue(Files.isDirectory(HOST), "the captures of real hosts are not there");
    }

    @Test
    void nodeDevicesAndTheHostdevsThatUseThemAreOneLayout() throws IOException {
        var state = new MdevImport(MdevImportTest.WITHOUT_HOST);
        for (var i = 1; i <= 4; i++) {
            state.nodeDevice(Files.readString(HOST.resolve("vgpu_" + i + ".yaml")));
        }
        state.domain(
                "<domain><name>vm</name><devices>"
                        + Files.readString(HOST.resolve("libvirt_vgpu.xml"))
                        + "</devices></domain>");
        var layout = state.layout().layout();

        assertThat(layout.gpus()).hasSize(1);
        assertThat(layout.gpus().getFirst().vgpus())
                .hasSize(4)
                .allSatisfy(vgpu -> assertThat(vgpu.holders().vms()).containsExactly("vm"));
        assertThat(LayoutText.yaml(layout)).contains("gpu: \"0000:82:00.0\"", "type: P40-6Q");
    }
}
