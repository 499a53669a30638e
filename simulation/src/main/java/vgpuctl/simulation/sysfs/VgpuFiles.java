package vgpuctl.simulation.sysfs;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import vgpuctl.simulation.board.SimulatedBoard.HostInterface;
import vgpuctl.simulation.driver.Admission;
import vgpuctl.simulation.driver.Card;
import vgpuctl.simulation.driver.Vgpu;
import vgpuctl.simulation.driver.Vgpu.Mdev;

/** The part of sysfs that changes with every vGPU: what there is and what still fits. */
record VgpuFiles(Card card, CardPlace place, Map<String, Entry> entries) {

    private static final String TYPES_HEADING = "ID    : vGPU Name\n";
    private static final int ID_WIDTH = 5;

    void add() {
        if (card.board().hostInterface() == HostInterface.VENDOR_VFIO) {
            vendorFiles();
        } else {
            offers();
            card.vgpus().forEach(vgpu -> vgpu.mdev().ifPresent(mdev -> device(vgpu, mdev)));
        }
    }

    /** Free functions all answer the same, and there are many. */
    private void vendorFiles() {
        var taken = new TreeSet<String>();
        for (var vgpu : card.vgpus()) {
            taken.add(vgpu.function());
            vendorFiles(vgpu.function(), TYPES_HEADING, "" + vgpu.type().id(), vgpu.parameters());
            var files = vgpu.function() + "/nvidia/";
            text(files + "placement_id", orNotApplicable(vgpu.placement()) + "\n");
            text(files + "gpu_instance_id", orNotApplicable(vgpu.gpuInstance()) + "\n");
        }
        var free = card.parents().stream().filter(function -> !taken.contains(function)).toList();
        if (!free.isEmpty()) {
            var creatable = creatable(free.getFirst());
            free.forEach(function -> vendorFiles(function, creatable, "0", ""));
        }
    }

    private void vendorFiles(String function, String creatable, String type, String parameters) {
        var files = function + "/nvidia/";
        text(files + "creatable_vgpu_types", creatable);
        text(files + "current_vgpu_type", type + "\n");
        text(files + "vgpu_params", parameters.isEmpty() ? "" : parameters + "\n");
    }

    private String creatable(String function) {
        var text = new StringBuilder(TYPES_HEADING);
        for (var type : new Admission(card).creatable(function)) {
            var id = "" + type.id();
            text.append(id)
                    .repeat(' ', Math.max(0, ID_WIDTH - id.length()))
                    .append(" : ")
                    .append(type.name().full())
                    .append('\n');
        }
        return text.toString();
    }

    private static String orNotApplicable(OptionalInt number) {
        return number.isPresent() ? "" + number.getAsInt() : "Not Applicable";
    }

    private void offers() {
        var admission = new Admission(card);
        var taken = new TreeSet<String>();
        card.vgpus().forEach(vgpu -> taken.add(vgpu.function()));
        for (var type : card.board().types()) {
            // What a free function answers, all free ones answer.
            var untaken = "";
            for (var function : card.parents()) {
                var types = function + "/mdev_supported_types/" + type.mdevType();
                if (taken.contains(function)) {
                    text(
                            types + "/available_instances",
                            admission.available(function, type) + "\n");
                } else {
                    untaken =
                            untaken.isEmpty()
                                    ? admission.available(function, type) + "\n"
                                    : untaken;
                    text(types + "/available_instances", untaken);
                }
                put(types + "/devices", new Entry.Folder());
            }
        }
    }

    private void device(Vgpu vgpu, Mdev mdev) {
        var uuid = mdev.uuid();
        var parent = vgpu.function();
        var device = parent + "/" + uuid;
        var type = "mdev_supported_types/" + vgpu.type().mdevType();
        link(device + "/mdev_type", "../" + type);
        link(device + "/iommu_group", "../../../../../kernel/iommu_groups/" + mdev.iommuGroup());
        link(device + "/driver", "../../../../../bus/mdev/drivers/nvidia-vgpu-vfio");
        text(device + "/remove", "");
        var parameters = vgpu.parameters();
        text(device + "/nvidia/vgpu_params", parameters.isEmpty() ? "" : parameters + "\n");
        link(parent + "/" + type + "/devices/" + uuid, "../../../" + uuid);
        var target = place.port() + "/" + device;
        entries.put("/sys/bus/mdev/devices/" + uuid, new Entry.Link("../../../" + target));
        entries.put(
                "/sys/kernel/iommu_groups/" + mdev.iommuGroup() + "/devices/" + uuid,
                new Entry.Link("../../../../" + target));
    }

    private void text(String path, String text) {
        put(path, new Entry.Text(text));
    }

    private void link(String path, String target) {
        put(path, new Entry.Link(target));
    }

    private void put(String path, Entry entry) {
        entries.put("/sys/" + place.port() + "/" + path, entry);
    }
}
