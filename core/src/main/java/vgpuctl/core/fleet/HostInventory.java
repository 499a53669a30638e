package vgpuctl.core.fleet;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a host has, as its agent found it. Only the agent writes it.
 *
 * @param host its id in the fleet, which outlives its name
 * @param group the group of hosts that it belongs to, a rack or a cluster
 * @param labels anything else that requests may ask for
 * @param driver version of the vGPU manager
 * @param branch of the vGPU software, 17 for R550; empty where the driver is of none that we know
 * @param hostInterface how vGPUs are made, {@code mdev}, {@code sriov-mdev}, {@code vfio}
 * @param resources processors and memory for VMs; empty where the fleet does not count them
 * @param models of its GPUs
 */
public record HostInventory(
        String host,
        Optional<String> group,
        SortedMap<String, String> labels,
        String driver,
        OptionalInt branch,
        String hostInterface,
        Optional<HostResources> resources,
        List<GpuModel> models,
        List<FleetGpu> gpus) {

    public HostInventory {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        models = List.copyOf(models);
        gpus = List.copyOf(gpus);
        var ids = new HashSet<String>();
        for (var gpu : gpus) {
            if (!ids.add(gpu.id())) {
                throw new IllegalArgumentException("two GPUs " + gpu.id() + " on " + host);
            }
            if (models.stream().noneMatch(model -> model.name().equals(gpu.model()))) {
                throw new IllegalArgumentException(gpu.id() + " is no " + gpu.model());
            }
        }
    }

    /** A host of which nothing is known but its GPUs, all of one model. */
    public static HostInventory of(String host, String driver, GpuModel model, List<String> gpus) {
        return new HostInventory(
                host,
                Optional.empty(),
                new TreeMap<>(Map.of()),
                driver,
                OptionalInt.empty(),
                "",
                Optional.empty(),
                List.of(model),
                gpus.stream().map(id -> FleetGpu.of(id, model.name())).toList());
    }

    public Optional<FleetGpu> gpu(String id) {
        for (var gpu : gpus) {
            if (gpu.id().equals(id)) {
                return Optional.of(gpu);
            }
        }
        return Optional.empty();
    }

    public GpuModel modelOf(FleetGpu gpu) {
        for (var model : models) {
            if (model.name().equals(gpu.model())) {
                return model;
            }
        }
        throw new IllegalArgumentException(gpu.id() + " is not of this host");
    }
}
