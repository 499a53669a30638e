package vgpuctl.layout.others;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.type.TypeId;
import vgpuctl.layout.xml.Element;

/** Reads what {@code virsh nodedev-dumpxml} prints of a mediated device. */
final class NodeDeviceXml {

    private static final String NAME_PREFIX = "mdev_";
    private static final int UUID_LENGTH = 36;

    private NodeDeviceXml() {}

    /**
     * The mediated device of a document; unknown, with the reason, where it is of anything else.
     *
     * @param notes for what is read of it and has no place in a layout
     */
    static Reading<FoundMdev> read(String xml, List<String> notes) {
        return Element.parse(xml)
                .flatMap(device -> {
                    var capability =
                            device.all("capability").filter(c -> c.has("type", "mdev")).findFirst();
                    return capability
                            .map(mdev -> read(device, mdev, notes))
                            .orElseGet(() -> Reading.unknown("it is no mediated device"));
                });
    }

    private static Reading<FoundMdev> read(Element device, Element mdev, List<String> notes) {
        var uuid = uuid(device, mdev);
        var parent = parent(device, mdev);
        var type =
                mdev.first("type")
                        .flatMap(element -> element.attribute("id"))
                        .filter(TypeId::isSafe)
                        .map(TypeId::new);
        if (uuid.isEmpty() || parent.isEmpty() || type.isEmpty()) {
            return Reading.unknown("it lacks a uuid, a parent or a type id");
        }
        var params = new DriverParameters(uuid.get().toString(), notes);
        mdev.all("attr")
                .forEach(attr ->
                        params.attribute(
                                attr.attribute("name").orElse(""),
                                attr.attribute("value").orElse("")));
        // Only a device that is there has a path; whether it starts by itself, libvirt's XML never
        // says.
        var active = device.first("path").isPresent();
        return Reading.of(
                new FoundMdev(
                        uuid.get(),
                        parent.get(),
                        type.get(),
                        Optional.empty(),
                        Optional.of(active),
                        params.found()));
    }

    private static Optional<DeviceName> parent(Element device, Element mdev) {
        return mdev.first("parent_addr")
                .or(() -> device.first("parent"))
                .map(Element::text)
                .flatMap(DeviceName::parse);
    }

    /** Before libvirt 7.3 the UUID stands in the device's name only, mdev_ with underscores. */
    private static Optional<UUID> uuid(Element device, Element mdev) {
        return mdev.first("uuid")
                .map(Element::text)
                .or(() -> device.first("name").map(Element::text).flatMap(NodeDeviceXml::ofName))
                .flatMap(VgpuRecordText::uuid);
    }

    private static Optional<String> ofName(String name) {
        var end = NAME_PREFIX.length() + UUID_LENGTH;
        return name.startsWith(NAME_PREFIX) && name.length() >= end
                ? Optional.of(name.substring(NAME_PREFIX.length(), end).replace('_', '-'))
                : Optional.empty();
    }
}
