package vgpuctl.fleet.agent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import vgpuctl.core.apply.ApplyPlanner.Leave;
import vgpuctl.core.document.Position;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.layout.GpuMode;
import vgpuctl.core.layout.GpuSelector;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutGpu;
import vgpuctl.core.layout.LayoutPositions;
import vgpuctl.core.layout.LayoutVgpu;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.Operations;
import vgpuctl.operations.Request;

/**
 * This host, changed as {@code apply} and {@code remove} change it: planned, locked, journalled.
 *
 * <p>What the fleet made belongs to {@code fleet:CLAIM}. Nothing else is ever taken away.
 */
public final class OperationsHost implements HostSide {

    private static final String OWNER = "fleet:";

    private static final int LONGEST_NAME = 55;

    private final String id;
    private final Supplier<HostFacts> facts;
    private final Supplier<Operations> operations;

    /**
     * This host.
     *
     * @param id in the fleet
     * @param facts as they are now
     * @param operations anew for each pass
     */
    public OperationsHost(String id, Supplier<HostFacts> facts, Supplier<Operations> operations) {
        this.id = id;
        this.facts = facts;
        this.operations = operations;
    }

    @Override
    public HostInventory look(HostAllocation allocation) {
        var host = operations.get();
        var now = host.look();
        return HostLook.inventory(id, facts.get(), now, host.fitHost(now), allocation);
    }

    @Override
    public List<String> missing(HostAllocation allocation) {
        return HostLook.missing(operations.get().look(), allocation);
    }

    @Override
    public List<Problem> carryOut(HostAllocation allocation) {
        var host = operations.get();
        var words = "fleet, change " + allocation.generation();
        var problems = new ArrayList<Problem>();
        removeReleased(host, allocation, words, problems);
        for (var gpu : gpus(allocation)) {
            attempt(host, apply(allocation, gpu), words, problems);
        }
        return problems;
    }

    /** A VM has come that a vGPU was kept for. */
    @Override
    public boolean isBehind(HostAllocation allocation) {
        if (allocation.claims().stream().allMatch(claim -> claim.vm().isEmpty())) {
            return false;
        }
        var host = operations.get().look();
        for (var claim : allocation.claims()) {
            var domain = claim.vm().flatMap(vm -> domain(host, vm));
            if (domain.isPresent()
                    && !claim.vgpus().stream().allMatch(vgpu -> has(host, domain.get(), vgpu))) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Domain> domain(HostSnapshot host, String name) {
        return host.domains().orElse(List.of()).stream()
                .filter(domain -> domain.name().equals(name))
                .findFirst();
    }

    private static boolean has(HostSnapshot host, Domain domain, ClaimedVgpu claimed) {
        return host.vgpu(claimed.uuid()).filter(vgpu -> domain.has(vgpu.device())).isPresent();
    }

    /** What a claim had that is no longer there. In use, it stays and is said. */
    private static void removeReleased(
            Operations host, HostAllocation allocation, String words, List<Problem> problems) {
        var claimed = new HashSet<UUID>();
        for (var claim : allocation.claims()) {
            claim.vgpus().forEach(vgpu -> claimed.add(vgpu.uuid()));
        }
        var now = host.look();
        for (var vgpu : now.vgpus()) {
            var owner = vgpu.owner().filter(text -> text.startsWith(OWNER));
            if (owner.isPresent() && !claimed.contains(vgpu.uuid())) {
                var id = vgpu.uuid().toString();
                for (var domain : now.domainsWith(vgpu)) {
                    if (!domain.running()) {
                        var detach = new Request.Detach(id, domain.name(), Set.of());
                        attempt(host, detach, words, problems);
                    }
                }
                attempt(host, new Request.Remove(List.of(id), owner), words, problems);
            }
        }
    }

    /** One card that refuses costs that card only. */
    private static void attempt(
            Operations host, Request request, String words, List<Problem> problems) {
        try {
            host.answer(request, words);
        } catch (ProblemException e) {
            problems.add(e.problem());
        }
    }

    private static Set<String> gpus(HostAllocation allocation) {
        var gpus = new TreeMap<String, Boolean>();
        for (var claim : allocation.claims()) {
            claim.vgpus().forEach(vgpu -> gpus.put(vgpu.gpu(), true));
        }
        return gpus.keySet();
    }

    private static Request.Apply apply(HostAllocation allocation, String gpu) {
        var vgpus = new ArrayList<LayoutVgpu>();
        for (var claim : allocation.claims()) {
            for (var vgpu : claim.vgpus()) {
                if (vgpu.gpu().equals(gpu)) {
                    vgpus.add(vgpu(claim, vgpu));
                }
            }
        }
        var selector =
                GpuSelector.parse(gpu)
                        .orElseThrow(() ->
                                new Problem.BadInput(
                                                "'" + gpu + "' of the allocation is no GPU",
                                                "put the document right")
                                        .thrown());
        var mode = Optional.ofNullable(allocation.modes().get(gpu)).map(OperationsHost::mode);
        var positions = vgpus.stream().map(_ -> Position.START).toList();
        return new Request.Apply(
                new Layout(
                        List.of(new LayoutGpu(selector, mode, List.of(), Optional.empty(), vgpus))),
                new LayoutPositions(List.of(new LayoutPositions.OfGpu(Position.START, positions))),
                new Leave(false, Set.of()));
    }

    private static GpuMode mode(Mode mode) {
        return switch (mode) {
            case EQUAL_SIZE -> GpuMode.EQUAL_SIZE;
            case MIXED_SIZE -> GpuMode.MIXED_SIZE;
            case MIG -> GpuMode.MIG;
        };
    }

    private static LayoutVgpu vgpu(FleetClaim claim, ClaimedVgpu vgpu) {
        return new LayoutVgpu(
                new LayoutVgpu.Identity(Optional.of(name(claim, vgpu)), Optional.of(vgpu.uuid())),
                new LayoutVgpu.Wish.OfType(vgpu.type().full()),
                1,
                new LayoutVgpu.Holders(
                        claim.vm().map(List::of).orElse(List.of()),
                        Optional.of(OWNER + claim.id())),
                LayoutVgpu.Life.USUAL,
                new LayoutVgpu.Settings(new TreeMap<>(), vgpu.placementId()));
    }

    /** The claim's id, as far as it can be a name, and the beginning of the UUID. */
    private static String name(FleetClaim claim, ClaimedVgpu vgpu) {
        var plain = claim.id().replaceAll("[^A-Za-z0-9._-]", "-");
        var named = Character.isLetter(plain.charAt(0)) ? plain : "claim-" + plain;
        var cut = named.length() > LONGEST_NAME - 9 ? named.substring(0, LONGEST_NAME - 9) : named;
        return cut + "-" + vgpu.uuid().toString().substring(0, 8);
    }
}
