package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.HostResources;
import vgpuctl.core.fleet.PlacementRequest;

/**
 * The requests that are expected: what a free piece of a GPU is worth depends on them.
 *
 * @param all their weights together are 1
 */
public record Outlook(List<Expected> all) {

    /**
     * One kind of request.
     *
     * @param weight how often it comes
     */
    public record Expected(Wanted wanted, int count, HostResources resources, double weight) {}

    public Outlook {
        var sum = all.stream().mapToDouble(Expected::weight).sum();
        all =
                all.stream()
                        .map(e ->
                                new Expected(
                                        e.wanted(), e.count(), e.resources(), e.weight() / sum))
                        .toList();
    }

    /** As those of the past were. */
    public static Outlook like(List<PlacementRequest> past) {
        var times = new LinkedHashMap<Expected, Integer>();
        for (var request : past) {
            var kind = new Expected(request.wanted(), request.count(), request.resources(), 1);
            times.merge(kind, 1, Integer::sum);
        }
        return weighed(times);
    }

    /** Where nothing is known: every size that there is, equally often. */
    public static Outlook ofModels(List<GpuModel> models) {
        var times = new LinkedHashMap<Expected, Integer>();
        for (var model : models) {
            var sizes = new HashSet<Integer>();
            for (var type : model.types()) {
                if (sizes.add(type.framebufferMib())) {
                    var wanted = new Wanted.Exactly(type.type().name());
                    times.put(new Expected(wanted, 1, HostResources.NONE, 1), 1);
                }
            }
        }
        return weighed(times);
    }

    private static Outlook weighed(Map<Expected, Integer> times) {
        var all = new ArrayList<Expected>();
        times.forEach(
                (kind, n) -> all.add(new Expected(kind.wanted, kind.count, kind.resources, n)));
        return new Outlook(all);
    }

    int size() {
        return all.size();
    }

    Expected expected(int number) {
        return all.get(number);
    }

    double weight(int number) {
        return all.get(number).weight();
    }

    /** Whether hosts matter to it, and not GPUs alone. */
    boolean looksAtHosts() {
        return all.stream().anyMatch(e -> !e.resources().isNone());
    }
}
