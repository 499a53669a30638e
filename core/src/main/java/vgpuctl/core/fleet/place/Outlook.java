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

/** The requests that are expected: what a free piece of a GPU is worth depends on them. */
public final class Outlook {

    /** Hosts do not matter, and each kind of GPU has an outlook of its own. */
    static final Outlook OF_GPUS = new Outlook(List.of());

    private final List<Expected> all;
    private final int[] kind;
    private final List<Wanted> wanted;
    private final double[] weightOfKind;
    private final boolean looksAtHosts;

    /**
     * One kind of request.
     *
     * @param weight how often it comes
     */
    public record Expected(Wanted wanted, int count, HostResources resources, double weight) {

        private Expected weighing(double other) {
            return new Expected(wanted, count, resources, other);
        }
    }

    /**
     * @param all in the proportion of their weights
     */
    public Outlook(List<Expected> all) {
        var sum = all.stream().mapToDouble(Expected::weight).sum();
        this.all = all.stream().map(each -> each.weighing(each.weight() / sum)).toList();
        wanted = all.stream().map(Expected::wanted).distinct().toList();
        kind = all.stream().mapToInt(e -> wanted.indexOf(e.wanted())).toArray();
        weightOfKind = new double[wanted.size()];
        for (var i = 0; i < kind.length; i++) {
            weightOfKind[kind[i]] += this.all.get(i).weight();
        }
        looksAtHosts = all.stream().anyMatch(e -> !e.resources().isNone());
    }

    /** As those of the past were. */
    public static Outlook like(List<PlacementRequest> past) {
        var times = new LinkedHashMap<Expected, Integer>();
        for (var request : past) {
            if (request.count() == 0) {
                continue;
            }
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

    /** Kinds of what is wanted, whatever else the requests have. */
    int kinds() {
        return wanted.size();
    }

    int kind(int number) {
        return kind[number];
    }

    Wanted wanted(int ofKind) {
        return wanted.get(ofKind);
    }

    double weight(int ofKind) {
        return weightOfKind[ofKind];
    }

    /** Whether hosts matter to it, and not GPUs alone. */
    boolean looksAtHosts() {
        return looksAtHosts;
    }
}
