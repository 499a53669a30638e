package vgpuctl.linux.driver;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import vgpuctl.core.catalogue.BoardType.Screens;
import vgpuctl.core.catalogue.DriverCard;
import vgpuctl.core.catalogue.DriverCard.Supported;
import vgpuctl.core.catalogue.DriverDatabase;
import vgpuctl.core.catalogue.DriverType;
import vgpuctl.core.catalogue.DriverType.InVm;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.linux.xml.BoundedXml;

/**
 * The driver's own database of GPUs and vGPU types, {@code /usr/share/nvidia/vgpu/vgpuConfig.xml}.
 *
 * <pre>
 * vgpuconfig
 *   globalSettings           homogeneousVgpus, heterogeneousMultiVgpu
 *   vgpuType id name class   devId, profileSize, framebuffer, numHeads, display, frlConfig, …
 *   pgpu fractionalMultiVgpu hostVgpuMode
 *     devId deviceId subsystemId   0x0 is any
 *     supportedVgpu vgpuId         maxVgpus
 * </pre>
 *
 * <p>What it does not know is passed over, and of two elements with one id the first counts. A file
 * that ends too early is no file: half a database would hide types.
 */
public final class VgpuConfigXml {

    public static final String PATH = "/usr/share/nvidia/vgpu/vgpuConfig.xml";

    /** Sizes are written in bytes. */
    private static final int MIB_SHIFT = 20;

    /** Some GPUs of the database stand for those of every vendor of cards. */
    private static final int ANY_SUBSYSTEM = 0;

    private final XMLStreamReader xml;
    private final Map<Integer, DriverType> types = new LinkedHashMap<>();
    private final List<DriverCard> cards = new ArrayList<>();
    private Optional<Boolean> sameTypeOnly = Optional.empty();
    private Optional<Boolean> heterogeneousMultiVgpu = Optional.empty();

    private VgpuConfigXml(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** The database; unknown where the text is none. */
    public static Reading<DriverDatabase> parse(String text) {
        try {
            return new VgpuConfigXml(BoundedXml.reader(text)).read();
        } catch (XMLStreamException e) {
            return Reading.unknown(PATH + " is damaged in line " + e.getLocation().getLineNumber());
        }
    }

    private Reading<DriverDatabase> read() throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                readTopLevel(xml.getLocalName());
            }
        }
        return types.isEmpty()
                ? Reading.unknown(PATH + " has no vGPU types")
                : Reading.of(
                        new DriverDatabase(
                                sameTypeOnly,
                                heterogeneousMultiVgpu,
                                List.copyOf(types.values()),
                                cards));
    }

    private void readTopLevel(String element) throws XMLStreamException {
        switch (element) {
            case "homogeneousVgpus" -> sameTypeOnly = truth(xml.getElementText());
            case "heterogeneousMultiVgpu" -> heterogeneousMultiVgpu = truth(xml.getElementText());
            case "vgpuType" -> readType();
            case "pgpu" -> readCard();
            default -> {
                // The root, the version and what later releases add.
            }
        }
    }

    private void readType() throws XMLStreamException {
        var id = number(attribute("id"));
        var name = attribute("name");
        var kind = attribute("class");
        var facts = new TypeFacts();
        facts.read(xml);
        if (id.isPresent() && !name.isBlank()) {
            types.putIfAbsent(
                    id.getAsInt(),
                    facts.type(new TypeId("nvidia-" + id.getAsInt()), new TypeName(name), kind));
        }
    }

    private void readCard() throws XMLStreamException {
        var fractional = truth(attribute("fractionalMultiVgpu"));
        var sriov = attribute("hostVgpuMode").equals("sriov");
        var device = OptionalInt.empty();
        var subsystem = OptionalInt.empty();
        var most = new LinkedHashMap<Integer, OptionalInt>();
        while (!isEnd("pgpu", xml.next())) {
            if (!xml.isStartElement()) {
                continue;
            }
            if (xml.getLocalName().equals("devId")) {
                device = number(attribute("deviceId"));
                subsystem = number(attribute("subsystemId"));
            } else if (xml.getLocalName().equals("supportedVgpu")) {
                var id = number(attribute("vgpuId"));
                var count = maxVgpus();
                id.ifPresent(known -> most.putIfAbsent(known, count));
            }
        }
        if (device.isPresent()) {
            var wanted = subsystem.orElse(ANY_SUBSYSTEM);
            cards.add(
                    new DriverCard(
                            device.getAsInt(),
                            wanted == ANY_SUBSYSTEM ? OptionalInt.empty() : OptionalInt.of(wanted),
                            fractional,
                            sriov,
                            supported(most)));
        }
    }

    /** Types stand before GPUs in the file; a GPU's id without a type is passed over. */
    private List<Supported> supported(Map<Integer, OptionalInt> most) {
        var supported = new ArrayList<Supported>();
        most.forEach((id, count) ->
                Optional.ofNullable(types.get(id))
                        .ifPresent(type -> supported.add(new Supported(type, count))));
        return supported;
    }

    private OptionalInt maxVgpus() throws XMLStreamException {
        var count = OptionalInt.empty();
        while (!isEnd("supportedVgpu", xml.next())) {
            if (xml.isStartElement() && xml.getLocalName().equals("maxVgpus")) {
                count = number(xml.getElementText());
            }
        }
        return count.orElse(0) > 0 ? count : OptionalInt.empty();
    }

    private boolean isEnd(String element, int event) {
        return event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals(element);
    }

    private String attribute(String name) {
        return attribute(xml, name);
    }

    private static String attribute(XMLStreamReader xml, String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name)).orElse("").strip();
    }

    /** Decimal, or hexadecimal behind {@code 0x}; empty where it is neither or does not fit. */
    private static OptionalInt number(String text) {
        var value = longNumber(text);
        return value >= 0 && value <= Integer.MAX_VALUE
                ? OptionalInt.of((int) value)
                : OptionalInt.empty();
    }

    private static long longNumber(String text) {
        var digits = text.strip();
        try {
            return digits.startsWith("0x") || digits.startsWith("0X")
                    ? HexFormat.fromHexDigitsToLong(digits, 2, digits.length())
                    : Long.parseLong(digits);
        } catch (IllegalArgumentException _) {
            return -1;
        }
    }

    /** {@code 1}, {@code 0}, {@code TRUE}, {@code FALSE}; empty where there is nothing. */
    private static Optional<Boolean> truth(String text) {
        var word = text.strip();
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(!word.equalsIgnoreCase("false") && longNumber(word) != 0);
    }

    /** What the elements within a type say. */
    private static final class TypeFacts {

        private OptionalInt profileMib = OptionalInt.empty();
        private OptionalInt usableMib = OptionalInt.empty();
        private OptionalInt heads = OptionalInt.empty();
        private OptionalInt width = OptionalInt.empty();
        private OptionalInt height = OptionalInt.empty();
        private OptionalInt framesPerSecond = OptionalInt.empty();
        private Optional<Boolean> cuda = Optional.empty();
        private Optional<Boolean> ecc = Optional.empty();
        private Optional<Boolean> together = Optional.empty();
        private Optional<Boolean> exclusive = Optional.empty();
        private List<String> licences = List.of();

        void read(XMLStreamReader xml) throws XMLStreamException {
            while (true) {
                var event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    readElement(xml);
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("vgpuType")) {
                    return;
                }
            }
        }

        private void readElement(XMLStreamReader xml) throws XMLStreamException {
            switch (xml.getLocalName()) {
                case "profileSize" -> profileMib = mib(xml.getElementText());
                case "framebuffer" -> usableMib = mib(xml.getElementText());
                case "numHeads" -> heads = number(xml.getElementText());
                case "display" -> {
                    width = number(attribute(xml, "width"));
                    height = number(attribute(xml, "height"));
                }
                case "frlConfig" -> framesPerSecond = number(xml.getElementText());
                case "cudaEnabled" -> cuda = truth(xml.getElementText());
                case "eccSupported" -> ecc = truth(xml.getElementText());
                case "multiVgpuSupported" -> together = truth(xml.getElementText());
                case "multiVgpuExclusive" -> exclusive = truth(xml.getElementText());
                case "license" -> licences = words(xml.getElementText());
                default -> {
                    // What only the driver needs.
                }
            }
        }

        private static OptionalInt mib(String bytes) {
            var value = longNumber(bytes) >> MIB_SHIFT;
            return value > 0 && value <= Integer.MAX_VALUE
                    ? OptionalInt.of((int) value)
                    : OptionalInt.empty();
        }

        private static List<String> words(String text) {
            var words = new ArrayList<String>();
            for (var word : text.split(";", -1)) {
                if (!word.isBlank()) {
                    words.add(word.strip());
                }
            }
            return words;
        }

        DriverType type(TypeId id, TypeName name, String kind) {
            return new DriverType(
                    id,
                    name,
                    kind,
                    profileMib,
                    usableMib,
                    new Screens(heads, width, height, framesPerSecond),
                    cuda,
                    ecc,
                    new InVm(together, exclusive),
                    licences);
        }
    }
}
