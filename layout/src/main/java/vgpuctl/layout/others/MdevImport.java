package vgpuctl.layout.others;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.layout.GpuSelector;
import vgpuctl.core.layout.LayoutVgpu;
import vgpuctl.core.others.Imported;

/**
 * Puts together what mdevctl, libvirt and nvidia-dev-ctl know about the mediated devices of a host.
 * Each text that cannot be read costs that text, and a note says so.
 */
public final class MdevImport {

    private final Knowledge knowledge;
    private final Set<String> notes = new LinkedHashSet<>();
    private final SequencedMap<UUID, FoundMdev> mdevs = new LinkedHashMap<>();
    private final Map<UUID, String> vms = new LinkedHashMap<>();

    public MdevImport(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    /** One of mdevctl's files, {@code /etc/mdevctl.d/PARENT/UUID}. */
    public void mdevctlDefinition(String parent, String uuid, String text) {
        var said = new ArrayList<String>();
        var state = new MdevctlState(said);
        state.definition(parent, uuid, text);
        take(state.found(), said);
    }

    /** What {@code mdevctl list --dumpjson} prints, with {@code --defined} or without. */
    public void mdevctlDump(String text) {
        var said = new ArrayList<String>();
        var state = new MdevctlState(said);
        state.dump(text);
        take(state.found(), said);
    }

    /** What {@code virsh nodedev-dumpxml} prints of a mediated device. */
    public void nodeDevice(String xml) {
        var said = new ArrayList<String>();
        NodeDeviceXml.read(xml, said)
                .ifKnownOrElse(
                        mdev -> take(List.of(mdev), said),
                        why -> notes.add("a node device is left out: " + why));
    }

    /** Node devices and domains, one after the other, each as virsh prints it. */
    public void libvirt(String text) {
        for (var document : VirshOutput.documents(text)) {
            if (VirshOutput.isNodeDevice(document)) {
                nodeDevice(document);
            } else {
                domain(document);
            }
        }
    }

    /** A libvirt domain: who has the mediated devices. */
    public void domain(String xml) {
        DomainDevices.read(xml)
                .ifKnownOrElse(this::take, why -> notes.add("a domain is left out: " + why));
    }

    /** What {@code nvidia-dev-ctl save} writes. */
    public void devCtl(String text) {
        var said = new ArrayList<String>();
        take(new DevCtlTable(said).read(text), said);
    }

    private void take(List<FoundMdev> found, List<String> said) {
        notes.addAll(said);
        for (var mdev : found) {
            if (fits(mdev)) {
                mdevs.merge(mdev.uuid(), mdev, this::merged);
            } else {
                notes.add(mdev.uuid() + " is left out: its parent or type has a name of no device");
            }
        }
    }

    /** Whether a layout can be written with it. */
    private static boolean fits(FoundMdev mdev) {
        return GpuSelector.parse(mdev.parent().text()).isPresent()
                && LayoutVgpu.canBeType(mdev.type().text());
    }

    /** What was read first counts; what starts or is there by any account does so. */
    private FoundMdev merged(FoundMdev first, FoundMdev second) {
        if (!first.type().equals(second.type()) || !first.parent().equals(second.parent())) {
            notes.add(
                    first.uuid()
                            + " is told in two ways: "
                            + first.type()
                            + " on "
                            + first.parent()
                            + " was taken, not "
                            + second.type()
                            + " on "
                            + second.parent());
        }
        return first.and(second);
    }

    private void take(DomainDevices devices) {
        if (!LayoutVgpu.canBeVm(devices.domain())) {
            notes.add("a domain is left out: " + Notes.shown(devices.domain()) + " is no name");
            return;
        }
        for (var mdev : devices.mdevs()) {
            var other = vms.putIfAbsent(mdev, devices.domain());
            if (other != null && !other.equals(devices.domain())) {
                notes.add(
                        mdev + " is in two VMs: " + other + " was taken, not " + devices.domain());
            }
        }
        for (var mdev : devices.arguments()) {
            notes.add(
                    devices.domain()
                            + " has "
                            + mdev
                            + " by an argument to QEMU: it is left out, since the VM would get it"
                            + " twice; make a hostdev of it first");
        }
        for (var function : devices.functions()) {
            var device = DeviceName.of(function);
            if (knowledge.gpus().isEmpty() || knowledge.gpuOf(device).isPresent()) {
                notes.add(
                        devices.domain() + " has the PCI function " + device + ": it is left out");
            }
        }
    }

    /** What the host shows of the devices; counts where no text says it. */
    public void seen(HostSnapshot host) {
        for (var vgpu : host.vgpus()) {
            mdevs.computeIfPresent(vgpu.uuid(), (_, mdev) -> mdev.seen(vgpu));
        }
    }

    /**
     * Leaves devices of GPUs out that the host does not have: for what was read on the host itself,
     * where it is of GPUs that are gone.
     */
    public void leaveOutOtherGpus() {
        for (var mdev : List.copyOf(mdevs.values())) {
            if (knowledge.gpuOf(mdev.parent()).isEmpty()) {
                mdevs.remove(mdev.uuid());
                vms.remove(mdev.uuid());
                notes.add(mdev.uuid() + " is left out: this host has no " + mdev.parent() + " now");
            }
        }
    }

    /** The layout of all that was read. */
    public Imported layout() {
        var layout = new MdevLayout(knowledge, vms, notes).of(List.copyOf(mdevs.values()));
        for (var vm : vms.entrySet()) {
            if (!mdevs.containsKey(vm.getKey())) {
                notes.add(
                        vm.getValue()
                                + " has "
                                + vm.getKey()
                                + ", of which type and GPU are not known: it is left out");
            }
        }
        return new Imported(layout, List.copyOf(notes));
    }
}
