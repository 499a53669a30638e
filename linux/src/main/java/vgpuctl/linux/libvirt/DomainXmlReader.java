package vgpuctl.linux.libvirt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import vgpuctl.core.pci.Bdf;

/**
 * Reads the three documents that describe domains: a domain, its status and a single device.
 *
 * <p>Elements are known by where they stand, {@code domain/devices/hostdev}, since a status file
 * has another {@code devices}, and metadata may hold anything. The text is a stranger's: its length
 * and depth are bounded, a document type (the only way to entities) is refused, nothing else is
 * opened.
 */
final class DomainXmlReader {

    /** Real ones have some ten thousand characters. */
    private static final int MOST_CHARACTERS = 4 << 20;

    /** Deeper than anything that libvirt writes outside of metadata. */
    private static final int MOST_LEVELS = 200;

    private static final String QEMU_NAMESPACE = "http://libvirt.org/schemas/domain/qemu/1.0";

    private final XmlCursor xml;
    private final Deque<String> path = new ArrayDeque<>();

    private Optional<String> state = Optional.empty();
    private String reason = "";
    private OptionalLong pid = OptionalLong.empty();

    private String type = "";
    private Optional<String> name = Optional.empty();
    private Optional<UUID> uuid = Optional.empty();
    private Optional<String> machine = Optional.empty();
    private boolean graphics;
    private boolean openGl;
    private final List<String> qemuArguments = new ArrayList<>();
    private final List<Hostdev> hostdevs = new ArrayList<>();
    private Draft draft = new Draft();

    private DomainXmlReader(XmlCursor xml) {
        this.xml = xml;
    }

    static DomainXml domain(String text) {
        return read(text, List.of(), "domain").domain();
    }

    static DomainStatus status(String text) {
        var read = read(text, List.of(), "domstatus");
        return new DomainStatus(
                read.state.orElseThrow(() -> read.problem("<domstatus> without state")),
                read.reason,
                read.pid,
                read.domain());
    }

    static Optional<Hostdev> device(String text) {
        return read(text, List.of("domain", "devices"), "").hostdevs.stream().findFirst();
    }

    /**
     * @param above the elements that the root would stand in, in a domain
     * @param root what the document must be; empty: anything
     */
    private static DomainXmlReader read(String text, List<String> above, String root) {
        if (text.length() > MOST_CHARACTERS) {
            throw new DomainXmlException(
                    1, "%s characters are too many".formatted(Integer.toString(text.length())));
        }
        try {
            return read(new PlainXml(text), above, root);
        } catch (PlainXml.NotPlain | DomainXmlException _) {
            return read(new AnyXml(text), above, root);
        }
    }

    private static DomainXmlReader read(XmlCursor xml, List<String> above, String root) {
        var reader = new DomainXmlReader(xml);
        reader.path.addAll(above);
        reader.readAll(root);
        return reader;
    }

    private void readAll(String root) {
        for (var step = xml.next(); step != XmlCursor.Step.FINISH; step = xml.next()) {
            switch (step) {
                case DOCUMENT_TYPE -> throw problem("a document type is not accepted");
                case START -> {
                    enter(root);
                    element();
                }
                case END -> leave();
                case OTHER, FINISH -> {}
            }
        }
    }

    private void enter(String root) {
        var element = elementName();
        if (path.isEmpty() && !element.equals(root)) {
            throw problem("<" + element + "> instead of <" + root + ">");
        }
        path.addLast(element);
        if (path.size() > MOST_LEVELS) {
            throw problem("elements are nested too deeply");
        }
    }

    private String elementName() {
        return switch (xml.namespace()) {
            case "" -> xml.name();
            case QEMU_NAMESPACE -> "qemu:" + xml.name();
            default -> "other:" + xml.name();
        };
    }

    /** Where we stand, in a domain. */
    private String here() {
        var whole = String.join("/", path);
        return whole.startsWith("domstatus/") ? whole.substring("domstatus/".length()) : whole;
    }

    private void element() {
        switch (here()) {
            case "domstatus" -> status();
            case "domain" -> type = attribute("type").orElse("");
            case "domain/name" -> name = Optional.of(text());
            case "domain/uuid" -> uuid = Optional.of(uuid(text()));
            case "domain/os/type" -> machine = attribute("machine");
            case "domain/devices/graphics" -> {
                graphics = true;
                openGl |= has("type", "egl-headless");
            }
            case "domain/devices/graphics/gl" -> openGl |= has("enable", "yes");
            case "domain/devices/hostdev" -> draft = hostdev();
            case "domain/devices/hostdev/source/address" -> draft.source = source();
            case "domain/devices/hostdev/address" -> draft.guestAddress = guestAddress();
            case "domain/devices/hostdev/alias" -> draft.alias = attribute("name");
            case "domain/qemu:commandline/qemu:arg" ->
                    attribute("value").ifPresent(qemuArguments::add);
            default -> {} // a domain has much that is no concern of ours
        }
    }

    private void leave() {
        if (here().equals("domain/devices/hostdev")) {
            finished().ifPresent(hostdevs::add);
        }
        path.removeLast();
    }

    private void status() {
        state = attribute("state");
        reason = attribute("reason").orElse("");
        pid =
                attribute("pid")
                        .map(text -> OptionalLong.of(number(text)))
                        .orElse(OptionalLong.empty());
    }

    /** A hostdev as far as it has been read. */
    private static final class Draft {
        String type = "";
        String model = "";
        boolean display;
        boolean ramfb;
        Optional<Source> source = Optional.empty();
        Optional<String> alias = Optional.empty();
        Optional<Bdf> guestAddress = Optional.empty();
    }

    private sealed interface Source {

        /** The hostdev with this source. */
        Hostdev hostdev(Draft draft, Hostdev.Guest guest);

        record Mdev(UUID uuid) implements Source {
            @Override
            public Hostdev hostdev(Draft draft, Hostdev.Guest guest) {
                return new Hostdev.Mdev(uuid, draft.model, draft.display, draft.ramfb, guest);
            }
        }

        record Pci(Bdf address) implements Source {
            @Override
            public Hostdev hostdev(Draft draft, Hostdev.Guest guest) {
                return new Hostdev.Pci(address, guest);
            }
        }
    }

    private Draft hostdev() {
        var begun = new Draft();
        // The other mode, "capabilities", is for containers.
        begun.type = has("mode", "capabilities") ? "" : attribute("type").orElse("");
        begun.model = attribute("model").orElse("");
        begun.display = has("display", "on");
        begun.ramfb = has("ramfb", "on");
        return begun;
    }

    private Optional<Source> source() {
        return switch (draft.type) {
            case "mdev" ->
                    Optional.of(
                            new Source.Mdev(
                                    uuid(
                                            attribute("uuid")
                                                    .orElseThrow(
                                                            () -> problem("mdev without uuid")))));
            case "pci" -> Optional.of(new Source.Pci(bdf()));
            default -> Optional.empty();
        };
    }

    private Optional<Bdf> guestAddress() {
        return has("type", "pci") ? Optional.of(bdf()) : Optional.empty();
    }

    private Optional<Hostdev> finished() {
        if (draft.source.isEmpty() && (draft.type.equals("mdev") || draft.type.equals("pci"))) {
            throw problem("<hostdev> without a source address");
        }
        var guest = new Hostdev.Guest(draft.alias, draft.guestAddress);
        return draft.source.map(source -> source.hostdev(draft, guest));
    }

    private DomainXml domain() {
        return new DomainXml(
                name.orElseThrow(() -> problem("a domain without <name>")),
                uuid,
                type,
                machine,
                hostdevs,
                new DomainXml.Screen(graphics, openGl),
                qemuArguments);
    }

    // Reading the text moves on to the end of the element.
    private String text() {
        var text = xml.text();
        path.removeLast();
        return text;
    }

    private Optional<String> attribute(String attribute) {
        return xml.attribute(attribute);
    }

    private boolean has(String attribute, String value) {
        return attribute(attribute).filter(value::equals).isPresent();
    }

    /** libvirt also accepts a UUID without its hyphens. */
    private UUID uuid(String text) {
        var digits = text.strip().replace("-", "");
        if (digits.length() != 32 || !isHex(digits)) {
            throw problem("no UUID: " + shown(text));
        }
        return new UUID(
                Long.parseUnsignedLong(digits.substring(0, 16), 16),
                Long.parseUnsignedLong(digits.substring(16), 16));
    }

    private Bdf bdf() {
        return new Bdf(
                part("domain", 0xffffffffL),
                (int) part("bus", 0xff),
                (int) part("slot", 0x1f),
                (int) part("function", 7));
    }

    private long part(String attribute, long most) {
        var value = attribute(attribute).map(this::number).orElse(0L);
        if (value > most) {
            throw problem("no PCI " + attribute + ": " + value);
        }
        return value;
    }

    /** As C reads it with base 0: hexadecimal, octal or decimal. libvirt writes hexadecimal. */
    private long number(String text) {
        var hex = text.startsWith("0x") || text.startsWith("0X");
        var digits = hex ? text.substring(2) : text;
        try {
            // The check is for signs, which Long.decode takes as well.
            if (digits.length() <= (hex ? 8 : 10) && isHex(digits)) {
                return Long.decode(text);
            }
        } catch (NumberFormatException notOctal) {
            // said below
        }
        throw problem("no number: " + shown(text));
    }

    private static boolean isHex(String digits) {
        for (var i = 0; i < digits.length(); i++) {
            if (!HexFormat.isHexDigit(digits.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String shown(String text) {
        return text.length() > 50 ? text.substring(0, 50) + "…" : text;
    }

    private DomainXmlException problem(String problem) {
        return new DomainXmlException(xml.line(), problem);
    }
}
