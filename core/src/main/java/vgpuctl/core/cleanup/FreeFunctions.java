package vgpuctl.core.cleanup;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.inventory.HostInterface.VendorVfio;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.pci.Bdf;

/** The virtual functions that carry vGPUs and carry none now. */
final class FreeFunctions {

    private FreeFunctions() {}

    static Set<Bdf> of(HostSnapshot host) {
        var free = new HashSet<Bdf>();
        for (var gpu : host.gpus()) {
            if (gpu.hostInterface() instanceof VendorVfio vendor) {
                for (var function : vendor.functions()) {
                    function.current()
                            .map(Optional::isEmpty)
                            .map(isFree ->
                                    isFree ? function.name().address() : Optional.<Bdf>empty())
                            .orElse(Optional.empty())
                            .ifPresent(free::add);
                }
            }
        }
        return free;
    }
}
