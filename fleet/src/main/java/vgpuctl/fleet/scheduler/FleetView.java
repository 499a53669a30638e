package vgpuctl.fleet.scheduler;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.fleet.InventoryJson;
import vgpuctl.core.fleet.MalformedDocument;
import vgpuctl.core.fleet.SeenHost;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.fleet.agent.Report;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.Transaction;
import vgpuctl.fleet.store.Watch;

/**
 * The fleet as one scheduler knows it: listed, kept up by a watch, and listed again now and then.
 */
public final class FleetView implements AutoCloseable {

    /** A watch is never the only source. */
    private static final Duration BETWEEN_LISTS = Duration.ofMinutes(1);

    /** Some commits long, also of a busy store: who writes a host is about to do so again. */
    static final Duration STAYS_BUSY = Duration.ofMillis(100);

    private static final Duration AT_ONCE = Duration.ZERO;

    /**
     * A host's documents.
     *
     * @param revision of the allocation, for the next swap
     * @param unreadable why documents of it cannot be read; it takes nothing new
     */
    public record Known(
            Optional<HostInventory> inventory,
            HostAllocation allocation,
            long revision,
            Optional<String> report,
            boolean isAlive,
            Map<Part, String> unreadable) {

        public Known {
            unreadable = Map.copyOf(unreadable);
        }

        static Known nothing(String host) {
            return new Known(
                    Optional.empty(),
                    HostAllocation.empty(host),
                    Transaction.ABSENT,
                    Optional.empty(),
                    false,
                    Map.of());
        }

        /** Why nothing new goes there. */
        public Optional<String> closed() {
            if (!unreadable.isEmpty()) {
                var why = unreadable.values().stream().sorted().toList();
                return Optional.of("its documents cannot be read: " + String.join("; ", why));
            }
            if (inventory.isEmpty()) {
                return Optional.of("its agent has not said what it has");
            }
            return isAlive ? Optional.empty() : Optional.of("its agent is not heard");
        }

        /** For whoever looks at the fleet. */
        public SeenHost seen(String host) {
            var said = report.map(Report::read);
            return new SeenHost(
                    host,
                    inventory,
                    allocation,
                    closed(),
                    said.filter(of -> of.isOf(allocation)).isPresent(),
                    said.map(Report::missing).orElse(List.of()),
                    said.map(Report::problems).orElse(List.of()));
        }

        private Known with(Part part, Optional<String> why) {
            var others = new HashMap<>(unreadable);
            why.ifPresentOrElse(text -> others.put(part, text), () -> others.remove(part));
            return new Known(inventory, allocation, revision, report, isAlive, others);
        }

        private Known with(HostAllocation other, long itsRevision) {
            return new Known(inventory, other, itsRevision, report, isAlive, unreadable);
        }

        private Known with(Optional<HostInventory> other) {
            return new Known(other, allocation, revision, report, isAlive, unreadable);
        }

        private Known saying(Optional<String> other) {
            return new Known(inventory, allocation, revision, other, isAlive, unreadable);
        }

        private Known heard(boolean now) {
            return new Known(inventory, allocation, revision, report, now, unreadable);
        }

        private boolean isEmpty() {
            return inventory.isEmpty()
                    && revision == Transaction.ABSENT
                    && !isAlive
                    && unreadable.isEmpty();
        }
    }

    private final Store store;
    private final Keys keys;
    private final Placer placer;
    private final Duration staysBusy;
    private final TreeMap<String, Known> hosts = new TreeMap<>();
    private final Map<String, Version> versions = new HashMap<>();
    private final Map<String, Long> changedByOthers = new HashMap<>();
    private Optional<Watch> watch = Optional.empty();
    private long listed;

    /** Of all that was heard. */
    private long newest;

    /** Of a key: a store that was put back from a copy may give a number twice. */
    private record Version(long revision, int hash) {

        static Version of(Optional<String> text, long revision) {
            return new Version(revision, text.map(String::hashCode).orElse(0));
        }
    }

    public FleetView(Store store, Keys keys, Placer placer) {
        this(store, keys, placer, STAYS_BUSY);
    }

    FleetView(Store store, Keys keys, Placer placer, Duration staysBusy) {
        this.staysBusy = staysBusy;
        this.store = store;
        this.keys = keys;
        this.placer = placer;
    }

    /** What the watch has told by now; it may be late. */
    public void update() {
        if (watch.isEmpty() || System.nanoTime() - listed > BETWEEN_LISTS.toNanos()) {
            list();
            return;
        }
        while (true) {
            switch (watch.get().next(AT_ONCE)) {
                case Watch.Forgotten _ -> {
                    list();
                    return;
                }
                case Watch.Changes(var changes) -> {
                    if (changes.isEmpty()) {
                        return;
                    }
                    changes.forEach(change -> hear(change.key(), change.text(), change.revision()));
                }
            }
        }
    }

    /**
     * The hosts whose allocations others have changed just now. Who places there too is likely to
     * be too late.
     */
    Set<String> busy() {
        var now = System.nanoTime();
        changedByOthers.values().removeIf(then -> now - then > staysBusy.toNanos());
        return changedByOthers.keySet();
    }

    /** Whether all of it was listed at some time after this one, in this machine's ticks. */
    boolean isListedSince(long ticks) {
        return watch.isPresent() && listed - ticks >= 0;
    }

    /** All of it anew. What is as it was is not read again. */
    public void list() {
        var begun = System.nanoTime();
        var listing = store.list(keys.hosts());
        if (listing.revision() < newest) {
            // An older copy of the store: nothing that is known here counts.
            hosts.clear();
            versions.clear();
        }
        newest = listing.revision();
        var gone = new HashSet<>(versions.keySet());
        var changed = new HashSet<String>();
        for (var entry : listing.entries()) {
            gone.remove(entry.key());
            var version = Version.of(Optional.of(entry.text()), entry.revision());
            if (!version.equals(versions.get(entry.key()))) {
                write(entry.key(), Optional.of(entry.text()), version).ifPresent(changed::add);
            }
        }
        for (var key : gone) {
            write(key, Optional.empty(), Version.of(Optional.empty(), listing.revision()))
                    .ifPresent(changed::add);
        }
        changed.addAll(unknown());
        changed.forEach(this::placeAgain);
        watch.ifPresent(Watch::close);
        watch = Optional.empty();
        watch = Optional.of(store.watch(keys.hosts(), listing.revision() + 1));
        listed = begun;
    }

    /** Those that the placer has and the store does not. */
    private List<String> unknown() {
        return placer.hosts().stream()
                .map(FleetHost::id)
                .filter(host -> !hosts.containsKey(host))
                .toList();
    }

    public Map<String, Known> hosts() {
        return hosts;
    }

    /** As they are known here. */
    public Optional<Known> host(String id) {
        return Optional.ofNullable(hosts.get(id));
    }

    /** One key that others may have written. */
    private void hear(String key, Optional<String> text, long revision) {
        var of = keys.ofHost(key);
        if (of.isPresent() && of.get().part() == Part.ALLOCATION && revision(key) < revision) {
            changedByOthers.put(of.get().host(), System.nanoTime());
        }
        take(key, text, revision);
    }

    /** One key that was read or written by ourselves, before the watch tells of it. */
    void take(String key, Optional<String> text, long revision) {
        note(key, text, revision).ifPresent(this::placeAgain);
    }

    /** As it is known here, whatever was tried on it. */
    void placeAgain(String host) {
        var known = hosts.get(host);
        if (known == null || known.inventory().isEmpty()) {
            forget(host);
        } else {
            placer.put(placed(known));
        }
    }

    private void forget(String host) {
        if (placer.host(host).isPresent()) {
            placer.remove(host);
        }
    }

    /** Reads a host's allocation from the store itself. */
    void fetch(String host) {
        var key = keys.host(host, Part.ALLOCATION);
        var entry = store.get(key);
        if (entry.isPresent() && entry.get().revision() < revision(key)) {
            // An older copy of the store was put back: the watch may never tell.
            list();
            return;
        }
        entry.ifPresentOrElse(
                there -> hear(key, Optional.of(there.text()), there.revision()), () -> lose(key));
    }

    /** Reads all of a host from the store itself; empty where it has not said what it has. */
    Optional<FleetHost> fetchAll(String host) {
        for (var part : Part.values()) {
            var key = keys.host(host, part);
            store.get(key)
                    .ifPresentOrElse(
                            there -> take(key, Optional.of(there.text()), there.revision()),
                            () -> lose(key));
        }
        return host(host).filter(known -> known.inventory().isPresent()).map(FleetView::placed);
    }

    /** A key that is not there: whoever puts it will do so later than what is known. */
    private void lose(String key) {
        write(key, Optional.empty(), Version.of(Optional.empty(), revision(key)))
                .ifPresent(this::placeAgain);
    }

    private static FleetHost placed(Known known) {
        return new FleetHost(known.inventory().orElseThrow(), known.allocation(), known.closed());
    }

    /** The host that it is of; empty where it is of none, or older than what is known. */
    private Optional<String> note(String key, Optional<String> text, long revision) {
        var of = keys.ofHost(key);
        if (of.isEmpty() || revision(key) >= revision) {
            return Optional.empty();
        }
        newest = Math.max(newest, revision);
        return write(key, text, Version.of(text, revision));
    }

    private long revision(String key) {
        var version = versions.get(key);
        return version == null ? 0 : version.revision();
    }

    private Optional<String> write(String key, Optional<String> text, Version version) {
        var of = keys.ofHost(key);
        if (of.isEmpty()) {
            return Optional.empty();
        }
        versions.put(key, version);
        var host = of.get().host();
        var before = hosts.getOrDefault(host, Known.nothing(host));
        var now = with(before, of.get(), text, version.revision());
        if (now.isEmpty()) {
            hosts.remove(host);
        } else {
            hosts.put(host, now);
        }
        return Optional.of(host);
    }

    private static Known with(Known before, Keys.OfHost of, Optional<String> text, long revision) {
        var part = of.part();
        try {
            return switch (part) {
                case INVENTORY -> {
                    var inventory = text.map(InventoryJson::read);
                    checkName(of, inventory.map(HostInventory::host));
                    yield before.with(inventory).with(part, Optional.empty());
                }
                case ALLOCATION -> {
                    var allocation = text.map(AllocationJson::read);
                    checkName(of, allocation.map(HostAllocation::host));
                    yield before.with(
                                    allocation.orElseGet(() -> HostAllocation.empty(of.host())),
                                    text.isPresent() ? revision : Transaction.ABSENT)
                            .with(part, Optional.empty());
                }
                case REPORT -> before.saying(text);
                case ALIVE -> before.heard(text.isPresent());
            };
        } catch (MalformedDocument | WrongHost e) {
            return before.with(part, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** A document of one host below the key of another. */
    private static final class WrongHost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WrongHost(String message) {
            super(message);
        }
    }

    private static void checkName(Keys.OfHost of, Optional<String> said) {
        if (said.filter(name -> !name.equals(of.host())).isPresent()) {
            throw new WrongHost("the key of " + of.host() + " holds a document of " + said.get());
        }
    }

    @Override
    public void close() {
        watch.ifPresent(Watch::close);
    }
}
