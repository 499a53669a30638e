package vgpuctl.simulation.tools;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.DefinitionText;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.type.TypeId;
import vgpuctl.linux.command.Commands.Result;
import vgpuctl.simulation.sysfs.Tree;

/**
 * What libvirt knows of the mediated devices of a simulated machine, as virsh prints it: those that
 * are there, and those that mdevctl has defined.
 */
public final class NodeDevices {

    private static final String ACTIVE = "/sys/bus/mdev/devices/";
    private static final String DEFINED = "/etc/mdevctl.d";

    private final Tree tree;

    public NodeDevices(Tree tree) {
        this.tree = tree;
    }

    /** The answer to {@code nodedev-list --cap mdev} and {@code nodedev-dumpxml NAME}. */
    public Result answer(List<String> arguments) {
        var devices = devices();
        if (arguments.contains("nodedev-list")) {
            var isAll = arguments.contains("--all");
            var names = new StringBuilder();
            devices.forEach((name, device) -> {
                if (isAll || device.isActive()) {
                    names.append(name).append('\n');
                }
            });
            return new Result.Ended(0, names.toString(), "");
        }
        var wanted = devices.get(arguments.getLast());
        return wanted == null
                ? new Result.Ended(
                        1,
                        "",
                        "error: Could not find matching device '" + arguments.getLast() + "'\n")
                : new Result.Ended(0, xml(arguments.getLast(), wanted), "");
    }

    private record Device(String parent, String uuid, Optional<Definition> definition, Tree tree) {

        boolean isActive() {
            return tree.exists(ACTIVE + uuid);
        }

        String type() {
            return isActive()
                    ? lastName(tree.linked(ACTIVE + uuid + "/mdev_type"))
                    : definition.flatMap(Definition::type).map(TypeId::text).orElse("");
        }
    }

    private SequencedMap<String, Device> devices() {
        var devices = new TreeMap<String, Device>();
        for (var parent : tree.names(DEFINED)) {
            for (var uuid : tree.names(DEFINED + "/" + parent)) {
                var text = tree.text(DEFINED + "/" + parent + "/" + uuid);
                var definition =
                        DefinitionText.read(text).map(Optional::of).orElse(Optional.empty());
                devices.put(name(parent, uuid), new Device(parent, uuid, definition, tree));
            }
        }
        for (var uuid : tree.names(ACTIVE)) {
            var path = tree.resolved(ACTIVE + uuid).orElse("");
            var parent = lastName(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
            devices.putIfAbsent(
                    name(parent, uuid), new Device(parent, uuid, Optional.empty(), tree));
        }
        return devices;
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String name(String parent, String uuid) {
        return "mdev_" + underscored(uuid + "_" + parent);
    }

    private static String underscored(String text) {
        return text.replaceAll("[-:.]", "_");
    }

    private String xml(String name, Device device) {
        var isActive = device.isActive();
        var path = ACTIVE + device.uuid();
        var text = new StringBuilder("<device>\n  <name>" + name + "</name>\n");
        if (isActive) {
            text.append("  <path>").append(tree.resolved(path).orElseThrow()).append("</path>\n");
        }
        text.append("  <parent>pci_").append(underscored(device.parent())).append("</parent>\n");
        if (isActive) {
            text.append("  <driver>\n    <name>nvidia-vgpu-vfio</name>\n  </driver>\n");
        }
        text.append("  <capability type='mdev'>\n");
        text.append("    <type id='").append(device.type()).append("'/>\n");
        text.append("    <uuid>").append(device.uuid()).append("</uuid>\n");
        text.append("    <parent_addr>").append(device.parent()).append("</parent_addr>\n");
        if (isActive) {
            var group = lastName(tree.linked(path + "/iommu_group"));
            text.append("    <iommuGroup number='").append(group).append("'/>\n");
        }
        var parameters = device.definition().map(Definition::parameters).orElse(Parameters.NONE);
        if (!parameters.isEmpty()) {
            text.append("    <attr name='nvidia/vgpu_params' value='")
                    .append(parameters.text())
                    .append("'/>\n");
        }
        return text.append("  </capability>\n</device>\n\n").toString();
    }
}
