package vgpuctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.FleetGpu;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.fleet.HostResources;
import vgpuctl.core.fleet.InventoryJson;
import vgpuctl.core.type.TypeName;
import vgpuctl.fleet.address.StoreAddress;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.store.Transaction;

/** Documents of many hosts, of which none is there: for what only looks at them. */
final class CrowdedFleet {

    private static final int CARDS = 8;
    private static final int EACH_RACK = 25;
    private static final int GB_OF_ONE = 12;

    private static final GpuModel A40 =
            GpuModel.of(Catalogue.ofProject().board("A40").orElseThrow(), 17);

    private CrowdedFleet() {}

    /** Fills a store with so many hosts of eight cards, in racks of 25. */
    static void fill(String store, int hosts) {
        var address = StoreAddress.parse(store);
        try (var opened = address.open(Optional.empty(), Optional.empty())) {
            for (var n = 0; n < hosts; n++) {
                var id = "n%04d".formatted(n);
                var host =
                        new Transaction.Builder()
                                .put(
                                        address.keys().host(id, Part.INVENTORY),
                                        InventoryJson.write(inventory(id, n)))
                                .put(
                                        address.keys().host(id, Part.ALLOCATION),
                                        AllocationJson.write(allocation(id, n)));
                // One of forty is not heard.
                if (n % 40 != 7) {
                    host.put(address.keys().host(id, Part.ALIVE), "here");
                }
                opened.commit(host.build());
            }
        }
    }

    private static HostInventory inventory(String id, int n) {
        var cards = new ArrayList<FleetGpu>();
        for (var card = 0; card < CARDS; card++) {
            var usable = FleetGpu.of(bus(card), A40.name());
            cards.add(
                    (n * CARDS + card) % 97 == 5
                            ? new FleetGpu(
                                    usable.id(),
                                    usable.uuid(),
                                    usable.model(),
                                    usable.numa(),
                                    usable.functions(),
                                    usable.barred(),
                                    usable.others(),
                                    Optional.of("its driver does not answer"))
                            : usable);
        }
        return new HostInventory(
                id,
                Optional.of("r%02d".formatted(n / EACH_RACK)),
                new TreeMap<>(),
                "550.144",
                OptionalInt.of(17),
                "vfio",
                Optional.empty(),
                List.of(A40),
                cards);
    }

    private static String bus(int card) {
        return "0000:%02x:00.0".formatted(0x10 + card);
    }

    /** On each card between none and four of 12 GB. */
    private static HostAllocation allocation(String id, int n) {
        var modes = new TreeMap<String, Mode>();
        var claims = new ArrayList<FleetClaim>();
        for (var card = 0; card < CARDS; card++) {
            var gpu = bus(card);
            if ((n + card) % 3 == 0) {
                modes.put(gpu, Mode.MIXED_SIZE);
            }
            var claim = id + "-" + card;
            var vgpus =
                    IntStream.range(0, (n * 7 + card * 3) % 5)
                            .mapToObj(i ->
                                    new ClaimedVgpu(
                                            ClaimedVgpu.uuid(claim, i),
                                            new TypeName("NVIDIA A40-12Q"),
                                            gpu,
                                            modes.containsKey(gpu)
                                                    ? OptionalInt.of(i * GB_OF_ONE)
                                                    : OptionalInt.empty()))
                            .toList();
            claims.add(
                    new FleetClaim(
                            claim,
                            Optional.of("team-" + n % 9),
                            Optional.empty(),
                            Optional.empty(),
                            HostResources.NONE,
                            vgpus));
        }
        return new HostAllocation(id, 0, 1, n % 50 == 3, modes, claims);
    }
}
