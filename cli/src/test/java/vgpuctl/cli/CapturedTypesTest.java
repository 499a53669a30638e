package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;

/** The simulated Tesla P10 beside the real one, where its capture lies beside the checkout. */
class CapturedTypesTest {

    private static final Path CAPTURE =
            Path.of("")
                    .toAbsolutePath()
                    .resolve("../../shared/corpus/p10-ubuntu2204-r510/mdevctl_types_output")
                    .normalize();

    /** As {@code mdevctl types} prints a type. */
    private static final Pattern TYPE =
            Pattern.compile(
                    """
                      (nvidia-\\d+)
                        Available instances: (\\d+)
                        Device API: vfio-pci
                        Name: (.+)
                        Description: (.+)
                    """);

    @Test
    void theSimulatedCardHasTheTypesOfTheRealOne(@TempDir Path directory) throws IOException {
        assumeTrue(Files.exists(CAPTURE), "the captures of real hosts are not there");
        var real = new TreeMap<String, String>();
        for (var type : TYPE.matcher(Files.readString(CAPTURE)).results().toList()) {
            real.put(
                    type.group(1), type.group(3) + ": " + type.group(4) + "; now " + type.group(2));
        }
        assertThat(real).hasSize(25);
        assertThat(simulated(directory)).isEqualTo(real);
    }

    private static Map<String, String> simulated(Path directory) {
        var said = SimulatedHost.withOneCard(directory).vgpuctl("types", "--output", "json").out();
        var types = new TreeMap<String, String>();
        for (var gpu : object(JsonReader.read(said)).array("gpus").orElseThrow().items()) {
            for (var type : object(gpu).array("types").orElseThrow().items()) {
                var json = object(type);
                types.put(
                        json.string("id").orElseThrow(),
                        "%s: num_heads=%d, frl_config=%d, framebuffer=%dM, max_resolution=%s, max_instance=%d; now %d"
                                .formatted(
                                        json.string("name").orElseThrow(),
                                        json.wholeNumber("heads").orElseThrow(),
                                        json.wholeNumber("framesPerSecond").orElseThrow(),
                                        json.wholeNumber("framebufferMib").orElseThrow(),
                                        json.string("maxResolution").orElseThrow(),
                                        json.wholeNumber("max").orElseThrow(),
                                        json.wholeNumber("creatable").orElseThrow()));
            }
        }
        return types;
    }

    private static JsonObject object(Object json) {
        assertThat(json).isInstanceOf(JsonObject.class);
        return (JsonObject) json;
    }
}
