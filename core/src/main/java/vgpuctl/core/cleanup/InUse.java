package vgpuctl.core.cleanup;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.Holder;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;

/**
 * What VMs use now, by three witnesses: libvirt's running domains, the processes that have devices
 * open, and the command lines of QEMU. One is enough.
 *
 * @param domains libvirt's, all of them
 * @param vms the processes that are VMs, all of them
 */
record InUse(HostSnapshot host, Remains remains, List<Domain> domains, List<VmProcess> vms) {

    /** Who has the device; empty where nobody does. */
    Optional<String> userOf(HostDevice device) {
        for (var domain : domains) {
            if (domain.hasLive(device)) {
                return Optional.of("the running VM " + domain.name());
            }
        }
        for (var vgpu : host.vgpus()) {
            var holders = holdersOf(vgpu);
            if (vgpu.device().equals(device) && !holders.isEmpty()) {
                return Optional.of(words(holders.getFirst()));
            }
        }
        return Optional.empty();
    }

    private List<Holder> holdersOf(Vgpu vgpu) {
        return remains.holders().getOrDefault(vgpu.uuid(), List.of());
    }

    private static String words(Holder holder) {
        return "process " + holder.pid() + " (" + holder.command() + ")";
    }

    /** The process that is this VM; empty where there is none. */
    Optional<VmProcess> process(UUID vm) {
        return vms.stream().filter(each -> each.vm().equals(Optional.of(vm))).findFirst();
    }

    /** Who uses any device that a vGPU may be; empty where nothing runs that could. */
    Optional<String> anybody() {
        for (var vgpu : host.vgpus()) {
            var user = userOf(vgpu.device());
            if (user.isPresent()) {
                return user;
            }
        }
        return vms.stream()
                .filter(VmProcess::hasDevice)
                .map(vm -> "process " + vm.pid() + " (" + vm.command() + ")")
                .findFirst();
    }
}
