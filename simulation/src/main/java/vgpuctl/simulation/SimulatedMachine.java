package vgpuctl.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import vgpuctl.core.pci.Architecture;
import vgpuctl.simulation.board.SimulatedBoard;
import vgpuctl.simulation.sysfs.Tree;

/** Lays out a machine as in the runbook, but for its GPUs: programs, and two VMs, shut off. */
final class SimulatedMachine {

    /**
     * The version that hosts with the newer cards have, and the last one whose {@code
     * vgpuConfig.xml} has those before Turing.
     */
    private static final String DRIVER = "580.142";

    private static final String DRIVER_OF_OLDER_CARDS = "550.54.16";

    private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";

    private static final String MACHINE_ID = "b08dfa6083e7567a1921a715000001fb";

    private final Tree tree;

    SimulatedMachine(Tree tree) {
        this.tree = tree;
    }

    /** Which boot of the machine this is; before the first, some other one. */
    String boot() {
        return tree.exists(BOOT_ID) ? tree.text(BOOT_ID) : "";
    }

    /** Boots it, always into the same boot after another. */
    void boot(String last) {
        tree.file(BOOT_ID, UUID.nameUUIDFromBytes(last.getBytes(UTF_8)) + "\n");
        new SimulatedDriver(tree).boot();
    }

    void build(List<SimulatedBoard> boards) {
        new SimulatedDriver(tree).build(driver(boards));
        boot("");
        tree.file("/etc/machine-id", MACHINE_ID + "\n");
        tree.directory("/etc/mdevctl.d");
        tree.file("/usr/sbin/mdevctl", "");
        tree.file("/usr/bin/nvidia-smi", "");
        tree.file("/usr/lib/nvidia/sriov-manage", "");
        tree.file(
                "/usr/lib/udev/rules.d/60-mdevctl.rules",
                "ACTION==\"add\", SUBSYSTEM==\"mdev\","
                        + " RUN+=\"/usr/sbin/mdevctl start-parent-mdevs %k\"\n");
        var pciIds = new ArrayList<String>();
        for (var board : boards) {
            pciIds.add("\t" + board.deviceHex() + "  " + board.model() + "\n");
        }
        tree.file(
                "/usr/share/misc/pci.ids",
                "10de  NVIDIA Corporation\n"
                        + String.join("", pciIds.stream().sorted().distinct().toList()));
        domain("y-k8s-n-1", "10a1f3b2-52d6-4a4b-9d3e-6f1c5a0e0001");
        domain("y-k8s-n-2", "b1027c64-8f5e-4c1d-8a7b-2e9d4b0f0002");
    }

    private static String driver(List<SimulatedBoard> boards) {
        return boards.stream()
                        .allMatch(b -> b.facts().architecture().compareTo(Architecture.TURING) >= 0)
                ? DRIVER
                : DRIVER_OF_OLDER_CARDS;
    }

    private void domain(String name, String uuid) {
        tree.file(
                "/etc/libvirt/qemu/" + name + ".xml",
                """
                <domain type='kvm'>
                  <name>%s</name>
                  <uuid>%s</uuid>
                  <memory unit='KiB'>16777216</memory>
                  <vcpu placement='static'>4</vcpu>
                  <os>
                    <type arch='x86_64' machine='pc-q35-6.2'>hvm</type>
                  </os>
                  <devices>
                    <emulator>/usr/bin/qemu-system-x86_64</emulator>
                    <console type='pty'/>
                  </devices>
                </domain>
                """
                        .formatted(name, uuid));
    }
}
