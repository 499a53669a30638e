package vgpuctl.fleet.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.fleet.proof.PlainRules.Vgpu;

/** All that was ever written, change by change, each one judged when it comes. */
final class StoreHistory {

    /** A claim in the store, from one revision until before another; 0 while it is there. */
    record Life(long appeared, long gone, String where) {}

    private record Claim(String id, String where) {}

    private record Allocation(
            long generation, boolean cordoned, Map<String, Claim> claims, int hash) {}

    private final String prefix;
    private final Map<String, Allocation> allocations = new HashMap<>();
    private final Map<String, Set<String>> carriers = new HashMap<>();
    private final Map<String, Set<String>> keys = new HashMap<>();
    private final Map<String, Life> lives = new HashMap<>();
    private final Set<String> touched = new HashSet<>();
    private final Map<String, Map<Long, Integer>> texts = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long revision;
    private long changes;
    private final AtomicInteger appeared = new AtomicInteger();

    StoreHistory(String prefix) {
        this.prefix = prefix;
    }

    /** The next change, in the order of revisions. */
    void take(String key, Optional<String> text, long changed) {
        if (changed != revision) {
            settle();
            if (changed < revision) {
                faults.add("revision " + changed + " came after " + revision);
            }
            revision = changed;
        }
        changes++;
        if (key.startsWith(prefix + "claims/")) {
            claimKey(key.substring((prefix + "claims/").length()), text);
        } else if (key.startsWith(prefix + "hosts/") && key.endsWith("/alloc")) {
            var host = key.substring((prefix + "hosts/").length(), key.length() - 6);
            allocation(host, text);
        }
    }

    private void claimKey(String id, Optional<String> text) {
        touched.add(id);
        if (text.isEmpty()) {
            keys.remove(id);
            return;
        }
        var hosts = new TreeSet<String>();
        for (var host :
                JsonReader.readObject(text.get())
                        .orElseThrow()
                        .array("hosts")
                        .orElseThrow()
                        .items()) {
            hosts.add(((JsonString) host).value());
        }
        keys.put(id, hosts);
    }

    private void allocation(String host, Optional<String> text) {
        if (text.isEmpty()) {
            faults.add("the allocation of " + host + " is deleted at revision " + revision);
            return;
        }
        var json = JsonReader.readObject(text.get()).orElseThrow();
        var before = allocations.getOrDefault(host, new Allocation(0, false, Map.of(), 0));
        var claims = new HashMap<String, Claim>();
        var vgpus = new ArrayList<Vgpu>();
        for (var item : json.array("claims").orElseGet(JsonArray::of).items()) {
            var claim = (JsonObject) item;
            var id = claim.string("id").orElseThrow();
            var its = vgpus(claim);
            vgpus.addAll(its);
            if (claims.put(id, new Claim(id, where(host, its))) != null) {
                faults.add(host + " has claim " + id + " twice at revision " + revision);
            }
        }
        var now =
                new Allocation(
                        json.wholeNumber("generation").orElseThrow(),
                        json.truth("cordoned").orElse(false),
                        claims,
                        text.get().hashCode());
        for (var fault : PlainRules.faults(host, vgpus, mixed(json))) {
            faults.add(fault + " at revision " + revision);
        }
        compare(host, before, now);
        allocations.put(host, now);
        texts.computeIfAbsent(host, _ -> new HashMap<>()).put(now.generation(), now.hash());
    }

    static List<Vgpu> vgpus(JsonObject claim) {
        var vgpus = new ArrayList<Vgpu>();
        for (Json item : claim.array("vgpus").orElseThrow().items()) {
            var vgpu = (JsonObject) item;
            var type = vgpu.string("type").orElseThrow();
            vgpus.add(
                    new Vgpu(
                            vgpu.string("uuid").orElseThrow(),
                            type.substring(type.lastIndexOf(' ') + 1),
                            vgpu.string("gpu").orElseThrow(),
                            (int) vgpu.wholeNumber("placement").orElse(-1)));
        }
        return vgpus;
    }

    static Set<String> mixed(JsonObject allocation) {
        var mixed = new HashSet<String>();
        allocation
                .object("modes")
                .ifPresent(modes ->
                        modes.members()
                                .forEach((gpu, mode) -> {
                                    if (mode instanceof JsonString(var word)
                                            && word.equals("mixed-size")) {
                                        mixed.add(gpu);
                                    }
                                }));
        return mixed;
    }

    /** What a claim has where, in one order. */
    static String where(String host, List<Vgpu> vgpus) {
        var words = new TreeSet<String>();
        vgpus.forEach(vgpu ->
                words.add(
                        vgpu.gpu()
                                + "="
                                + vgpu.type()
                                + "@"
                                + vgpu.placement()
                                + "#"
                                + vgpu.uuid()));
        return host + " " + String.join(",", words);
    }

    private void compare(String host, Allocation before, Allocation now) {
        if (now.generation() <= before.generation()) {
            faults.add(
                    "%s: generation %d follows %d at revision %d"
                            .formatted(host, now.generation(), before.generation(), revision));
        }
        for (var claim : now.claims().values()) {
            var old = before.claims().get(claim.id());
            if (old == null) {
                if (before.cordoned() && now.cordoned()) {
                    faults.add("%s got claim %s while it was cordoned".formatted(host, claim.id()));
                }
                carriers.computeIfAbsent(claim.id(), _ -> new TreeSet<>()).add(host);
                touched.add(claim.id());
                appear(claim);
            } else if (!old.equals(claim)) {
                faults.add("claim %s changed at revision %d".formatted(claim.id(), revision));
            }
        }
        for (var id : before.claims().keySet()) {
            if (!now.claims().containsKey(id)) {
                carriers.getOrDefault(id, new TreeSet<>()).remove(host);
                touched.add(id);
                lives.computeIfPresent(
                        id, (_, life) -> new Life(life.appeared(), revision, life.where()));
            }
        }
    }

    private void appear(Claim claim) {
        var life = lives.put(claim.id(), new Life(revision, 0, claim.where()));
        appeared.incrementAndGet();
        if (life != null) {
            faults.add(
                    "claim %s is doubled: there at revision %d on %s, and at %d on %s"
                            .formatted(
                                    claim.id(),
                                    life.appeared(),
                                    life.where(),
                                    revision,
                                    claim.where()));
        }
    }

    /** After each transaction: a claim's key names the hosts that carry it. */
    void settle() {
        for (var id : touched) {
            var on = carriers.getOrDefault(id, Set.of());
            if (!on.equals(keys.getOrDefault(id, Set.of()))) {
                faults.add(
                        "claim %s is on %s and its key says %s at revision %d"
                                .formatted(id, on, keys.get(id), revision));
            }
            if (on.size() > 1) {
                faults.add("claim %s is doubled: on %s at once".formatted(id, on));
            }
        }
        touched.clear();
    }

    Map<String, Life> lives() {
        return lives;
    }

    List<String> faults() {
        return faults;
    }

    /** How many claims came so far; asked by any thread. */
    int appeared() {
        return appeared.get();
    }

    long changes() {
        return changes;
    }

    long revision() {
        return revision;
    }

    /** The hash of the text of each generation that a host's allocation had. */
    Map<Long, Integer> texts(String host) {
        return texts.getOrDefault(host, Map.of());
    }

    /** The newest generation of every host that has an allocation. */
    Map<String, Long> generations() {
        var generations = new HashMap<String, Long>();
        allocations.forEach((host, allocation) -> generations.put(host, allocation.generation()));
        return generations;
    }
}
