package vgpuctl.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import vgpuctl.core.plan.Affect;
import vgpuctl.linux.libvirt.DomainStatus;
import vgpuctl.linux.libvirt.DomainXml;
import vgpuctl.linux.libvirt.Hostdev;
import vgpuctl.linux.libvirt.Libvirt;
import vgpuctl.linux.libvirt.LibvirtError;
import vgpuctl.linux.libvirt.LibvirtFailure;
import vgpuctl.simulation.sysfs.Tree;

/**
 * libvirt with its domains in the files where libvirt keeps them, and QEMU processes that are
 * entries in {@code /proc}.
 */
final class SimulatedLibvirt implements Libvirt {

    private static final String CONFIGURED = "/etc/libvirt/qemu";
    private static final String RUNNING = "/run/libvirt/qemu";
    private static final int FIRST_PID = 31016;

    /** How a device begins and ends in the XML of a domain. */
    private static final String BEGIN = "<hostdev ";

    private static final String END = "</hostdev>\n";

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
        var device = device(deviceXml);
        if (affect.contains(Affect.LIVE)) {
            open(name, hostdevs(liveXml(name)), device);
            tree.link(descriptor(name, device), group(device));
            serve(name, device);
            edit(live(name), xml -> inserted(xml, deviceXml));
        }
        if (affect.contains(Affect.CONFIG)) {
            edit(config(name), xml -> inserted(xml, deviceXml));
        }
    }

    @Override
    public void detach(String name, String deviceXml, Set<Affect> affect) {
        var device = device(deviceXml);
        if (affect.contains(Affect.LIVE)) {
            tree.delete(descriptor(name, device));
            manager().release(vm(name), name(device));
            edit(live(name), xml -> without(xml, device));
        }
        if (affect.contains(Affect.CONFIG)) {
            edit(config(name), xml -> without(xml, device));
        }
    }

    /** Starts a domain with the vGPUs of its configuration. */
    void start(String name) {
        var xml = domain(name).configXml().orElseThrow();
        var opened = new ArrayList<Hostdev>();
        for (var device : hostdevs(xml)) {
            open(name, opened, device);
            opened.add(device);
        }
        var pid = freePid();
        tree.file(
                live(name),
                "<domstatus state='running' reason='booted' pid='"
                        + pid
                        + "'>\n"
                        + xml
                        + "</domstatus>\n");
        var process = "/proc/" + pid;
        tree.file(process + "/comm", "qemu-system-x86\n");
        tree.file(process + "/stat", SimulatedProcess.stat("" + pid, "qemu-system-x86", pid));
        tree.file(
                process + "/cmdline",
                "/usr/bin/qemu-system-x86_64\0-uuid\0" + vm(name).uuid() + "\0");
        tree.directory(process + "/fd");
        for (var device : opened) {
            tree.link(descriptor(name, device), group(device));
            serve(name, device);
        }
    }

    private SimulatedVgpuDaemon manager() {
        return new SimulatedVgpuDaemon(tree);
    }

    private SimulatedVgpuDaemon.Vm vm(String name) {
        var uuid = DomainXml.parse(tree.text(config(name))).uuid().orElseThrow();
        return new SimulatedVgpuDaemon.Vm(uuid, name);
    }

    private void serve(String name, Hostdev device) {
        manager().serve(vm(name), kernel.running(name(device)));
    }

    /** Ends a domain's process. */
    void destroy(String name) {
        manager().ended(vm(name));
        tree.delete("/proc/" + pid(name));
        tree.delete(live(name));
    }

    boolean isRunning(String name) {
        return tree.exists(live(name));
    }

    private void open(String name, List<Hostdev> already, Hostdev device) {
        checkThere(device);
        checkFree(name, device);
        var others = already.stream().map(SimulatedLibvirt::name).toList();
        var refusal = kernel.open(others, name(device));
        if (refusal.isPresent()) {
            var group = kernel.groupOf(name(device));
            throw failed(
                    "internal error: qemu unexpectedly closed the monitor: vfio "
                            + name(device)
                            + ": error getting device from group "
                            + group
                            + ": "
                            + refusal.get().text()
                            + "\nVerify all devices in group "
                            + group
                            + " are bound to vfio-<bus> or pci-stub and not already in use");
        }
    }

    private void checkThere(Hostdev device) {
        switch (device) {
            case Hostdev.Mdev mdev -> {
                if (!kernel.exists(name(mdev))) {
                    throw failed(
                            "device not found: mediated device '" + name(mdev) + "' not found");
                }
            }
            case Hostdev.Pci function -> checkThere(name(function));
        }
    }

    private void checkThere(String address) {
        if (!kernel.existsFunction(address)) {
            throw failed(
                    "Device "
                            + address
                            + " not found: could not access /sys/bus/pci/devices/"
                            + address
                            + "/config: No such file or directory");
        }
        if (!kernel.isVendorVfio(address)) {
            throw failed(
                    "Requested operation is not valid: Unmanaged PCI device "
                            + address
                            + " must be manually detached from the host");
        }
    }

    private void checkFree(String name, Hostdev device) {
        for (var other : domains()) {
            var used = other.liveXml().map(SimulatedLibvirt::hostdevs).orElse(List.of());
            if (!other.name().equals(name) && used.stream().anyMatch(device::isSameDevice)) {
                throw failed(
                        "Requested operation is not valid: "
                                + kind(device)
                                + " "
                                + name(device)
                                + " is in use by driver QEMU, domain "
                                + other.name());
            }
        }
    }

    private static String kind(Hostdev device) {
        return switch (device) {
            case Hostdev.Mdev _ -> "mediated device";
            case Hostdev.Pci _ -> "PCI device";
        };
    }

    /** What the kernel calls a device. */
    private static String name(Hostdev device) {
        return switch (device) {
            case Hostdev.Mdev mdev -> mdev.uuid().toString();
            case Hostdev.Pci function -> function.source().toString();
        };
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

    private static String without(String xml, Hostdev device) {
        var from = 0;
        for (var at = xml.indexOf(BEGIN); at >= 0; at = xml.indexOf(BEGIN, from)) {
            from = xml.indexOf(END, at) + END.length();
            if (Hostdev.parse(xml.substring(at, from)).stream().anyMatch(device::isSameDevice)) {
                return xml.substring(0, xml.lastIndexOf('\n', at) + 1) + xml.substring(from);
            }
        }
        return xml;
    }

    private static List<Hostdev> hostdevs(String domainXml) {
        return DomainXml.parse(domainXml).hostdevs();
    }

    private static Hostdev device(String deviceXml) {
        return Hostdev.parse(deviceXml).orElseThrow();
    }

    private String group(Hostdev device) {
        return "/dev/vfio/" + kernel.groupOf(name(device));
    }

    private String descriptor(String name, Hostdev device) {
        return "/proc/" + pid(name) + "/fd/" + kernel.groupOf(name(device));
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
