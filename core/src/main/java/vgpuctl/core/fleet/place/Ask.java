package vgpuctl.core.fleet.place;

import java.util.Optional;
import java.util.TreeSet;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.HostResources;
import vgpuctl.core.fleet.PlacementPolicy;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.Where;

/**
 * What of a request decides how good a class of hosts is for it: requests that are alike in this
 * share one ranking. Conditions on single hosts are looked at while it is gone through.
 *
 * @param isForVm whether the vGPUs must be such as may be together in a VM
 * @param driver the only version that a host may have; empty: any
 */
record Ask(
        Wanted wanted,
        int count,
        HostResources resources,
        Where where,
        boolean isForVm,
        PlacementPolicy policy,
        Optional<String> driver) {

    static Ask of(PlacementRequest request, PlacementPolicy usual, Optional<String> driver) {
        var where = request.where();
        var ofClass =
                new Where(
                        where.sameHost(),
                        request.count() > 1 ? where.gpus() : Where.GpuSharing.ANY,
                        request.count() > 1 && where.sameNuma(),
                        where.numa(),
                        where.models(),
                        where.groups(),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        where.labels(),
                        Optional.empty());
        return new Ask(
                request.wanted(),
                request.count(),
                request.resources(),
                ofClass,
                request.count() > 1 && request.vm().isPresent(),
                request.policy().orElse(usual),
                driver);
    }
}
