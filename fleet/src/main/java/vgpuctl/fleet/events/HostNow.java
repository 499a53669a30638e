package vgpuctl.fleet.events;

import java.util.Optional;
import java.util.TreeMap;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.fleet.InventoryJson;
import vgpuctl.core.fleet.MalformedDocument;
import vgpuctl.fleet.agent.Report;
import vgpuctl.fleet.documents.Keys.Part;

/**
 * A host's documents.
 *
 * @param fault why one of them cannot be read; it counts as it was before
 */
record HostNow(
        Optional<HostInventory> inventory,
        HostAllocation allocation,
        Optional<Report> report,
        boolean isAlive,
        Optional<String> fault) {

    static HostNow nothing(String host) {
        return new HostNow(
                Optional.empty(),
                HostAllocation.empty(host),
                Optional.empty(),
                false,
                Optional.empty());
    }

    HostNow with(String host, Part part, Optional<String> text) {
        try {
            return switch (part) {
                case INVENTORY ->
                        new HostNow(
                                text.map(InventoryJson::read),
                                allocation,
                                report,
                                isAlive,
                                Optional.empty());
                case ALLOCATION ->
                        new HostNow(
                                inventory,
                                text.map(AllocationJson::read)
                                        .orElseGet(() -> HostAllocation.empty(host)),
                                report,
                                isAlive,
                                Optional.empty());
                case REPORT ->
                        new HostNow(inventory, allocation, text.map(Report::read), isAlive, fault);
                case ALIVE -> new HostNow(inventory, allocation, report, text.isPresent(), fault);
            };
        } catch (MalformedDocument e) {
            return new HostNow(
                    inventory,
                    allocation,
                    report,
                    isAlive,
                    Optional.of("its documents cannot be read: " + e.getMessage()));
        }
    }

    boolean hasCarriedOut(String claim) {
        return report.filter(said -> said.hasCarriedOut(allocation, claim)).isPresent();
    }

    /** {@code 2 × NVIDIA A40, driver 550.90.05}; what it has, for who does not know it yet. */
    String words() {
        if (inventory.isEmpty()) {
            return "";
        }
        var counts = new TreeMap<String, Integer>();
        inventory.get().gpus().forEach(gpu -> counts.merge(gpu.model(), 1, Integer::sum));
        var words = new StringBuilder();
        counts.forEach((model, count) ->
                words.append(words.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(" × ")
                        .append(model));
        var driver = inventory.get().driver();
        return words + (driver.isEmpty() ? "" : ", driver " + driver);
    }
}
