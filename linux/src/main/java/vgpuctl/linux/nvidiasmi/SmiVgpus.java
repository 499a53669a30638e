package vgpuctl.linux.nvidiasmi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.live.Licence;
import vgpuctl.core.live.Licence.Expiry;
import vgpuctl.core.live.Licence.State;
import vgpuctl.core.live.LiveGpu.Use;
import vgpuctl.core.live.LiveVgpu;
import vgpuctl.core.live.LiveVgpu.Encoding;
import vgpuctl.core.live.LiveVgpu.Identity;
import vgpuctl.core.pci.Bdf;

/**
 * What {@code nvidia-smi vgpu -q} prints, for which there is no XML:
 *
 * <pre>
 * GPU 00000000:82:00.0
 *     vGPU ID                               : 3251634329
 *         MDEV UUID                         : 334855e2-079b-11ee-9fc9-83e0dccb6713
 *         Utilization
 *             Gpu                           : 0 %
 * </pre>
 *
 * @param onGpus the vGPUs of each GPU that it names, none where it has none
 */
record SmiVgpus(Map<Bdf, List<LiveVgpu>> onGpus) {

    static SmiVgpus parse(String text) {
        var parser = new Parser();
        text.lines().forEach(parser::line);
        parser.end();
        return new SmiVgpus(parser.gpus);
    }

    private static final class Parser {

        private final Map<Bdf, List<LiveVgpu>> gpus = new HashMap<>();
        private Optional<Bdf> gpu = Optional.empty();
        private final Map<String, String> facts = new HashMap<>();
        private String section = "";

        void line(String line) {
            var words = line.strip();
            var colon = words.indexOf(" : ");
            if (words.startsWith("GPU ") && line.startsWith("GPU")) {
                end();
                gpu = Bdf.parse(words.substring("GPU ".length()));
                gpu.ifPresent(address -> gpus.put(address, new ArrayList<>()));
            } else if (colon < 0) {
                section = words + "/";
            } else {
                fact(words.substring(0, colon).strip(), words.substring(colon + 3).strip(), line);
            }
        }

        /** What is indented by eight belongs to the vGPU, by more to its section. */
        private void fact(String name, String value, String line) {
            if (name.equals("vGPU ID")) {
                end();
            }
            var inSection = line.startsWith(" ".repeat(12));
            if (!value.equals("N/A")) {
                facts.putIfAbsent((inSection ? section : "") + name, value);
            }
        }

        void end() {
            if (facts.containsKey("vGPU ID")) {
                gpu.ifPresent(address ->
                        gpus.computeIfAbsent(address, _ -> new ArrayList<>()).add(vgpu()));
            }
            facts.clear();
            section = "";
        }

        private LiveVgpu vgpu() {
            return new LiveVgpu(
                    identity(),
                    new Use(
                            SmiWords.percent("use", said("Utilization/Gpu")),
                            SmiWords.percent("memory use", said("Utilization/Memory")),
                            SmiWords.percent("encoder use", said("Utilization/Encoder")),
                            SmiWords.percent("decoder use", said("Utilization/Decoder"))),
                    SmiWords.bytes("frame buffer used", said("FB Memory Usage/Used")),
                    licence(),
                    text("Guest Driver Version"),
                    SmiWords.whole("frame rate limit", said("Frame Rate Limit"), "FPS"),
                    encoding());
        }

        private Identity identity() {
            return new Identity(
                    said("vGPU ID").flatMap(Parser::instance).orElse(0L),
                    text("VM UUID"),
                    said("MDEV UUID")
                            .flatMap(Parser::uuid)
                            .map(Reading::of)
                            .orElseGet(() -> SmiWords.unsaid("MDEV UUID")),
                    SmiWords.whole("vGPU type", said("vGPU Type"), ""),
                    place("Placement ID"),
                    place("GPU Instance ID"));
        }

        private static Optional<Long> instance(String text) {
            try {
                return Optional.of(Integer.toUnsignedLong(Integer.parseUnsignedInt(text)));
            } catch (NumberFormatException none) {
                return Optional.empty();
            }
        }

        private static Optional<UUID> uuid(String text) {
            try {
                return Optional.of(UUID.fromString(text));
            } catch (IllegalArgumentException none) {
                return Optional.empty();
            }
        }

        private Reading<OptionalInt> place(String name) {
            return said(name).isEmpty()
                    ? Reading.of(OptionalInt.empty())
                    : SmiWords.whole(name, said(name), "").map(OptionalInt::of);
        }

        private Reading<Encoding> encoding() {
            var sessions = SmiWords.whole("sessions", said("Encoder Stats/Active Sessions"), "");
            var rate = SmiWords.whole("rate", said("Encoder Stats/Average FPS"), "");
            var latency = SmiWords.whole("latency", said("Encoder Stats/Average Latency"), "");
            return sessions.flatMap(
                    s -> rate.flatMap(r -> latency.map(l -> new Encoding(s, r, l))));
        }

        /** {@code Licensed (Expiry: 2025-1-31 9:59:8 GMT)}. */
        private Reading<Licence> licence() {
            return text("License Status")
                    .flatMap(words -> {
                        var bracket = words.indexOf(" (Expiry: ");
                        var state = bracket < 0 ? words : words.substring(0, bracket);
                        var expiry =
                                bracket < 0
                                        ? ""
                                        : words.substring(bracket + 10, words.length() - 1).strip();
                        return state(state).map(known -> new Licence(known, expiry(expiry)));
                    });
        }

        private static Reading<State> state(String words) {
            return switch (words) {
                case "Licensed" -> Reading.of(State.LICENSED);
                case "Unlicensed" -> Reading.of(State.UNLICENSED);
                case "Unlicensed (Unrestricted)" -> Reading.of(State.UNLICENSED_UNRESTRICTED);
                case "Unlicensed (Restricted)" -> Reading.of(State.UNLICENSED_RESTRICTED);
                default -> Reading.unknown("nvidia-smi says '" + words + "' for the licence");
            };
        }

        private static Expiry expiry(String words) {
            return switch (words) {
                case "Permanent" -> new Expiry.Never();
                case "", "N/A" -> new Expiry.NotTold();
                default -> new Expiry.At(words);
            };
        }

        private Reading<String> text(String name) {
            return said(name).map(Reading::of).orElseGet(() -> SmiWords.unsaid(name));
        }

        private Optional<String> said(String name) {
            return Optional.ofNullable(facts.get(name));
        }
    }
}
