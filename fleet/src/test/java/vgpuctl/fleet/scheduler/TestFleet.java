package vgpuctl.fleet.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.fleet.InventoryJson;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.place.PlacementRules;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.type.TypeName;
import vgpuctl.fleet.documents.ClaimKey;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.Transaction;

/** Hosts with A40s in a store, and what must hold of them. */
public final class TestFleet {

    public static final List<String> TYPES = List.of("A40-8Q", "A40-12Q", "A40-24Q", "A40-48Q");

    private static final GpuModel MODEL =
            GpuModel.of(
                    Catalogue.ofProject().boards().stream()
                            .filter(board -> board.token().equals("A40"))
                            .findFirst()
                            .orElseThrow(),
                    16);

    private TestFleet() {}

    public static HostInventory inventory(String host, int gpus) {
        return HostInventory.of(
                host,
                "550.90.05",
                MODEL,
                IntStream.range(0, gpus).mapToObj("0000:%02x:00.0"::formatted).toList());
    }

    public static void put(Store store, Keys keys, String host, int gpus) {
        store.commit(
                new Transaction.Builder()
                        .put(
                                keys.host(host, Part.INVENTORY),
                                InventoryJson.write(inventory(host, gpus)))
                        .put(keys.host(host, Part.ALIVE), "{}")
                        .build());
    }

    public static PlacementRequest request(String claim, String type, int count) {
        return PlacementRequest.of(claim, new Wanted.Exactly(type(type)), count);
    }

    private static TypeName type(String token) {
        return MODEL.type(token).orElseThrow().type().name();
    }

    /** The engine that decides in earnest. */
    public static Placer placer() {
        return placer(0);
    }

    /** One of several, which among equal places finds others than the rest. */
    public static Placer placer(long seed) {
        return Placer.of(List.of(), PlacementRules.USUAL.with(seed));
    }

    /** What breaks a rule, a sentence each: of one document. */
    public static List<String> faults(HostAllocation allocation) {
        var faults = new ArrayList<String>();
        var onGpu = new HashMap<String, List<ClaimedVgpu>>();
        var uuids = new HashSet<>();
        for (var claim : allocation.claims()) {
            for (var vgpu : claim.vgpus()) {
                onGpu.computeIfAbsent(vgpu.gpu(), _ -> new ArrayList<>()).add(vgpu);
                if (!uuids.add(vgpu.uuid())) {
                    faults.add(vgpu.uuid() + " is twice on " + allocation.host());
                }
            }
        }
        onGpu.forEach((gpu, vgpus) -> {
            var fault = allocation.modeOf(gpu) == Mode.MIXED_SIZE ? overlap(vgpus) : unequal(vgpus);
            if (!fault.isEmpty()) {
                faults.add(allocation.host() + " " + gpu + " " + fault + ": " + vgpus);
            }
        });
        return faults;
    }

    /** All of one size, and no more than there can be. */
    private static String unequal(List<ClaimedVgpu> vgpus) {
        var sizes = new HashSet<Integer>();
        vgpus.forEach(vgpu -> sizes.add(offered(vgpu).framebufferMib()));
        if (sizes.size() > 1) {
            return "mixes sizes";
        }
        return vgpus.size() > offered(vgpus.getFirst()).most() ? "is over-committed" : "";
    }

    /** Each where its type may begin, and none in another's place. */
    private static String overlap(List<ClaimedVgpu> vgpus) {
        var free = 0;
        for (var vgpu :
                vgpus.stream()
                        .sorted(Comparator.comparingInt(one -> one.placementId().orElse(-1)))
                        .toList()) {
            var id = vgpu.placementId().orElse(-1);
            if (!offered(vgpu).mixedIds().contains(id)) {
                return "has one where none can be";
            }
            if (id < free) {
                return "has two in one place";
            }
            free = id + offered(vgpu).framebufferMib() / 1024;
        }
        return free > MODEL.framebufferGib() ? "is over-committed" : "";
    }

    private static GpuModel.OfferedType offered(ClaimedVgpu vgpu) {
        return MODEL.type(vgpu.type().token()).orElseThrow();
    }

    /** The same of all that the store holds, and whether claims and allocations tell the same. */
    public static List<String> faults(Store store, Keys keys) {
        var faults = new ArrayList<String>();
        var hosts = new TreeMap<String, Map<String, FleetClaim>>();
        for (var entry : store.list(keys.hosts()).entries()) {
            if (keys.ofHost(entry.key()).orElseThrow().part() == Part.ALLOCATION) {
                var allocation = AllocationJson.read(entry.text());
                faults.addAll(faults(allocation));
                for (var claim : allocation.claims()) {
                    hosts.computeIfAbsent(claim.id(), _ -> new TreeMap<>())
                            .put(allocation.host(), claim);
                }
            }
        }
        for (var entry : store.list(keys.claims()).entries()) {
            var id = keys.ofClaim(entry.key()).orElseThrow();
            var carried = hosts.containsKey(id) ? hosts.remove(id) : Map.<String, FleetClaim>of();
            if (!isAsSaid(ClaimKey.read(entry.text()), carried)) {
                faults.add("claim " + id + ": " + entry.text() + ", but " + carried);
            }
        }
        hosts.forEach((id, where) -> faults.add("claim " + id + " without a key on " + where));
        return faults;
    }

    /** The hosts that the key names carry it, and it is marked where it has not arrived. */
    private static boolean isAsSaid(ClaimKey key, Map<String, FleetClaim> carried) {
        if (!carried.keySet().equals(new TreeSet<>(key.hosts()))) {
            return false;
        }
        var from = key.way().map(ClaimKey.Way::from);
        for (var host : carried.keySet()) {
            var isMarked = from.isPresent() && host.equals(key.way().orElseThrow().to());
            if (!carried.get(host).from().equals(isMarked ? from : Optional.<String>empty())) {
                return false;
            }
        }
        return true;
    }
}
