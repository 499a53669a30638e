package vgpuctl.linux.nvidiasmi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import vgpuctl.core.attach.MultiVgpuCapabilities;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.pci.Bdf;
import vgpuctl.linux.nvidiasmi.SmiGpu.Can;
import vgpuctl.linux.xml.BoundedXml;

/**
 * What {@code nvidia-smi -q -x} prints. Elements that it does not know are passed over: each
 * release adds some.
 *
 * @param driverVersion empty where it does not say
 * @param gpus in the order of the output; one whose address cannot be read is left out
 */
public record SmiXml(Optional<String> driverVersion, List<SmiGpu> gpus) {

    /** A GPU has a few hundred elements; sixteen of them with MIG devices stay far below. */
    private static final int MOST_CHARACTERS = 4 << 20;

    private static final String LOG = "/nvidia_smi_log";
    private static final String GPU = LOG + "/gpu";

    public SmiXml {
        gpus = List.copyOf(gpus);
    }

    /** Unknown where it is no such output, or more than the tool prints. */
    public static Reading<SmiXml> parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Reading.unknown("nvidia-smi -q -x printed more than it ever does");
        }
        try {
            return new Parser(BoundedXml.reader(text)).read();
        } catch (XMLStreamException e) {
            return Reading.unknown(
                    "nvidia-smi -q -x printed what is no XML in line "
                            + e.getLocation().getLineNumber());
        }
    }

    /** Keeps the text of each element of a GPU by its path, {@code mig_mode/current_mig}. */
    private static final class Parser {

        private final XMLStreamReader xml;
        private final StringBuilder path = new StringBuilder();
        private final StringBuilder text = new StringBuilder();
        private final List<SmiGpu> gpus = new ArrayList<>();
        private final Map<String, String> facts = new HashMap<>();
        private Optional<Bdf> address = Optional.empty();
        private Optional<String> driverVersion = Optional.empty();
        private boolean isLog;

        Parser(XMLStreamReader xml) {
            this.xml = xml;
        }

        Reading<SmiXml> read() throws XMLStreamException {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> start();
                    case XMLStreamConstants.END_ELEMENT -> end();
                    case XMLStreamConstants.CHARACTERS -> text.append(xml.getText());
                    default -> {
                        // Comments and the document type.
                    }
                }
            }
            return isLog
                    ? Reading.of(new SmiXml(driverVersion, gpus))
                    : Reading.unknown("nvidia-smi -q -x printed XML of another kind");
        }

        private void start() {
            path.append('/').append(xml.getLocalName());
            text.setLength(0);
            if (isAt(LOG)) {
                isLog = true;
            } else if (isAt(GPU)) {
                address =
                        Optional.ofNullable(xml.getAttributeValue(null, "id")).flatMap(Bdf::parse);
                facts.clear();
            }
        }

        private void end() {
            if (isAt(GPU)) {
                address.map(this::gpu).ifPresent(gpus::add);
            } else if (isAt(LOG + "/driver_version")) {
                driverVersion = said(text.toString());
            } else if (path.length() > GPU.length() && path.indexOf(GPU + "/") == 0) {
                facts.putIfAbsent(path.substring(GPU.length() + 1), text.toString());
            }
            path.setLength(path.length() - xml.getLocalName().length() - 1);
            text.setLength(0);
        }

        private boolean isAt(String wanted) {
            return path.length() == wanted.length() && path.indexOf(wanted) == 0;
        }

        private SmiGpu gpu(Bdf at) {
            return new SmiGpu(
                    at,
                    fact("product_name"),
                    fact("uuid"),
                    isOn("mig_mode/current_mig"),
                    isOn("mig_mode/pending_mig"),
                    fact("gpu_virtualization_mode/virtualization_mode"),
                    fact("gpu_virtualization_mode/host_vgpu_mode"),
                    isOn("gpu_virtualization_mode/vgpu_heterogeneous_mode"),
                    new Can(
                            new MultiVgpuCapabilities(
                                    isOn("vgpu_device_capability/fractional_multiVgpu"),
                                    isOn("vgpu_driver_capability/heterogenous_multivGPU")),
                            isOn("vgpu_device_capability/heterogeneous_timeSlice_profile"),
                            isOn("vgpu_device_capability/heterogeneous_timeSlice_sizes")),
                    figures());
        }

        /** Power has had three names since driver 470, its limit as many. */
        private SmiGpu.Figures figures() {
            return new SmiGpu.Figures(
                    new SmiGpu.Use(
                            fact("utilization/gpu_util"),
                            fact("utilization/memory_util"),
                            fact("utilization/encoder_util"),
                            fact("utilization/decoder_util")),
                    new SmiGpu.Pair(fact("fb_memory_usage/total"), fact("fb_memory_usage/used")),
                    fact("temperature/gpu_temp"),
                    fact("gpu_power_readings/average_power_draw")
                            .or(() -> fact("gpu_power_readings/power_draw"))
                            .or(() -> fact("power_readings/power_draw")),
                    fact("gpu_power_readings/current_power_limit")
                            .or(() -> fact("power_readings/enforced_power_limit"))
                            .or(() -> fact("power_readings/power_limit")),
                    new SmiGpu.Pair(fact("ecc_mode/current_ecc"), fact("ecc_mode/pending_ecc")));
        }

        private Optional<String> fact(String element) {
            return Optional.ofNullable(facts.get(element)).flatMap(Parser::said);
        }

        private static Optional<String> said(String words) {
            var word = words.strip();
            return word.isEmpty() || word.equals("N/A") || word.equals("[N/A]")
                    ? Optional.empty()
                    : Optional.of(word);
        }

        /** A word that is neither yes nor no says nothing. */
        private Optional<Boolean> isOn(String element) {
            var word = fact(element).orElse("");
            if (word.equals("Enabled") || word.equals("Supported")) {
                return Optional.of(true);
            }
            return word.equals("Disabled") || word.equals("Not Supported")
                    ? Optional.of(false)
                    : Optional.empty();
        }
    }
}
