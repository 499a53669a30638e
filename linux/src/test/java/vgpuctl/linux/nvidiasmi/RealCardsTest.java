package vgpuctl.linux.nvidiasmi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.inventory.Partition.Mig;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.live.LiveGpu;
import vgpuctl.core.live.LiveGpu.FrameBuffer;
import vgpuctl.core.live.LiveGpu.Switch;
import vgpuctl.core.live.Percent;
import vgpuctl.linux.HandMadeHost;
import vgpuctl.linux.command.Commands.Result;
import vgpuctl.linux.sysfs.GpuReader;

/**
 * Figures of real cards, read from NVML and from nvidia-smi at the same moment.
 *
 * <p>Each folder is what {@code scripts/nvml-probe} kept on a machine with that card and driver
 * 580.159.04; its serial number, UUID and process name were replaced.
 */
class RealCardsTest {

    private static final long MIB = 1L << 20;

    private record Seen(LiveGpu before, JsonObject read, LiveGpu after) {

        static Seen of(String folder) {
            return new Seen(
                    smi(text(folder, "before.xml")),
                    nvml(text(folder, "vgpuctl.json")),
                    smi(text(folder, "after.xml")));
        }

        /** From the lower to the higher of what nvidia-smi said before and after. */
        void within(long value, Function<LiveGpu, Reading<Long>> figure, long slack) {
            var first = known(figure.apply(before));
            var second = known(figure.apply(after));
            assertThat(value)
                    .isBetween(Math.min(first, second) - slack, Math.max(first, second) + slack);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h200-idle", "h100-busy"})
    void bothWaysTellTheSame(String folder) {
        var seen = Seen.of(folder);
        var body = seen.before.body();

        assertThat(seen.read.string("name")).contains(known(seen.before.name()));
        assertThat(seen.read.string("uuid")).contains(known(seen.before.uuid()));
        var memory = seen.read.object("framebuffer").orElseThrow();
        // nvidia-smi rounds up.
        assertThat(memory.wholeNumber("total").orElseThrow())
                .isBetween(
                        known(body.framebuffer()).total() - MIB, known(body.framebuffer()).total());
        seen.within(
                memory.wholeNumber("used").orElseThrow(),
                gpu -> gpu.body().framebuffer().map(FrameBuffer::used),
                MIB);
        seen.within(number(seen, "temperatureCelsius"), gpu -> celsius(gpu), 1);
        seen.within(number(seen, "powerMilliwatts"), gpu -> gpu.body().powerMilliwatts(), 2_000);
        seen.within(
                number(seen, "powerLimitMilliwatts"), gpu -> gpu.body().powerLimitMilliwatts(), 0);
    }

    @ParameterizedTest
    @CsvSource({"h200-idle, 0", "h100-busy, 4"})
    void useIsTheSameWithinWhatChanges(String folder, int change) {
        var seen = Seen.of(folder);
        var use = seen.read.object("use").orElseThrow();

        seen.within(use.wholeNumber("sm").orElseThrow(), gpu -> percent(gpu.use().sm()), change);
        seen.within(
                use.wholeNumber("memory").orElseThrow(),
                gpu -> percent(gpu.use().memory()),
                change);
        seen.within(
                use.wholeNumber("encoder").orElseThrow(), gpu -> percent(gpu.use().encoder()), 0);
        seen.within(
                use.wholeNumber("decoder").orElseThrow(), gpu -> percent(gpu.use().decoder()), 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h200-idle", "h100-busy"})
    void theModesAreTheSame(String folder) {
        var seen = Seen.of(folder);

        assertThat(seen.read.string("virtualization")).contains("pass-through");
        assertThat(seen.before.modes().virtualization())
                .isEqualTo(Reading.of(LiveGpu.Virtualization.PASS_THROUGH));
        assertThat(state(seen.read, "ecc")).isEqualTo(known(seen.before.modes().ecc()));
        assertThat(state(seen.read, "mig")).isEqualTo(known(seen.before.modes().mig()));
    }

    @ParameterizedTest
    @CsvSource({"h200-idle, 2335, 143771", "h100-busy, 2330, 81559"})
    void aDriverWithoutVgpusTellsMemoryAndMig(
            String folder, String device, int mib, @TempDir Path root) {
        var name = "0000:00:06.0";
        var host =
                new HandMadeHost(root)
                        .function(
                                name,
                                "pci:v000010DEd0000" + device + "sv000010DEsd000016C1bc03sc02i00\n")
                        .link(
                                "/sys/bus/pci/devices/" + name + "/driver",
                                "../../../bus/pci/drivers/nvidia");

        var modes = new SmiModes((_, _) -> new Result.Ended(0, text(folder, "before.xml"), ""));
        var gpu = new GpuReader(host.files(), modes).read(Set.of(), new ArrayList<>()).getFirst();

        assertThat(gpu.memoryMib()).isEqualTo(Reading.of(OptionalInt.of(mib)));
        assertThat(gpu.partition().mig()).isEqualTo(new Mig.Off(false));
    }

    private static long number(Seen seen, String name) {
        return seen.read.wholeNumber(name).orElseThrow();
    }

    private static Switch state(JsonObject figures, String name) {
        var state = figures.object(name).orElseThrow();
        return new Switch(state.truth("on").orElseThrow(), state.truth("next").orElseThrow());
    }

    private static Reading<Long> celsius(LiveGpu gpu) {
        return gpu.body().temperatureCelsius().map(Integer::longValue);
    }

    private static Reading<Long> percent(Reading<Percent> share) {
        return share.map(percent -> (long) percent.value());
    }

    private static <T> T known(Reading<T> reading) {
        return reading.orElseGet(why -> {
            throw new AssertionError(why);
        });
    }

    private static JsonObject nvml(String text) {
        return JsonReader.readObject(text)
                .flatMap(status -> status.array("gpus"))
                .map(JsonArray::items)
                .map(List::getFirst)
                .map(JsonObject.class::cast)
                .flatMap(gpu -> gpu.object("figures"))
                .orElseThrow();
    }

    private static LiveGpu smi(String xml) {
        var said =
                Map.of(
                        List.of("nvidia-smi", "-q", "-x"),
                        xml,
                        List.of("nvidia-smi", "vgpu", "-q"),
                        "No supported devices in vGPU mode\n");
        return known(
                        new SmiFigures((command, _) ->
                                new Result.Ended(
                                        0,
                                        Optional.ofNullable(said.get(command)).orElseThrow(),
                                        ""))
                                .read())
                .gpus()
                .getFirst();
    }

    private static String text(String folder, String file) {
        var name = "/vgpuctl/linux/nvml/" + folder + "/" + file;
        try (var in = RealCardsTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
