package vgpuctl.simulation;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Lays out a machine as in the runbook: GPUs below one root port each, and two VMs, shut off. */
final class SimulatedMachine {

    /** The bus of the captured host's card, {@code 0000:82:00.0}; further cards follow. */
    private static final int FIRST_BUS = 0x82;

    /** The IOMMU group of the captured host's card. */
    private static final int FIRST_GROUP = 80;

    /**
     * Where the first virtual function lies behind its physical one, in functions: as on A2, A10,
     * A40 and A100.
     */
    private static final int FIRST_VIRTUAL_FUNCTION = 4;

    private static final String MACHINE_ID = "b08dfa6083e7567a1921a715000001fb";

    private final Tree tree;

    SimulatedMachine(Tree tree) {
        this.tree = tree;
    }

    void build(List<Board> boards) {
        tree.file("/etc/machine-id", MACHINE_ID + "\n");
        tree.directory("/etc/mdevctl.d");
        tree.directory("/sys/bus/mdev/devices");
        tree.file("/usr/sbin/mdevctl", "");
        tree.file(
                "/usr/lib/udev/rules.d/60-mdevctl.rules",
                "ACTION==\"add\", SUBSYSTEM==\"mdev\","
                        + " RUN+=\"/usr/sbin/mdevctl start-parent-mdevs %k\"\n");
        var pciIds = new ArrayList<String>();
        for (var i = 0; i < boards.size(); i++) {
            card(boards.get(i), i);
            var board = boards.get(i);
            pciIds.add("\t" + board.device() + "  " + board.pciName() + "\n");
        }
        tree.file(
                "/usr/share/misc/pci.ids",
                "10de  NVIDIA Corporation\n"
                        + String.join("", pciIds.stream().sorted().distinct().toList()));
        domain("y-k8s-n-1", "10a1f3b2-52d6-4a4b-9d3e-6f1c5a0e0001");
        domain("y-k8s-n-2", "b1027c64-8f5e-4c1d-8a7b-2e9d4b0f0002");
    }

    private void card(Board board, int index) {
        var bus = "0000:" + HexFormat.of().toHexDigits((byte) (FIRST_BUS + index));
        var port = "devices/pci0000:80/0000:80:0" + (2 + index) + ".0/";
        var address = bus + ":00.0";
        var directory = "/sys/" + port + address;
        var group = FIRST_GROUP + index;
        function(port + address, address, board, board.subsystem());
        tree.link(directory + "/iommu_group", "../../../../kernel/iommu_groups/" + group);
        tree.link(
                "/sys/kernel/iommu_groups/" + group + "/devices/" + address,
                "../../../../" + port + address);
        if (board.virtualFunctions() == 0) {
            parent(port + address, address, board);
            return;
        }
        tree.file(directory + "/sriov_totalvfs", board.virtualFunctions() + "\n");
        tree.file(directory + "/sriov_numvfs", board.virtualFunctions() + "\n");
        for (var number = 0; number < board.virtualFunctions(); number++) {
            var place = FIRST_VIRTUAL_FUNCTION + number;
            var device = HexFormat.of().toHexDigits((byte) (place / 8));
            var virtual = bus + ":" + device + "." + place % 8;
            function(port + virtual, virtual, board, "0000");
            tree.link("/sys/" + port + virtual + "/physfn", "../" + address);
            tree.link(directory + "/virtfn" + number, "../" + virtual);
            parent(port + virtual, virtual, board);
        }
    }

    private void function(String place, String address, Board board, String subsystem) {
        var directory = "/sys/" + place;
        tree.file(directory + "/modalias", modalias(board.device(), subsystem));
        tree.file(directory + "/vendor", "0x10de\n");
        tree.file(directory + "/device", "0x" + board.device() + "\n");
        tree.file(directory + "/class", "0x030200\n");
        tree.file(directory + "/numa_node", "1\n");
        tree.link(directory + "/driver", "../../../../bus/pci/drivers/nvidia");
        tree.link("/sys/bus/pci/devices/" + address, "../../../" + place);
    }

    /** Registers a function as a parent of mediated devices. */
    private void parent(String place, String address, Board board) {
        tree.link("/sys/class/mdev_bus/" + address, "../../" + place);
        for (var type : board.types()) {
            var types = "/sys/" + place + "/mdev_supported_types/" + type.id();
            var available = board.virtualFunctions() == 0 ? type.maxInstances() : 1;
            tree.file(types + "/name", type.name() + "\n");
            tree.file(types + "/description", type.description() + "\n");
            tree.file(types + "/device_api", "vfio-pci\n");
            tree.file(types + "/available_instances", available + "\n");
            tree.file(types + "/create", "");
            tree.directory(types + "/devices");
        }
    }

    private static String modalias(String device, String subsystem) {
        return "pci:v000010DEd0000"
                + device.toUpperCase(Locale.ROOT)
                + "sv000010DEsd0000"
                + subsystem.toUpperCase(Locale.ROOT)
                + "bc03sc02i00\n";
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
