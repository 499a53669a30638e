package vgpuctl.core.fleet;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;

/** Hosts of a fleet as JSON, for whoever looks at them. */
public final class SeenHostJson {

    private static final int MIB_PER_GIB = 1024;

    private SeenHostJson() {}

    /** A host and how full its GPUs are, in few words: there may be thousands. */
    public static JsonObject brief(SeenHost host) {
        return start(host).put("gpus", gpus(host, false)).build();
    }

    /** A host with all that is on its GPUs, and its claims. */
    public static JsonObject inFull(SeenHost host) {
        var json = start(host).put("carries", host.carries());
        host.inventory()
                .ifPresent(inventory -> {
                    json.put("driver", inventory.driver());
                    inventory.branch().ifPresent(branch -> json.put("branch", branch));
                    json.put("interface", inventory.hostInterface());
                    var labels = JsonObject.builder();
                    inventory.labels().forEach(labels::put);
                    json.put("labels", labels.build());
                });
        return json.put("gpus", gpus(host, true)).put("claims", claims(host)).build();
    }

    private static JsonObject.Builder start(SeenHost host) {
        return JsonObject.builder()
                .put("host", host.id())
                .put("state", host.state())
                .putIfPresent("group", host.inventory().flatMap(HostInventory::group))
                .put("notes", host.notes())
                .put("claimed", host.allocation().claims().size());
    }

    private static JsonArray gpus(SeenHost host, boolean inFull) {
        var gpus = new ArrayList<Json>();
        host.inventory()
                .ifPresent(inventory ->
                        inventory
                                .gpus()
                                .forEach(gpu -> gpus.add(gpu(host, inventory, gpu, inFull))));
        return new JsonArray(gpus);
    }

    private static Json gpu(SeenHost host, HostInventory inventory, FleetGpu gpu, boolean inFull) {
        var vgpus = host.on(gpu);
        var json =
                JsonObject.builder()
                        .put("gpu", gpu.id())
                        .put("model", gpu.model())
                        .put("mode", host.allocation().modeOf(gpu.id()).word())
                        .put(
                                "framebufferMib",
                                (long) MIB_PER_GIB * inventory.modelOf(gpu).framebufferGib())
                        .put(
                                "framebufferUsedMib",
                                vgpus.stream().mapToInt(host::framebufferMib).sum())
                        .put("vgpus", vgpus.size())
                        .putIfPresent("unusable", gpu.unusable());
        if (inFull) {
            gpu.numa().ifPresent(node -> json.put("numaNode", node));
            json.put("others", vgpus(host, gpu.others()));
        }
        return json.build();
    }

    /** The claims that a host carries. */
    public static JsonArray claims(SeenHost host) {
        var claims = new ArrayList<Json>();
        host.allocation().claims().forEach(claim -> claims.add(claim(host, claim)));
        return new JsonArray(claims);
    }

    private static Json claim(SeenHost host, FleetClaim claim) {
        return JsonObject.builder()
                .put("claim", claim.id())
                .put("host", host.id())
                .put("state", host.carries(claim))
                .putIfPresent("owner", claim.owner())
                .putIfPresent("vm", claim.vm())
                .putIfPresent("from", claim.from())
                .put("vgpus", vgpus(host, claim.vgpus()))
                .build();
    }

    private static JsonArray vgpus(SeenHost host, List<ClaimedVgpu> vgpus) {
        return new JsonArray(vgpus.stream().map(vgpu -> vgpu(host, vgpu)).toList());
    }

    private static Json vgpu(SeenHost host, ClaimedVgpu vgpu) {
        var json =
                JsonObject.builder()
                        .put("uuid", vgpu.uuid().toString())
                        .put("type", vgpu.type().token())
                        .put("gpu", vgpu.gpu())
                        .put("framebufferMib", host.framebufferMib(vgpu));
        vgpu.placementId().ifPresent(id -> json.put("placementId", id));
        return json.build();
    }

    /** What GPUs there are to ask for, each model with its types, the largest first. */
    public static JsonArray models(List<SeenHost> hosts) {
        var models = new FleetModels();
        hosts.forEach(host -> host.inventory().ifPresent(models::add));
        return models.toJson();
    }
}
