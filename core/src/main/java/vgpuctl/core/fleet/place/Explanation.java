package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vgpuctl.core.fleet.Decision.Change;
import vgpuctl.core.fleet.Decision.Reason;
import vgpuctl.core.fleet.Decision.Refused;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.Where;
import vgpuctl.core.fleet.Where.GpuSharing;

/** Why a request fits nowhere, for each class of hosts, and what would make it fit. */
final class Explanation {

    private static final int MOST_MOVES = 3;

    private final Placer placer;
    private final PlacementRequest request;
    private final Ask ask;

    Explanation(Placer placer, PlacementRequest request) {
        this.placer = placer;
        this.request = request;
        this.ask = Ask.of(request, placer.rules().policy(), Optional.empty());
    }

    Refused refusal() {
        var held = placer.hostsOf(request.claim());
        if (!held.isEmpty()) {
            var sentence = "there is a claim " + request.claim() + " already";
            var first = new TreeSet<>(held).first();
            return new Refused(
                    request, List.of(new Reason(held.size(), first, sentence)), Optional.empty());
        }
        var reasons = new ArrayList<Reason>();
        for (var hosts : placer.classes().living()) {
            for (var host : hosts.hosts()) {
                reasons.add(new Reason(1, host.id(), sentence(host)));
            }
        }
        return new Refused(request, Reason.together(reasons), cheapest());
    }

    // ---- why not ----

    private String sentence(PlacedHost host) {
        var where = request.where();
        var hosts = host.hostClass();
        var shape = hosts.shape();
        if (shape.closed().isPresent()) {
            return shape.closed().get();
        }
        if (where.notHosts().contains(host.id())
                || !(where.hosts().isEmpty() || where.hosts().contains(host.id()))) {
            return "the request excludes it";
        }
        if (!Choice.isAllowed(shape, ask)) {
            return "it is not of the group, labels or driver that are asked for";
        }
        if (!hosts.has(request.resources())) {
            return "it has not enough processors or memory left";
        }
        return Choice.of(hosts, ask, placer.outlook())
                .map(choice -> ofHost(host, choice))
                .orElseGet(() -> ofCards(hosts));
    }

    private String ofHost(PlacedHost host, Choice choice) {
        return placer.missedHeadroom(host, choice)
                .filter(_ -> !request.mayUseHeadroom())
                .map(PlacementRules.Headroom::words)
                .orElseGet(() ->
                        request.where().apart().isPresent()
                                ? "it carries a claim that must be apart, '"
                                        + request.where().apart().get()
                                        + "'"
                                : "the VM has vGPUs already that this does not go with, or"
                                        + " elsewhere");
    }

    private String ofCards(HostClass hosts) {
        var none = "none of its GPUs ";
        var types = 0;
        var room = 0;
        var unusable = Optional.<String>empty();
        for (var slot = 0; slot < hosts.cards().length; slot++) {
            var each = hosts.shape().slots().get(slot);
            var meeting = each.space().meeting(ask.wanted());
            unusable = unusable.or(each::unusable);
            if (Choice.isAllowed(each, ask)) {
                types += meeting.length;
                var most = 0;
                for (var type : meeting) {
                    most = Math.max(most, hosts.cards()[slot].capacity(type));
                }
                room += most;
            }
        }
        if (types == 0) {
            return unusable.map(why -> "a GPU that could take it is not usable: " + why)
                    .orElse(none + "that may be used has a type for " + ask.wanted().words());
        }
        if (room == 0) {
            return none + "has room for one more " + ask.wanted().words();
        }
        return room < ask.count()
                ? "it has room for " + room + " of the " + ask.count()
                : "its room for "
                        + room
                        + " is not as the request wants it: one type, "
                        + ask.where().gpus().word()
                        + " GPU";
    }

    // ---- what would help ----

    private Optional<Change> cheapest() {
        return withoutCondition()
                .or(this::uncordon)
                .or(() -> moves(1))
                .or(this::fewer)
                .or(() -> moves(MOST_MOVES));
    }

    private Optional<Change> without(String condition, Where where) {
        return placer.place(request.with(where))
                .map(placed -> new Change.Without(condition, placed.hosts().getFirst()));
    }

    private Optional<Change> withoutCondition() {
        var where = request.where();
        var found = Optional.<Change>empty();
        if (where.gpus() != GpuSharing.ANY) {
            found = without("'" + where.gpus().word() + " GPU'", where.with(GpuSharing.ANY));
        }
        if (found.isEmpty() && !where.models().isEmpty()) {
            found = without("the model", where.onModels(Set.of()));
        }
        if (found.isEmpty() && !where.groups().isEmpty()) {
            found = without("the group", where.inGroups(Set.of()));
        }
        if (found.isEmpty() && !where.hosts().isEmpty()) {
            found = without("the named hosts", where.onHosts(Set.of()));
        }
        if (found.isEmpty() && !where.notHosts().isEmpty()) {
            found = without("the excluded hosts", where.notOnHosts(Set.of()));
        }
        if (found.isEmpty() && where.apart().isPresent()) {
            found = without("'apart'", where.anyApart());
        }
        return found;
    }

    private Optional<Change> uncordon() {
        for (var host : placer.hosts()) {
            if (host.allocation().cordoned() && host.closed().isEmpty()) {
                var open = host.with(host.allocation().cordoned(false));
                var alone = Placer.of(List.of(open), placer.rules());
                if (alone.place(request).isPresent()) {
                    return Optional.of(new Change.Uncordon(host.id()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Change> moves(int most) {
        return Relocation.makeRoom(placer, request, most)
                .map(room -> new Change.Moves(room.moves()));
    }

    private Optional<Change> fewer() {
        for (var count = request.count() - 1; count > 0; count--) {
            if (placer.place(request.with(count)).isPresent()) {
                return Optional.of(new Change.Fewer(count));
            }
        }
        return Optional.empty();
    }
}
