package vgpuctl.core.plan;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Claim;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.Holder;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.problem.Problem;

/**
 * Who uses a vGPU now.
 *
 * @param running the VMs that run with it
 * @param configured the VMs whose next start would take it
 * @param holders the processes that have it open
 */
public record Use(List<Domain> running, List<Domain> configured, List<Holder> holders) {

    public static Use of(HostSnapshot host, Vgpu vgpu, List<Holder> holders) {
        var device = vgpu.device();
        var with = host.domainsWith(vgpu);
        return new Use(
                with.stream().filter(domain -> domain.hasLive(device)).toList(),
                with.stream().filter(domain -> domain.hasInConfig(device)).toList(),
                holders);
    }

    /** Refuses to take a vGPU from under a running VM. */
    public void refuseWhileOpen(Vgpu vgpu, String verb) {
        if (!running.isEmpty()) {
            var domain = running.getFirst().name();
            throw new Problem.Conflict(
                            vgpu.label() + " is in use by the running VM " + domain,
                            "shut it down first (virsh shutdown "
                                    + domain
                                    + "), or take the vGPU away from it: vgpuctl detach "
                                    + vgpu.label()
                                    + " "
                                    + domain)
                    .thrown();
        }
        if (!holders.isEmpty()) {
            var holder = holders.getFirst();
            throw new Problem.Conflict(
                            vgpu.label()
                                    + " is open in process "
                                    + holder.pid()
                                    + " ("
                                    + holder.command()
                                    + ")",
                            "end that VM first, then " + verb + " it again")
                    .thrown();
        }
    }

    /**
     * Refuses to take a virtual function from a VM that it was not meant for: a function is reused,
     * and the vGPU that it carries may be another one by now. A VM that was given it by us has our
     * claim on it.
     */
    void refuseOtherOwner(Vgpu vgpu, String verb) {
        var claim = vgpu.record().map(VgpuRecord::claim).flatMap(Claim::vm);
        for (var domain : configured) {
            var isOther = !claim.equals(Optional.of(domain.name()));
            if (isOther && vgpu.device() instanceof HostDevice.PciFunction) {
                throw new Problem.Conflict(
                                vgpu.label()
                                        + " is meant for "
                                        + claim.map(name -> "the VM " + name).orElse("no VM")
                                        + ", but "
                                        + domain.name()
                                        + " has its function "
                                        + vgpu.parent(),
                                "take it away from that VM first, then "
                                        + verb
                                        + " it: vgpuctl detach "
                                        + vgpu.label()
                                        + " "
                                        + domain.name())
                        .thrown();
            }
        }
    }

    /** Refuses to leave a VM's configuration pointing at nothing. */
    void refuseWhileConfigured(Vgpu vgpu) {
        if (!configured.isEmpty()) {
            var domain = configured.getFirst().name();
            throw new Problem.Conflict(
                            "the configuration of the VM " + domain + " has " + vgpu.label(),
                            "take it away from the VM first: vgpuctl detach "
                                    + vgpu.label()
                                    + " "
                                    + domain)
                    .thrown();
        }
    }
}
