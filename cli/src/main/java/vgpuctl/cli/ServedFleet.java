package vgpuctl.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import vgpuctl.cli.command.FleetCommands;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.MalformedDocument;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.SeenHost;
import vgpuctl.core.fleet.place.PlacementRules;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.fleet.place.Relocation;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.address.StoreAddress;
import vgpuctl.fleet.scheduler.FleetView;
import vgpuctl.fleet.scheduler.Outcome;
import vgpuctl.fleet.scheduler.Scheduler;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.server.api.Fleet;

/** The fleet of a daemon's host, for those who ask the daemon. */
final class ServedFleet implements Fleet, AutoCloseable {

    /** Whoever asks a daemon waits in front of a page. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String host;
    private final Store store;
    private final Scheduler scheduler;
    private Map<String, Looked> looked = Map.of();

    /** A host as it was seen, and of what that was made. */
    private record Looked(FleetView.Known of, SeenHost host) {}

    private ServedFleet(String host, StoreAddress address, Store store) {
        this.host = host;
        this.store = store;
        scheduler =
                new Scheduler(store, address.keys(), Placer.of(List.of(), scattered()), PATIENCE);
    }

    /** Daemons that are asked at once find different ones of equal places, and do not meet. */
    private static PlacementRules scattered() {
        return PlacementRules.USUAL.with(UUID.randomUUID().getMostSignificantBits());
    }

    /** Empty where the line names no fleet. */
    static Optional<ServedFleet> of(Parsed line, HostWiring wiring) {
        return line.optional("fleet")
                .map(StoreAddress::parse)
                .map(address ->
                        new ServedFleet(
                                FleetMember.name(line, wiring),
                                address,
                                new FleetAccess(line).open(address)));
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public String store() {
        return store.name();
    }

    /** What did not change is the same object, and need not be compared. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isOf(Looked before, FleetView.Known documents) {
        return before.of() == documents;
    }

    @Override
    public synchronized List<SeenHost> hosts() {
        var known = asked(scheduler::hosts);
        var now = new TreeMap<String, Looked>();
        known.forEach((id, documents) -> {
            var before = looked.get(id);
            now.put(
                    id,
                    before != null && isOf(before, documents)
                            ? before
                            : new Looked(documents, documents.seen(id)));
        });
        looked = now;
        var hosts = new ArrayList<SeenHost>();
        now.values().forEach(each -> hosts.add(each.host()));
        return hosts;
    }

    @Override
    public Decision decide(PlacementRequest request) {
        return asked(() -> scheduler.decide(request));
    }

    @Override
    public Claimed request(PlacementRequest request) {
        return switch (asked(() -> scheduler.request(request))) {
            case Outcome.Granted(var decision, _) -> new Claimed.Granted(decision);
            case Outcome.Held(var parts) -> new Claimed.Held(byHost(parts));
            case Outcome.Refused(var decision) -> new Claimed.Refused(decision);
        };
    }

    @Override
    public Map<String, FleetClaim> claim(String id) {
        return byHost(asked(() -> scheduler.claim(id)));
    }

    private static Map<String, FleetClaim> byHost(List<Outcome.Part> parts) {
        var byHost = new TreeMap<String, FleetClaim>();
        parts.forEach(part -> byHost.put(part.host(), part.claim()));
        return byHost;
    }

    @Override
    public List<String> release(String id) {
        return asked(() -> scheduler.release(id));
    }

    @Override
    public boolean cordon(String id, boolean on) {
        return asked(() -> scheduler.cordon(id, on));
    }

    /** As many as the command line moves where nothing is said. */
    @Override
    public Relocation drained(String id) {
        return asked(() -> scheduler.drained(id, FleetCommands.MOVES_OF_A_DRAIN));
    }

    @Override
    public Relocation defragmented() {
        return asked(() -> scheduler.defragmented(FleetCommands.MOVES));
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreException e) {
            throw e.problem().thrown();
        } catch (MalformedDocument e) {
            throw unreadable(e).thrown();
        }
    }

    /** A document that cannot be read, of a fleet. */
    static Problem unreadable(MalformedDocument e) {
        return new Problem.HostNotReady(
                "a document of the fleet cannot be read: " + e.getMessage(),
                "update vgpuctl here, or put the document right");
    }

    @Override
    public void close() {
        scheduler.close();
        store.close();
    }
}
