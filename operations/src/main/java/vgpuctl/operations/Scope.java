package vgpuctl.operations;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.mdev.MdevWish;
import vgpuctl.core.plan.Select;

/** The locks under which a change is made: its GPUs and VMs, and the names where it makes some. */
final class Scope {

    private static final String NAMES = "the names of vGPUs";

    private Scope() {}

    static SortedSet<String> of(HostSnapshot host, Request.Change change) {
        return switch (change) {
            case Request.Create(var wish) -> {
                var gpus = new TreeSet<String>();
                wish.gpu()
                        .ifPresentOrElse(
                                text -> gpus.add(gpu(Select.gpu(host, text).name().text())),
                                () -> host.gpus().forEach(g -> gpus.add(gpu(g.name().text()))));
                gpus.add(NAMES);
                wish.vms().forEach(vm -> gpus.add(vm(vm)));
                yield gpus;
            }
            case Request.Start(var ids) -> gpusOf(host, ids);
            case Request.Stop(var ids, _) -> gpusOf(host, ids);
            case Request.Remove(var ids, _) -> gpusOf(host, ids);
            case Request.Define(var ids, _) -> gpusOf(host, ids);
            case Request.Undefine(var ids, _) -> gpusOf(host, ids);
            case Request.Adopt(var ids, _) -> {
                var scope = gpusOf(host, ids);
                scope.add(NAMES);
                yield scope;
            }
            case Request.Autostart(var ids, _) -> gpusOf(host, ids);
            case Request.SwitchFunctions(var gpu, _) -> oneGpu(host, gpu);
            case Request.SwitchMixedSizes(var gpu, _) -> oneGpu(host, gpu);
            case Request.SwitchMig(var gpu, _) -> oneGpu(host, gpu);
            case Request.CutMig(var gpu, _) -> oneGpu(host, gpu);
            case Request.Apply(var layout, _, _) -> {
                var scope = new TreeSet<String>();
                host.gpus().forEach(g -> scope.add(gpu(g.name().text())));
                scope.add(NAMES);
                layout.gpus().stream()
                        .flatMap(wish -> wish.vgpus().stream())
                        .flatMap(vgpu -> vgpu.holders().vms().stream())
                        .forEach(vm -> scope.add(vm(vm)));
                yield scope;
            }
            case Request.RestoreGpu(var gpu) -> oneGpu(host, gpu);
            case Request.SetScheduler(var gpu, _) -> oneGpu(host, gpu);
            case Request.Mdev mdev -> mdev(host, mdev.wish());
            case Request.Attach(var id, var domain, _) -> gpuAndVm(host, id, domain);
            case Request.Detach(var id, var domain, _) -> gpuAndVm(host, id, domain);
        };
    }

    /** All of a host. */
    static SortedSet<String> whole(HostSnapshot host) {
        var scope = new TreeSet<String>();
        host.gpus().forEach(gpu -> scope.add(gpu(gpu.name().text())));
        host.domains().orElse(List.of()).forEach(domain -> scope.add(vm(domain.name())));
        scope.add(NAMES);
        return scope;
    }

    /** All of a host, and its driver: a host without one shows no GPU to lock. */
    static SortedSet<String> driver(HostSnapshot host) {
        var scope = whole(host);
        scope.add("the driver");
        return scope;
    }

    private static SortedSet<String> oneGpu(HostSnapshot host, String text) {
        return new TreeSet<>(Set.of(gpu(Select.gpu(host, text).name().text())));
    }

    /** Every parent on which something of that UUID is or is to be. */
    private static SortedSet<String> mdev(HostSnapshot host, MdevWish wish) {
        var parents = new TreeSet<DeviceName>();
        host.vgpu(wish.uuid()).map(Vgpu::parent).ifPresent(parents::add);
        wish.parent().flatMap(DeviceName::parse).ifPresent(parents::add);
        host.definitions().stream()
                .filter(file -> file.uuid().equals(wish.uuid()))
                .forEach(file -> parents.add(file.parent()));
        var scope = new TreeSet<String>();
        parents.forEach(parent -> scope.add(gpuOf(host, parent)));
        return scope;
    }

    private static String gpuOf(HostSnapshot host, DeviceName parent) {
        return gpu(host.gpuOf(parent).map(PhysicalGpu::name).orElse(parent).text());
    }

    private static SortedSet<String> gpuAndVm(HostSnapshot host, String id, String domain) {
        var scope = gpusOf(host, List.of(id));
        scope.add(vm(domain));
        return scope;
    }

    private static SortedSet<String> gpusOf(HostSnapshot host, Collection<String> ids) {
        var scope = new TreeSet<String>();
        for (var id : ids) {
            scope.add(gpuOf(host, Select.vgpu(host, id).parent()));
        }
        return scope;
    }

    private static String vm(String name) {
        return "the VM " + name;
    }

    private static String gpu(String name) {
        return "the GPU " + name;
    }
}
