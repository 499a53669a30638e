package vgpuctl.linux.driver;

import java.io.StringReader;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import vgpuctl.core.attach.MultiVgpuRule;

/**
 * The driver's own database of GPUs and vGPU types, {@code /usr/share/nvidia/vgpu/vgpuConfig.xml}:
 * {@code vgpuType} elements with {@code multiVgpuSupported}, {@code pgpu} elements with {@code
 * fractionalMultiVgpu} and the device id that they are for.
 */
public final class VgpuConfigXml {

    public static final String PATH = "/usr/share/nvidia/vgpu/vgpuConfig.xml";

    private final Map<String, Boolean> supported = new HashMap<>();
    private final Map<Integer, Boolean> fractional = new HashMap<>();

    private VgpuConfigXml() {}

    /** Empty where the text is no such file. */
    public static Optional<VgpuConfigXml> parse(String text) {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            var config = new VgpuConfigXml();
            config.read(factory.createXMLStreamReader(new StringReader(text)));
            return config.supported.isEmpty() ? Optional.empty() : Optional.of(config);
        } catch (XMLStreamException _) {
            return Optional.empty();
        }
    }

    private void read(XMLStreamReader xml) throws XMLStreamException {
        var type = "";
        var fractionalNow = Optional.<Boolean>empty();
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "vgpuType" -> type = attribute(xml, "name").orElse("");
                case "multiVgpuSupported" -> supported.put(type, isOn(xml.getElementText()));
                case "pgpu" ->
                        fractionalNow = attribute(xml, "fractionalMultiVgpu").map(this::isOn);
                case "devId" -> {
                    var device = attribute(xml, "deviceId").flatMap(VgpuConfigXml::hex);
                    if (fractionalNow.isPresent() && device.isPresent()) {
                        fractional.putIfAbsent(device.get(), fractionalNow.get());
                    }
                }
                default -> {
                    // Other facts of a type or GPU.
                }
            }
        }
    }

    private boolean isOn(String value) {
        return !value.strip().equals("0");
    }

    private static Optional<String> attribute(XMLStreamReader xml, String name) {
        return Optional.ofNullable(xml.getAttributeValue("", name))
                .or(() -> Optional.ofNullable(xml.getAttributeValue(null, name)));
    }

    private static Optional<Integer> hex(String text) {
        try {
            return Optional.of(HexFormat.fromHexDigits(text.replace("0x", "")));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * What the driver allows for a GPU.
     *
     * @param device PCI device id; empty where the file does not have it
     */
    public Optional<MultiVgpuRule> ruleFor(int device) {
        return Optional.ofNullable(fractional.get(device))
                .map(allowed -> new MultiVgpuRule.OfDriver(allowed, Map.copyOf(supported)));
    }
}
