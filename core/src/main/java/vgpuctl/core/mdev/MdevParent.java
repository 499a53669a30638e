package vgpuctl.core.mdev;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostInterface;
import vgpuctl.core.inventory.HostInterface.VendorVfio;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.TypeOffer;

/**
 * A device that others can be made on. Where vGPUs are virtual functions, each function is one, as
 * it is where mediated devices live on functions.
 *
 * @param offers in the order of the types' ids
 */
public record MdevParent(DeviceName name, List<TypeOffer> offers) {

    public MdevParent {
        var sorted = new ArrayList<>(offers);
        sorted.removeIf(offer -> offer.type().id().isEmpty());
        sorted.sort((left, right) ->
                left.type().id().orElseThrow().compareTo(right.type().id().orElseThrow()));
        offers = List.copyOf(sorted);
    }

    /** The parents of a host, in the order of their names. */
    public static List<MdevParent> of(HostSnapshot host, MdevFilter filter) {
        var parents = new ArrayList<MdevParent>();
        for (var gpu : host.gpus()) {
            for (var parent : of(gpu)) {
                if (filter.meansParent(parent.name)) {
                    parents.add(parent);
                }
            }
        }
        parents.sort((left, right) -> left.name.compareTo(right.name));
        return List.copyOf(parents);
    }

    private static List<MdevParent> of(PhysicalGpu gpu) {
        var parents = new ArrayList<MdevParent>();
        switch (gpu.hostInterface()) {
            case HostInterface.Mdev(var offers) -> parents.add(new MdevParent(gpu.name(), offers));
            case HostInterface.MdevOnVirtualFunctions(var functions, _) -> {
                for (var function : functions) {
                    parents.add(new MdevParent(function.name(), function.offers()));
                }
            }
            case VendorVfio vendor -> {
                for (var function : vendor.functions()) {
                    parents.add(new MdevParent(function.name(), offers(vendor, function)));
                }
            }
            case HostInterface.None _ -> {
                // Nothing can be made on it now.
            }
        }
        return parents;
    }

    private static List<TypeOffer> offers(VendorVfio vendor, VendorVfio.VendorFunction function) {
        var offers = new ArrayList<TypeOffer>();
        for (var type : vendor.types()) {
            var isCreatable = type.id().filter(function.creatable()::contains).isPresent();
            offers.add(new TypeOffer(type, Reading.of(isCreatable ? 1 : 0)));
        }
        return offers;
    }
}
