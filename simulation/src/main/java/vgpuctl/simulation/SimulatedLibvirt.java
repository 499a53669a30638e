package vgpuctl.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.plan.Affect;
import vgpuctl.linux.libvirt.DomainStatus;
import vgpuctl.linux.libvirt.DomainXml;
import vgpuctl.linux.libvirt.Hostdev;
import vgpuctl.linux.libvirt.Libvirt;
import vgpuctl.linux.libvirt.LibvirtError;
import vgpuctl.linux.libvirt.LibvirtFailure;

/**
 * libvirt with its domains in the files where libvirt keeps them, and QEMU processes that are
 * entries in {@code /proc}.
 */
final class SimulatedLibvirt implements Libvirt {

    private static final String CONFIGURED = "/etc/libvirt/qemu";
    private static final String RUNNING = "/run/libvirt/qemu";
    private static final int FIRST_PID = 31016;

    private final Tree tree;
    private final SimulatedKernel kernel;

    SimulatedLibvirt(Tree tree, SimulatedKernel kernel) {
        this.tree = tree;
        this.kernel = kernel;
    }

    @Override
    public List<Description> domains() {
        return tree.names(CONFIGURED).stream()
                .filter(file -> file.endsWith(".xml"))
                .map(file -> file.substring(0, file.length() - ".xml".length()))
                .map(this::domain)
                .toList();
    }

    @Override
    public Description domain(String name) {
        if (!tree.exists(config(name))) {
            throw new LibvirtFailure.NoSuchDomain(name).thrown();
        }
        var xml = tree.text(config(name));
        var live = tree.exists(live(name)) ? Optional.of(liveXml(name)) : Optional.<String>empty();
        return new Description(
                name, DomainXml.parse(xml).uuid().orElseThrow(), Optional.of(xml), live);
    }

    private String liveXml(String name) {
        var status = tree.text(live(name));
        return status.substring(status.indexOf("<domain "), status.indexOf("</domstatus>"));
    }

    @Override
    public void attach(String name, String deviceXml, Set<Affect> affect) {
        var uuid = uuid(deviceXml);
        if (affect.contains(Affect.LIVE)) {
            open(name, mdevs(liveXml(name)), uuid);
            tree.link(descriptor(name, uuid), "/dev/vfio/" + kernel.groupOf(uuid));
            edit(live(name), xml -> inserted(xml, deviceXml));
        }
        if (affect.contains(Affect.CONFIG)) {
            edit(config(name), xml -> inserted(xml, deviceXml));
        }
    }

    @Override
    public void detach(String name, String deviceXml, Set<Affect> affect) {
        var uuid = uuid(deviceXml);
        if (affect.contains(Affect.LIVE)) {
            tree.delete(descriptor(name, uuid));
            edit(live(name), xml -> without(xml, uuid));
        }
        if (affect.contains(Affect.CONFIG)) {
            edit(config(name), xml -> without(xml, uuid));
        }
    }

    /** Starts a domain with the vGPUs of its configuration. */
    void start(String name) {
        var xml = domain(name).configXml().orElseThrow();
        var opened = new ArrayList<String>();
        for (var uuid : mdevs(xml)) {
            if (!kernel.exists(uuid)) {
                throw failed("device not found: mediated device '" + uuid + "' not found");
            }
            open(name, opened, uuid);
            opened.add(uuid);
        }
        var pid = freePid();
        tree.file(
                live(name),
                "<domstatus state='running' reason='booted' pid='"
                        + pid
                        + "'>\n"
                        + xml
                        + "</domstatus>\n");
        tree.file("/proc/" + pid + "/comm", "qemu-system-x86\n");
        opened.forEach(
                uuid -> tree.link(descriptor(name, uuid), "/dev/vfio/" + kernel.groupOf(uuid)));
    }

    /** Ends a domain's process. */
    void destroy(String name) {
        tree.delete("/proc/" + pid(name));
        tree.delete(live(name));
    }

    boolean isRunning(String name) {
        return tree.exists(live(name));
    }

    private void open(String name, List<String> already, String uuid) {
        for (var other : domains()) {
            var used = other.liveXml().map(SimulatedLibvirt::mdevs).orElse(List.of());
            if (!other.name().equals(name) && used.contains(uuid)) {
                throw failed(
                        "Requested operation is not valid: mediated device "
                                + uuid
                                + " is in use by driver QEMU, domain "
                                + other.name());
            }
        }
        if (!kernel.open(already, uuid)) {
            var group = kernel.groupOf(uuid);
            throw failed(
                    "internal error: qemu unexpectedly closed the monitor: vfio "
                            + uuid
                            + ": error getting device from group "
                            + group
                            + ": Input/output error\nVerify all devices in group "
                            + group
                            + " are bound to vfio-<bus> or pci-stub and not already in use");
        }
    }

    private static RuntimeException failed(String message) {
        return new LibvirtFailure.OperationFailed(
                        "change the domain", new LibvirtError(1, 10, message, OptionalInt.empty()))
                .thrown();
    }

    private interface Edit {
        String apply(String xml);
    }

    /** Written beside and renamed, as libvirt does. */
    private void edit(String path, Edit edit) {
        tree.file(path + ".new", edit.apply(tree.text(path)));
        tree.move(path + ".new", path);
    }

    private static String inserted(String xml, String device) {
        return xml.replace("  </devices>", device.indent(4) + "  </devices>");
    }

    private static String without(String xml, String uuid) {
        var at = xml.indexOf("uuid='" + uuid + "'");
        var from = xml.lastIndexOf("\n", xml.lastIndexOf("<hostdev ", at)) + 1;
        var to = xml.indexOf("</hostdev>\n", at) + "</hostdev>\n".length();
        return at < 0 ? xml : xml.substring(0, from) + xml.substring(to);
    }

    private static List<String> mdevs(String domainXml) {
        return DomainXml.parse(domainXml).hostdevs().stream()
                .filter(Hostdev.Mdev.class::isInstance)
                .map(device -> ((Hostdev.Mdev) device).uuid().toString())
                .toList();
    }

    private static String uuid(String deviceXml) {
        return Hostdev.parse(deviceXml)
                .filter(Hostdev.Mdev.class::isInstance)
                .map(device -> ((Hostdev.Mdev) device).uuid())
                .map(UUID::toString)
                .orElseThrow();
    }

    private String descriptor(String name, String uuid) {
        return "/proc/" + pid(name) + "/fd/" + kernel.groupOf(uuid);
    }

    private long pid(String name) {
        return DomainStatus.parse(tree.text(live(name))).pid().orElseThrow();
    }

    private int freePid() {
        var pid = FIRST_PID;
        while (tree.exists("/proc/" + pid)) {
            pid++;
        }
        return pid;
    }

    private static String config(String name) {
        return CONFIGURED + "/" + name + ".xml";
    }

    private static String live(String name) {
        return RUNNING + "/" + name + ".xml";
    }
}
