package vgpuctl.core.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host as whoever looks at the fleet sees it.
 *
 * @param inventory empty until its agent has said what it has
 * @param closed why nothing new goes there, one clause; empty where something may
 * @param isHeard whether its agent has said something of the allocation as it is now
 * @param missing the claims that are not all there, by id
 * @param problems what its agent complains of, a sentence each
 */
public record SeenHost(
        String id,
        Optional<HostInventory> inventory,
        HostAllocation allocation,
        Optional<String> closed,
        boolean isHeard,
        List<String> missing,
        List<String> problems) {

    public SeenHost {
        missing = List.copyOf(missing);
        problems = List.copyOf(problems);
    }

    /** {@code open}, {@code cordoned} or {@code closed}. */
    public String state() {
        if (closed.isPresent()) {
            return "closed";
        }
        return allocation.cordoned() ? "cordoned" : "open";
    }

    /** Why it is closed, and what its agent complains of. */
    public List<String> notes() {
        var notes = new ArrayList<String>();
        closed.ifPresent(notes::add);
        notes.addAll(problems);
        return notes;
    }

    /**
     * Whether what it is to carry is there: {@code waits}, {@code carried out}, {@code in part}.
     */
    public String carries() {
        if (!isHeard) {
            return "waits";
        }
        return problems.isEmpty() ? "carried out" : "in part";
    }

    /** The same of one claim; where it is not known which are not all there, of all. */
    public String carries(FleetClaim claim) {
        var isAll = isHeard && !missing.isEmpty() && !missing.contains(claim.id());
        return isAll ? "carried out" : carries();
    }

    /** What is on a GPU, whoever made it. */
    public List<ClaimedVgpu> on(FleetGpu gpu) {
        var vgpus = new ArrayList<>(gpu.others());
        for (var claim : allocation.claims()) {
            for (var vgpu : claim.vgpus()) {
                if (vgpu.gpu().equals(gpu.id())) {
                    vgpus.add(vgpu);
                }
            }
        }
        return vgpus;
    }

    /** The size of a vGPU in MiB; 0 where its GPU has no such type any more. */
    public int framebufferMib(ClaimedVgpu vgpu) {
        return inventory
                .flatMap(host ->
                        host.gpu(vgpu.gpu())
                                .flatMap(gpu -> host.modelOf(gpu).type(vgpu.type().token())))
                .map(GpuModel.OfferedType::framebufferMib)
                .orElseGet(() -> vgpu.type().framebufferMib().orElse(0));
    }
}
