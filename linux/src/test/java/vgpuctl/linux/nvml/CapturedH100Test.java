package vgpuctl.linux.nvml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.pci.Bdf;
import vgpuctl.linux.nvidiasmi.SmiGpu;
import vgpuctl.linux.nvidiasmi.SmiXml;

/**
 * What the NVML of driver 580.159.04 gave for an H100, byte by byte, beside what {@code nvidia-smi
 * -q -x} printed a moment later. Captured with a small program that called the functions with
 * structs of these sizes; numbers that tell one card from another are zeros.
 */
class CapturedH100Test {

    @ParameterizedTest
    @CsvSource({
        "nvmlDeviceGetMemoryInfo_v2 40 2,               0",
        "nvmlDeviceGetMemoryInfo_v2 40 1,               13",
        "nvmlDeviceGetMemoryInfo_v2 40 3,               13",
        "nvmlDeviceGetVgpuHeterogeneousMode 8 1,        3",
        "nvmlDeviceGetVgpuInstancesUtilizationInfo 32 1, 3",
        "nvmlDeviceGetVgpuSchedulerState 16 0,          3",
        "nvmlDeviceGetHostVgpuMode 4 0,                 3",
    })
    void theDriverKnowsTheSizesAndVersionsThatWeAskWith(String call, String code) {
        assertThat(answer(call)[0]).isEqualTo(code);
    }

    @Test
    void aVersionIsWhatTheDriverTookForOne() {
        var version = struct("nvmlDeviceGetMemoryInfo_v2 40 2").get(ValueLayout.JAVA_INT, 0);

        assertThat(NvmlStructs.version(NvmlStructs.MEMORY_V2, 2)).isEqualTo(version);
    }

    @Test
    void theMemoryIsThatOfNvidiaSmi() {
        var memory = struct("nvmlDeviceGetMemoryInfo_v2 40 2");

        assertThat(mib(memory, NvmlStructs.MEMORY_V2, "total"))
                .isEqualTo(smi().figures().memory().first());
        assertThat(mib(memory, NvmlStructs.MEMORY_V2, "used"))
                .isEqualTo(smi().figures().memory().second());
    }

    /** Which is why the newer function is asked first. */
    @Test
    void theOlderMemoryCountsAsUsedWhatTheDriverKeeps() {
        var older = struct("nvmlDeviceGetMemoryInfo 24 0");

        assertThat(mib(older, NvmlStructs.MEMORY, "total"))
                .isEqualTo(smi().figures().memory().first());
        assertThat(mib(older, NvmlStructs.MEMORY, "used")).contains("480 MiB");
    }

    @Test
    void theAddressIsThatOfNvidiaSmi() {
        var at = NvmlStructs.offset(NvmlStructs.PCI_INFO, "busId");
        var text = Questions.text(struct("nvmlDeviceGetPciInfo_v3 68 0").asSlice(at, 32));

        assertThat(Bdf.parse(text)).contains(smi().address());
    }

    private static Optional<String> mib(MemorySegment struct, StructLayout layout, String field) {
        return Optional.of((NvmlStructs.big(struct, layout, field) >> 20) + " MiB");
    }

    private static MemorySegment struct(String call) {
        var bytes = HexFormat.of().parseHex(answer(call)[1]);
        return Arena.ofAuto().allocate(bytes.length, 8).copyFrom(MemorySegment.ofArray(bytes));
    }

    /** What a call gave back, and the bytes that it left. */
    private static String[] answer(String call) {
        return text("h100-r580-raw.txt")
                .lines()
                .filter(line -> line.startsWith(call + " "))
                .findFirst()
                .orElseThrow()
                .substring(call.length() + 1)
                .split(" ");
    }

    private static SmiGpu smi() {
        return SmiXml.parse(text("h100-r580-q.xml"))
                .map(xml -> xml.gpus().getFirst())
                .orElseGet(why -> {
                    throw new AssertionError(Reading.unknown(why));
                });
    }

    private static String text(String file) {
        try (var stream = CapturedH100Test.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
