package vgpuctl.simulation.sysfs;

import java.util.Locale;
import java.util.Map;
import vgpuctl.simulation.board.SimulatedBoard.HostInterface;
import vgpuctl.simulation.driver.Card;

/**
 * The part of sysfs that changes only when virtual functions come and go: PCI functions, and the
 * types that they offer.
 */
record Functions(Card card, CardPlace place, Map<String, Entry> entries) {

    private static final String NO_SUBSYSTEM = "0000";

    void add() {
        var board = card.board();
        function(card.address(), board.subsystemHex(), place.group());
        if (board.hasVirtualFunctions()) {
            text(card.address() + "/sriov_totalvfs", board.totalVirtualFunctions() + "\n");
            text(card.address() + "/sriov_numvfs", card.virtualFunctions() + "\n");
            text(card.address() + "/sriov_offset", board.firstVirtualFunction() + "\n");
            text(card.address() + "/sriov_stride", "1\n");
        }
        for (var number = 0; number < card.virtualFunctions(); number++) {
            var address = card.virtualFunction(number);
            function(address, NO_SUBSYSTEM, place.groupOfVirtualFunction(number));
            link(address + "/physfn", "../" + card.address());
            link(card.address() + "/virtfn" + number, "../" + address);
        }
        if (board.hostInterface() != HostInterface.VENDOR_VFIO) {
            card.parents().forEach(this::parent);
        }
    }

    private void function(String address, String subsystem, int group) {
        var device = card.board().deviceHex();
        text(address + "/modalias", modalias(device, subsystem));
        text(address + "/vendor", "0x10de\n");
        text(address + "/device", "0x" + device + "\n");
        text(address + "/class", "0x030200\n");
        text(address + "/numa_node", "1\n");
        link(address + "/driver", "../../../../bus/pci/drivers/nvidia");
        link(address + "/iommu_group", "../../../../kernel/iommu_groups/" + group);
        var target = place.port() + "/" + address;
        entries.put("/sys/bus/pci/devices/" + address, new Entry.Link("../../../" + target));
        entries.put(
                "/sys/kernel/iommu_groups/" + group + "/devices/" + address,
                new Entry.Link("../../../../" + target));
    }

    private static String modalias(String device, String subsystem) {
        return "pci:v000010DEd0000"
                + device.toUpperCase(Locale.ROOT)
                + "sv000010DEsd0000"
                + subsystem.toUpperCase(Locale.ROOT)
                + "bc03sc02i00\n";
    }

    /** Registers a function as a parent of mediated devices. */
    private void parent(String address) {
        entries.put(
                "/sys/class/mdev_bus/" + address,
                new Entry.Link("../../" + place.port() + "/" + address));
        for (var type : card.board().types()) {
            var types = address + "/mdev_supported_types/" + type.mdevType();
            text(types + "/name", type.name().full() + "\n");
            text(types + "/description", type.description() + "\n");
            text(types + "/device_api", "vfio-pci\n");
            text(types + "/create", "");
        }
    }

    private void text(String path, String text) {
        entries.put("/sys/" + place.port() + "/" + path, new Entry.Text(text));
    }

    private void link(String path, String target) {
        entries.put("/sys/" + place.port() + "/" + path, new Entry.Link(target));
    }
}
