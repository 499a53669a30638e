package vgpuctl.simulation;

import static vgpuctl.simulation.DriverState.lastName;
import static vgpuctl.simulation.DriverState.typeDirectory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import vgpuctl.core.pci.Architecture;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.Errno;
import vgpuctl.simulation.DriverState.Device;
import vgpuctl.simulation.DriverState.Parent;

/**
 * The mdev core and NVIDIA's driver below it, answering writes as they do: capacity, the equal-size
 * rule, error numbers, lines in the log.
 *
 * <p>A process that is killed in the middle of a write would leave a real kernel whole. Here a mark
 * is set for the time of a change, and whoever finds it first puts the tree in order.
 */
final class SimulatedKernel implements AttributeWriter {

    static final String LOG = "/var/log/kernel";

    private static final String DEVICES = "/sys/bus/mdev/devices";
    private static final String PARENTS = DriverState.PARENTS;
    private static final String GROUPS = "/sys/kernel/iommu_groups";
    private static final String CHANGING = "/.changing";
    private static final String MAKING = "/.making";

    /** The first IOMMU group of a vGPU on the captured host. */
    private static final int FIRST_GROUP = 123;

    /** The attributes that can be written. */
    private static final class Writable {
        static final Pattern CREATE =
                Pattern.compile(PARENTS + "/([^/]+)/mdev_supported_types/([^/]+)/create");
        static final Pattern REMOVE = Pattern.compile(DEVICES + "/([^/]+)/remove");
    }

    private final Tree tree;

    SimulatedKernel(Tree tree) {
        this.tree = tree;
        if (tree.exists(CHANGING)) {
            tree.alone(this::settleWhatWasCutOff);
        }
    }

    private boolean settleWhatWasCutOff() {
        var cutOff = tree.exists(CHANGING);
        if (cutOff) {
            settle();
        }
        return cutOff;
    }

    @Override
    public Answer write(String path, String value) {
        return tree.alone(() -> answer(path, value));
    }

    private Answer answer(String path, String value) {
        var create = Writable.CREATE.matcher(path);
        if (create.matches()) {
            return create(create.group(1), create.group(2), value.strip());
        }
        var remove = Writable.REMOVE.matcher(path);
        return remove.matches() ? remove(remove.group(1)) : refused(Errno.EACCES);
    }

    @Override
    public Answer writeOrLeave(String path, String value) {
        return write(path, value);
    }

    private static Answer refused(Errno errno) {
        return new Answer.RefusedWith(errno);
    }

    private Answer create(String parent, String type, String text) {
        if (!tree.exists(typeDirectory(parent, type))) {
            return refused(Errno.ENOENT);
        }
        var uuid = uuid(text);
        if (uuid.isEmpty()) {
            return refused(Errno.EINVAL);
        }
        if (tree.exists(DEVICES + "/" + text)) {
            return refused(Errno.EEXIST);
        }
        var state = DriverState.of(tree);
        var place = state.parent(parent);
        if (state.available(place, state.type(place, type)) == 0) {
            log(text + ": vGPU creation failed, -5");
            return refused(Errno.EIO);
        }
        change(() -> makeDevice(parent, type, text));
        log(text + ": vGPU device created successfully.");
        return new Answer.Written();
    }

    private static Optional<UUID> uuid(String text) {
        try {
            var uuid = UUID.fromString(text);
            return text.length() == 36 ? Optional.of(uuid) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The directory of the device is the truth; it appears whole. The rest follows from it. */
    private void makeDevice(String parent, String type, String uuid) {
        tree.delete(MAKING);
        var group = freeGroup();
        tree.link(MAKING + "/mdev_type", "../mdev_supported_types/" + type);
        tree.link(MAKING + "/iommu_group", "../../../../../kernel/iommu_groups/" + group);
        tree.link(MAKING + "/driver", "../../../../../bus/mdev/drivers/nvidia-vgpu-vfio");
        tree.file(MAKING + "/remove", "");
        tree.file(MAKING + "/nvidia/vgpu_params", "");
        tree.move(MAKING, PARENTS + "/" + parent + "/" + uuid);
    }

    private int freeGroup() {
        var group = FIRST_GROUP;
        while (tree.exists(GROUPS + "/" + group)) {
            group++;
        }
        return group;
    }

    /** A device that somebody has open keeps the writer waiting: no answer. */
    private Answer remove(String uuid) {
        if (!tree.exists(DEVICES + "/" + uuid)) {
            return refused(Errno.ENOENT);
        }
        if (isOpen(uuid)) {
            log(
                    uuid
                            + ": No mdev vendor driver request callback support, blocked until"
                            + " released by user");
            return new Answer.None();
        }
        change(() -> tree.delete(parentOf(uuid) + "/" + uuid));
        log(uuid + ": vGPU device destroyed.");
        return new Answer.Written();
    }

    private String parentOf(String uuid) {
        return parents().stream()
                .map(parent -> PARENTS + "/" + parent)
                .filter(parent -> tree.exists(parent + "/" + uuid))
                .findFirst()
                .orElseThrow();
    }

    private boolean isOpen(String uuid) {
        var group = groupOf(uuid);
        return tree.names("/proc").stream()
                .flatMap(pid ->
                        tree.names("/proc/" + pid + "/fd").stream().map(fd -> pid + "/fd/" + fd))
                .anyMatch(fd -> tree.linked("/proc/" + fd).equals("/dev/vfio/" + group));
    }

    /** The IOMMU group of an active device. */
    String groupOf(String uuid) {
        var target = tree.linked(DEVICES + "/" + uuid + "/iommu_group");
        return target.substring(target.lastIndexOf('/') + 1);
    }

    private void change(Runnable change) {
        tree.file(CHANGING, "");
        change.run();
        settle();
    }

    /**
     * Makes everything agree with the devices that there are. What agrees already is not touched:
     * others look at it meanwhile.
     */
    void settle() {
        tree.file(CHANGING, "");
        var devices = new TreeMap<String, String>();
        var groups = new TreeSet<String>();
        var state = DriverState.of(tree);
        for (var parent : state.parents()) {
            for (var device : parent.devices()) {
                devices.put(device.uuid(), place(parent.name(), device));
                groups.add(publishGroup(parent.name(), device));
            }
            state.types(parent).forEach(type -> publish(parent, type, state));
        }
        keepLinks(DEVICES, devices);
        for (var group : tree.names(GROUPS)) {
            if (Integer.parseInt(group) >= FIRST_GROUP && !groups.contains(group)) {
                tree.delete(GROUPS + "/" + group);
            }
        }
        tree.delete(CHANGING);
    }

    /** Where a device lies, as seen from {@link #DEVICES}. */
    private String place(String parent, Device device) {
        var place = tree.linked(PARENTS + "/" + parent).replaceFirst("^../../", "../../../");
        return place + "/" + device.uuid();
    }

    private String publishGroup(String parent, Device device) {
        var group = tree.linked(PARENTS + "/" + parent + "/" + device.uuid() + "/iommu_group");
        var number = group.substring(group.lastIndexOf('/') + 1);
        var place = place(parent, device).replaceFirst("^../../../", "../../../../");
        keepLinks(GROUPS + "/" + number + "/devices", Map.of(device.uuid(), place));
        return number;
    }

    private void publish(Parent parent, DriverState.Type type, DriverState state) {
        var directory = typeDirectory(parent.name(), type.id());
        var available = state.available(parent, type);
        tree.update(directory + "/available_instances", available + "\n");
        var devices = new TreeMap<String, String>();
        for (var device : parent.devices()) {
            if (device.type().equals(type.id())) {
                devices.put(device.uuid(), "../../../" + device.uuid());
            }
        }
        keepLinks(directory + "/devices", devices);
    }

    /** These links and no others in a directory. */
    private void keepLinks(String directory, Map<String, String> targets) {
        tree.directory(directory);
        var present = tree.names(directory);
        for (var name : present) {
            if (!targets.containsKey(name)) {
                tree.delete(directory + "/" + name);
            }
        }
        targets.forEach((name, target) -> {
            if (!present.contains(name) || !tree.linked(directory + "/" + name).equals(target)) {
                tree.link(directory + "/" + name, target);
            }
        });
    }

    /**
     * The driver's answer when a process opens a vGPU beside those that it has: GPUs up to Pascal
     * combine only whole-card types, later ones all of the C and Q series.
     *
     * @return whether it starts
     */
    boolean open(List<String> already, String uuid) {
        var together = new ArrayList<>(already);
        together.add(uuid);
        if (together.size() > 1 && !together.stream().allMatch(this::mayBeCombined)) {
            log(uuid + ": start failed. status: 0x0");
            return false;
        }
        return true;
    }

    private boolean mayBeCombined(String uuid) {
        var parent = parentOf(uuid);
        var type = tree.linked(parent + "/" + uuid + "/mdev_type");
        var directory = parent + "/mdev_supported_types/" + lastName(type);
        var device = Integer.decode(tree.text(parent + "/device").strip());
        if (Architecture.ofDevice(device).orElseThrow().compareTo(Architecture.PASCAL) <= 0) {
            return tree.text(directory + "/description").strip().endsWith("max_instance=1");
        }
        var series = new TypeName(tree.text(directory + "/name").strip()).series().orElseThrow();
        return series == Series.C || series == Series.Q;
    }

    List<String> parents() {
        return tree.names(PARENTS);
    }

    boolean exists(String uuid) {
        return tree.exists(DEVICES + "/" + uuid);
    }

    private void log(String line) {
        var before = tree.exists(LOG) ? tree.text(LOG) : "";
        tree.file(LOG, before + "[nvidia-vgpu-vfio] " + line + "\n");
    }
}
