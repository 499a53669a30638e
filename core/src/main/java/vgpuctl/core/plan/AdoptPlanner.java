package vgpuctl.core.plan;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Claim;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.inventory.VgpuRecord.Kept;
import vgpuctl.core.problem.Problem;

/** Plans taking over what somebody else made, and giving what is ours to another owner. */
public final class AdoptPlanner {

    private final HostSnapshot host;
    private final AdoptWish wish;
    private final TakenNames names;

    private AdoptPlanner(HostSnapshot host, AdoptWish wish) {
        this.host = host;
        this.wish = wish;
        this.names = new TakenNames(host);
    }

    /**
     * How the caller wants it.
     *
     * @param name what to call it; where it is left out it keeps its name, or gets one by its type
     * @param owner whose it is to be; where it is left out that stays
     * @param force takes it from another owner
     */
    public record AdoptWish(Optional<String> name, Optional<String> owner, boolean force) {}

    /** One change of records for all of them: nothing is done to the vGPUs. */
    public static Plan plan(HostSnapshot host, List<Vgpu> vgpus, AdoptWish wish) {
        if (wish.name().isPresent() && vgpus.size() > 1) {
            throw new Problem.BadInput(
                            "one name is not for " + vgpus.size() + " vGPUs",
                            "adopt them one by one, or leave --name out")
                    .thrown();
        }
        var planner = new AdoptPlanner(host, wish);
        return vgpus.stream().map(planner::plan).reduce(Plan::and).orElseThrow();
    }

    private Plan plan(Vgpu vgpu) {
        var after = vgpu.record().map(record -> changed(vgpu, record)).orElseGet(() -> made(vgpu));
        if (vgpu.record().equals(Optional.of(after))) {
            return Plan.toUndo(List.of(), List.of(vgpu.label() + " is ours already"));
        }
        return Plan.toUndo(
                List.of(new Step.ChangeRecord(vgpu.uuid(), vgpu.record(), Optional.of(after))),
                List.of());
    }

    private VgpuRecord changed(Vgpu vgpu, VgpuRecord record) {
        var owner = record.claim().owner();
        var isOthers = wish.owner().isPresent() && owner.isPresent() && !owner.equals(wish.owner());
        if (isOthers && !wish.force()) {
            throw new Problem.Conflict(
                            vgpu.label() + " belongs to " + owner.get(),
                            "--force gives it to " + wish.owner().get() + " all the same")
                    .thrown();
        }
        var named = wish.name().filter(name -> !name.equals(record.name())).map(this::taken);
        return record.named(named.orElse(record.name()))
                .claimed(record.claim().ownedBy(wish.owner().or(() -> owner)));
    }

    private String taken(String name) {
        names.take(name);
        return name;
    }

    private VgpuRecord made(Vgpu vgpu) {
        var type =
                vgpu.resolved()
                        .orElseThrow(() ->
                                new Problem.HostNotReady(
                                                "nothing says of which type "
                                                        + vgpu.label()
                                                        + " is",
                                                "see 'vgpuctl types' and 'vgpuctl doctor' for what"
                                                        + " is wrong with its GPU")
                                        .thrown());
        var name = taken(wish.name().orElseGet(() -> names.free(type.name(), _ -> true)));
        return new VgpuRecord(
                vgpu.uuid(),
                name,
                vgpu.parent(),
                type.name(),
                Claim.of(vm(vgpu), wish.owner()),
                kept(vgpu));
    }

    /** The VM that has it has a claim on it. */
    private Optional<String> vm(Vgpu vgpu) {
        return host.domainsWith(vgpu).stream().map(Domain::name).findFirst();
    }

    /**
     * A vGPU that mdevctl cannot keep is ours by the boot in which we saw it; it has no definition
     * yet.
     */
    private Optional<Kept> kept(Vgpu vgpu) {
        return host.gpuOf(vgpu.parent())
                .map(PhysicalGpu::hostInterface)
                .filter(offering -> offering.isKeptByUs())
                .map(_ ->
                        new Kept(
                                Optional.empty(),
                                vgpu.parameters(),
                                Optional.of(host.boot().orElse(""))));
    }
}
