package vgpuctl.fleet.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import vgpuctl.core.attach.MultiVgpuCapabilities;
import vgpuctl.core.attach.MultiVgpuRule;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fit.Card;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.FleetGpu;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.plan.FitHost;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;

/** What a host has, from what it looks like. */
final class HostLook {

    private final HostSnapshot host;
    private final Set<UUID> claimed = new HashSet<>();
    private final Map<String, Card> cards = new HashMap<>();
    private final Map<String, String> left = new HashMap<>();

    private HostLook(HostSnapshot host, FitHost fit, HostAllocation allocation) {
        this.host = host;
        for (var claim : allocation.claims()) {
            claim.vgpus().forEach(vgpu -> claimed.add(vgpu.uuid()));
        }
        fit.cards().forEach(card -> cards.put(card.name(), card));
        fit.left().forEach(reason -> left.put(reason.about(), reason.sentence()));
    }

    static HostInventory inventory(
            String id, HostFacts facts, HostSnapshot host, FitHost fit, HostAllocation allocation) {
        return new HostLook(host, fit, allocation).inventory(id, facts);
    }

    /** The claims of which a vGPU is not there, or not where it is to be. */
    static List<String> missing(HostSnapshot host, HostAllocation allocation) {
        var missing = new ArrayList<String>();
        for (var claim : allocation.claims()) {
            for (var vgpu : claim.vgpus()) {
                if (!isThere(host, vgpu)) {
                    missing.add(claim.id());
                    break;
                }
            }
        }
        return missing;
    }

    private static boolean isThere(HostSnapshot host, ClaimedVgpu claimed) {
        var vgpu = host.vgpu(claimed.uuid()).filter(Vgpu::active);
        var gpu = vgpu.flatMap(one -> host.gpuOf(one.parent()));
        return gpu.filter(one -> one.name().text().equals(claimed.gpu())).isPresent()
                && isInPlace(vgpu.get().location().placementId(), claimed.placementId());
    }

    /** Not every driver says where a vGPU lies: what cannot be seen is taken as it should be. */
    private static boolean isInPlace(OptionalInt is, OptionalInt wanted) {
        return is.isEmpty() || wanted.isEmpty() || is.equals(wanted);
    }

    private HostInventory inventory(String id, HostFacts facts) {
        var models = new TreeMap<String, GpuModel>();
        var gpus = new ArrayList<FleetGpu>();
        for (var gpu : host.gpus()) {
            var model = model(gpu);
            models.merge(model.name(), model, HostLook::larger);
            gpus.add(gpu(gpu, model.name()));
        }
        return new HostInventory(
                id,
                facts.group(),
                facts.labels(),
                facts.driver(),
                Catalogue.ofProject().branchOf(facts.driver()),
                word(),
                Optional.empty(),
                List.copyOf(models.values()),
                gpus);
    }

    /** How vGPUs are made here; empty where they are made in no way. */
    private String word() {
        return host.gpus().stream()
                .flatMap(gpu -> gpu.hostInterface().word().stream())
                .findFirst()
                .orElse("");
    }

    private GpuModel model(PhysicalGpu gpu) {
        var card = cards.get(gpu.name().text());
        return card == null
                ? new GpuModel(gpu.model().orElse(gpu.name().text()), 0, List.of(), true)
                : GpuModel.of(
                        card.model(),
                        MultiVgpuRule.of(MultiVgpuCapabilities.unknown(), gpu.architecture()));
    }

    /** Of two that are called the same, the one that has vGPUs on it may offer less. */
    private static GpuModel larger(GpuModel one, GpuModel other) {
        return one.types().size() >= other.types().size() ? one : other;
    }

    private FleetGpu gpu(PhysicalGpu gpu, String model) {
        var name = gpu.name().text();
        var card = Optional.ofNullable(cards.get(name));
        var functions = gpu.partition().functions().possible();
        var others = new ArrayList<ClaimedVgpu>();
        var unusable = Optional.ofNullable(left.get(name));
        for (var vgpu : host.vgpusOn(gpu)) {
            if (!claimed.contains(vgpu.uuid())) {
                var type = type(vgpu);
                if (type.isEmpty()) {
                    unusable = Optional.of("has a vGPU of unknown type, " + vgpu.label());
                } else {
                    others.add(
                            new ClaimedVgpu(
                                    vgpu.uuid(), type.get(), name, vgpu.location().placementId()));
                }
            }
        }
        return new FleetGpu(
                name,
                gpu.uuid(),
                model,
                gpu.numaNode().orElse(OptionalInt.empty()),
                functions > 0 ? OptionalInt.of(functions) : OptionalInt.empty(),
                card.map(Card::barred).orElse(Map.of()),
                others,
                unusable);
    }

    private static Optional<TypeName> type(Vgpu vgpu) {
        return vgpu.resolved().map(VgpuType::name).or(() -> vgpu.record().map(VgpuRecord::type));
    }
}
