package vgpuctl.core.fleet.place;

import java.util.Optional;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.fleet.Decision.Placed;
import vgpuctl.core.fleet.Decision.PlacedVgpu;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostResources;

/** Whether vGPUs may still go where they were planned to go, by the documents of now. */
public final class Landing {

    private final FleetHost host;
    private final Placed placed;
    private final HostAllocation after;

    private Landing(FleetHost host, Placed placed, HostAllocation after) {
        this.host = host;
        this.placed = placed;
        this.after = after;
    }

    /**
     * Why they may not, one clause without a full stop; empty where they may.
     *
     * @param host as it is now
     * @param placed where the vGPUs of a claim are to be, all of them on this host
     * @param after what the host would carry then
     */
    public static Optional<String> obstacle(FleetHost host, Placed placed, HostAllocation after) {
        return new Landing(host, placed, after).obstacle();
    }

    private Optional<String> obstacle() {
        return ofHost().or(this::ofGpus).or(this::ofTheRest).map(why -> host.id() + ": " + why);
    }

    private Optional<String> ofHost() {
        if (host.closed().isPresent()) {
            return host.closed();
        }
        var claim = placed.request().claim();
        var isThere = host.allocation().claim(claim).isPresent();
        if (host.allocation().cordoned() && !isThere) {
            return Optional.of("it is cordoned");
        }
        for (var other : host.allocation().claims()) {
            if (!other.id().equals(claim)
                    && other.apart().isPresent()
                    && other.apart().equals(placed.request().where().apart())) {
                return Optional.of("it carries " + other.id() + ", which must be apart");
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofGpus() {
        for (var vgpu : placed.vgpus()) {
            var why = ofGpu(vgpu);
            if (why.isPresent()) {
                return why.map(text -> vgpu.gpu() + " " + text);
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofGpu(PlacedVgpu vgpu) {
        var gpu = host.inventory().gpu(vgpu.gpu());
        if (gpu.isEmpty()) {
            return Optional.of("is not there any more");
        }
        if (gpu.get().unusable().isPresent()) {
            return gpu.get().unusable();
        }
        if (gpu.get().barred().containsKey(vgpu.mode())) {
            return Optional.of(
                    "cannot be "
                            + vgpu.mode().word()
                            + " any more: "
                            + gpu.get().barred().get(vgpu.mode()));
        }
        var offered = host.inventory().modelOf(gpu.get()).type(vgpu.type().token());
        if (offered.isEmpty()) {
            return Optional.of("does not offer " + vgpu.type().token() + " any more");
        }
        if (vgpu.mode() == Mode.MIXED_SIZE
                && !offered.get().mixedIds().contains(vgpu.placementId().orElse(-1))) {
            return Optional.of("has no such place for " + vgpu.type().token());
        }
        var most = gpu.get().functions().orElse(Integer.MAX_VALUE);
        return gpu.get().others().size() + claimedOn(vgpu.gpu()) > most
                ? Optional.of("carries as many vGPUs as it can")
                : Optional.empty();
    }

    private int claimedOn(String gpu) {
        var count = 0;
        for (var claim : after.claims()) {
            for (var vgpu : claim.vgpus()) {
                count += vgpu.gpu().equals(gpu) ? 1 : 0;
            }
        }
        return count;
    }

    private Optional<String> ofTheRest() {
        var taken = HostResources.NONE;
        for (var claim : after.claims()) {
            taken = taken.plus(claim.resources());
        }
        var counted = host.inventory().resources();
        if (counted.isPresent()
                && (taken.cpuMilli() > counted.get().cpuMilli()
                        || taken.memoryMib() > counted.get().memoryMib())) {
            return Optional.of("its processors or its memory are taken");
        }
        var classes = new HostClasses(new Spaces(Optional.empty(), false), 0);
        var then = classes.of(FleetHost.of(host.inventory(), after.cordoned(false)));
        return then.hostClass().shape().closed().map(_ -> "its place is taken by now");
    }
}
