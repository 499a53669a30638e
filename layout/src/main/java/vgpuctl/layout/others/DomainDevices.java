package vgpuctl.layout.others;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.layout.GpuSelector;
import vgpuctl.core.pci.Bdf;
import vgpuctl.layout.xml.Element;

/**
 * The devices of the host in a libvirt domain's XML.
 *
 * @param mdevs hostdevs
 * @param arguments mediated devices that an argument to QEMU names
 * @param functions PCI functions
 */
record DomainDevices(String domain, List<UUID> mdevs, List<UUID> arguments, List<Bdf> functions) {

    private static final Pattern MDEV_PATH =
            Pattern.compile("/(?:mdev/devices|mdev_bus/[^/,]+|[0-9a-f:.]+)/([0-9a-fA-F-]{36})");

    DomainDevices {
        mdevs = List.copyOf(mdevs);
        arguments = List.copyOf(arguments);
        functions = List.copyOf(functions);
    }

    static Reading<DomainDevices> read(String xml) {
        return Element.parse(xml)
                .flatMap(element -> {
                    var root = domain(element);
                    var name = root.first("name").map(Element::text).filter(n -> !n.isEmpty());
                    return root.name().equals("domain") && name.isPresent()
                            ? Reading.of(of(name.get(), root))
                            : Reading.unknown("it is no domain with a name");
                });
    }

    /** Of a running domain, libvirt's own file has it inside its status. */
    private static Element domain(Element element) {
        return element.name().equals("domstatus")
                ? element.first("domain").orElse(element)
                : element;
    }

    private static DomainDevices of(String name, Element root) {
        var mdevs = new ArrayList<UUID>();
        var functions = new ArrayList<Bdf>();
        root.all("devices")
                .flatMap(devices -> devices.all("hostdev"))
                .forEach(hostdev ->
                        addresses(hostdev)
                                .forEach(address -> {
                                    if (hostdev.has("type", "mdev")) {
                                        address.attribute("uuid")
                                                .flatMap(GpuSelector::uuid)
                                                .ifPresent(mdevs::add);
                                    } else if (hostdev.has("type", "pci")) {
                                        bdf(address).ifPresent(functions::add);
                                    }
                                }));
        var arguments =
                root.all("commandline")
                        .flatMap(line -> line.all("arg"))
                        .flatMap(arg -> arg.attribute("value").stream())
                        .flatMap(DomainDevices::mdevOfArgument)
                        .toList();
        return new DomainDevices(name, mdevs, arguments, functions);
    }

    private static Stream<Element> addresses(Element hostdev) {
        return hostdev.all("source").flatMap(source -> source.all("address"));
    }

    /** {@code -device vfio-pci,sysfsdev=/sys/bus/mdev/devices/UUID}. */
    private static Stream<UUID> mdevOfArgument(String argument) {
        return MDEV_PATH
                .matcher(argument)
                .results()
                .flatMap(m -> GpuSelector.uuid(m.group(1)).stream());
    }

    private static Optional<Bdf> bdf(Element address) {
        var text =
                hex(address, "domain")
                        + ":"
                        + hex(address, "bus")
                        + ":"
                        + hex(address, "slot")
                        + "."
                        + hex(address, "function");
        return Bdf.parse(text);
    }

    /** libvirt writes hexadecimal numbers with 0x, and reads decimal ones without. */
    private static String hex(Element address, String part) {
        var text = address.attribute(part).orElse("0");
        if (text.startsWith("0x") || text.startsWith("0X")) {
            return text.substring(2);
        }
        try {
            return Integer.toHexString(Integer.parseInt(text));
        } catch (NumberFormatException _) {
            return "?";
        }
    }
}
