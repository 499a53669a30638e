package vgpuctl.operations.wire;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;

/** The VMs that libvirt has, for programs. */
public final class DomainsJson {

    private DomainsJson() {}

    /** All VMs, also those without a vGPU, to which one can be given. */
    public static JsonObject of(HostSnapshot host) {
        var vms =
                host.domains()
                        .<Json>map(domains ->
                                new JsonArray(
                                        domains.stream()
                                                .<Json>map(domain -> vm(host, domain))
                                                .toList()))
                        .orElseGet(why -> JsonObject.builder().put("unknown", why).build());
        return JsonObject.builder().put("vms", vms).build();
    }

    private static JsonObject vm(HostSnapshot host, Domain domain) {
        var vgpus = new ArrayList<String>();
        for (Vgpu vgpu : host.vgpus()) {
            if (domain.has(vgpu.device())) {
                vgpus.add(vgpu.uuid().toString());
            }
        }
        return JsonObject.builder()
                .put("name", domain.name())
                .put("running", domain.running())
                .put("graphics", domain.hasGraphics())
                .put("vgpus", List.copyOf(vgpus))
                .build();
    }
}
