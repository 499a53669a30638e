package vgpuctl.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * What a simulated driver goes by at one moment: the vGPUs that there are, and the types of the
 * devices that they are made on.
 */
record DriverState(Tree tree, List<Parent> parents) {

    static final String PARENTS = "/sys/class/mdev_bus";

    private static final int UUID_LENGTH = 36;

    /**
     * A device that vGPUs are made on, and those that it has.
     *
     * @param card the physical function that it belongs to: itself, or that of a virtual function
     */
    record Parent(String name, String card, List<Device> devices) {}

    record Device(String uuid, String type) {}

    record Type(String id, int framebufferMib, int maxInstances) {}

    static DriverState of(Tree tree) {
        var parents = new ArrayList<Parent>();
        for (var name : tree.names(PARENTS)) {
            parents.add(new Parent(name, card(tree, name), devices(tree, name)));
        }
        return new DriverState(tree, parents);
    }

    private static String card(Tree tree, String parent) {
        var physical = PARENTS + "/" + parent + "/physfn";
        return tree.exists(physical) ? lastName(tree.linked(physical)) : parent;
    }

    private static List<Device> devices(Tree tree, String parent) {
        var devices = new ArrayList<Device>();
        for (var name : tree.names(PARENTS + "/" + parent)) {
            if (name.length() == UUID_LENGTH) {
                var type = tree.linked(PARENTS + "/" + parent + "/" + name + "/mdev_type");
                devices.add(new Device(name, lastName(type)));
            }
        }
        return devices;
    }

    static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String typeDirectory(String parent, String type) {
        return PARENTS + "/" + parent + "/mdev_supported_types/" + type;
    }

    Parent parent(String name) {
        return parents.stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow();
    }

    List<Type> types(Parent parent) {
        return tree.names(PARENTS + "/" + parent.name + "/mdev_supported_types").stream()
                .map(id -> type(parent, id))
                .toList();
    }

    Type type(Parent parent, String id) {
        var description = tree.text(typeDirectory(parent.name, id) + "/description");
        return new Type(
                id, number(description, "framebuffer="), number(description, "max_instance="));
    }

    private static int number(String description, String key) {
        var from = description.indexOf(key) + key.length();
        var to = from;
        while (to < description.length() && Character.isDigit(description.charAt(to))) {
            to++;
        }
        return Integer.parseInt(description.substring(from, to));
    }

    /**
     * How many more of a type the driver makes on a parent: as many as its maximum leaves, as long
     * as all vGPUs of the card have its frame buffer size. A virtual function takes one.
     */
    int available(Parent parent, Type type) {
        var onCard = new ArrayList<Device>();
        for (var other : parents) {
            if (other.card.equals(parent.card)) {
                onCard.addAll(other.devices);
            }
        }
        var sameSize =
                onCard.stream()
                        .allMatch(d -> type(parent, d.type).framebufferMib == type.framebufferMib);
        var room = sameSize ? Math.max(0, type.maxInstances - onCard.size()) : 0;
        if (parent.card.equals(parent.name)) {
            return room;
        }
        return parent.devices.isEmpty() ? Math.min(room, 1) : 0;
    }
}
