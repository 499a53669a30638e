package vgpuctl.fleet.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.store.Committed;
import vgpuctl.fleet.store.Entry;
import vgpuctl.fleet.store.Lease;
import vgpuctl.fleet.store.Listing;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.StoreException.Fate;
import vgpuctl.fleet.store.Transaction;
import vgpuctl.fleet.store.Watch;

/** A store in a directory of this machine. Any number of processes and threads may use one. */
public final class FileStore implements Store {

    /**
     * How much is kept.
     *
     * @param longestLog bytes of a log, above which a new one begins; no less than four times what
     *     it begins with
     * @param longestHistory changes that a watch can go back
     */
    public record Limits(long longestLog, int longestHistory) {

        public static final Limits USUAL = new Limits(8 << 20, 20_000);
    }

    private static final Pattern LOG = Pattern.compile("log\\.([1-9][0-9]{0,17})");

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** A lock of a file is one of the whole process; its threads need another. */
    private static final ConcurrentHashMap<Path, ReentrantLock> OURS = new ConcurrentHashMap<>();

    private final Path directory;
    private final Ticks ticks;
    private final Limits limits;
    private final ReentrantLock ours;
    private final FileChannel lock;

    private State state;
    private Log log;
    private Object identity = this;
    private long generation;
    private long begins;

    private FileStore(Path directory, Ticks ticks, Limits limits) throws IOException {
        this.directory = directory;
        this.ticks = ticks;
        this.limits = limits;
        ours = OURS.computeIfAbsent(directory, _ -> new ReentrantLock());
        lock =
                FileChannel.open(
                        directory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        state = new State(limits.longestHistory());
        ours.lock();
        try (var _ = lock.lock()) {
            if (newest().isEmpty()) {
                Log.create(directory, "log.1", state.whole());
            }
            log = load();
            catchUp(true);
        } finally {
            ours.unlock();
        }
    }

    /** The store of a directory, which is made where there is none. */
    public static FileStore open(Path directory) {
        return open(directory, Ticks.ofThisMachine(), Limits.USUAL);
    }

    static FileStore open(Path directory, Ticks ticks, Limits limits) {
        try {
            Files.createDirectories(directory);
            return new FileStore(directory.toRealPath(), ticks, limits);
        } catch (IOException e) {
            throw unusable(directory, Fate.NOT_DONE, e);
        }
    }

    @Override
    public String name() {
        return "file://" + directory;
    }

    @Override
    public synchronized Optional<Entry> get(String key) {
        look();
        return state.get(key);
    }

    @Override
    public synchronized Listing list(String prefix) {
        look();
        return new Listing(state.list(prefix), state.revision());
    }

    @Override
    public synchronized Committed commit(Transaction transaction) {
        return locked(() -> {
            if (!state.holds(transaction) || isWithoutLease(transaction)) {
                return new Committed(false, state.revision());
            }
            append(state.line(transaction));
            return new Committed(true, state.revision());
        });
    }

    private boolean isWithoutLease(Transaction transaction) {
        return transaction.lease().filter(lease -> state.lease(lease.id()).isEmpty()).isPresent();
    }

    @Override
    public synchronized Lease grant(Duration life) {
        return locked(() -> {
            var id = state.nextLease();
            append(State.line(held(id, life.toMillis())));
            return new Lease(id, life);
        });
    }

    @Override
    public synchronized boolean renew(Lease lease) {
        return locked(() -> {
            var isThere = state.lease(lease.id()).isPresent();
            if (isThere) {
                append(State.line(held(lease.id(), lease.life().toMillis())));
            }
            return isThere;
        });
    }

    @Override
    public synchronized void revoke(Lease lease) {
        locked(() -> {
            var held = state.lease(lease.id());
            if (held.isPresent()) {
                append(state.lineOfEnd(held.get()));
            }
            return held;
        });
    }

    @Override
    public Watch watch(String prefix, long from) {
        return new FileWatch(prefix, from);
    }

    @Override
    public synchronized void close() {
        try {
            log.close();
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private State.HeldLease held(long id, long life) {
        return new State.HeldLease(id, life, ticks.millis() + life, ticks.boot());
    }

    private interface Work<R> {
        R done() throws IOException;
    }

    /** Work on the newest state, of which nobody else writes meanwhile. */
    private <R> R locked(Work<R> work) {
        var fate = Fate.NOT_DONE;
        ours.lock();
        try (var _ = lock.lock()) {
            catchUp(true);
            endLeases();
            fate = Fate.UNKNOWN;
            var result = work.done();
            compact();
            return result;
        } catch (IOException e) {
            throw unusable(directory, fate, e);
        } finally {
            ours.unlock();
        }
    }

    private void look() {
        try {
            catchUp(false);
        } catch (IOException e) {
            throw unusable(directory, Fate.NOT_DONE, e);
        }
        if (state.leases().stream().anyMatch(lease -> isOver(lease) || isOfAnotherStart(lease))) {
            locked(() -> state.revision());
        }
    }

    private boolean isOver(State.HeldLease lease) {
        return !isOfAnotherStart(lease) && lease.until() <= ticks.millis();
    }

    private boolean isOfAnotherStart(State.HeldLease lease) {
        return !lease.boot().equals(ticks.boot());
    }

    /** After a restart of the machine nobody knows how long it was off: they live once more. */
    private void endLeases() throws IOException {
        for (var lease : state.leases()) {
            if (isOver(lease)) {
                append(state.lineOfEnd(lease));
            } else if (isOfAnotherStart(lease)) {
                append(State.line(held(lease.id(), lease.life())));
            }
        }
    }

    private void append(JsonObject line) throws IOException {
        log.append(line);
        state.apply(line);
    }

    /** Reads what others wrote. Under the lock also cuts off what a killed one left. */
    private void catchUp(boolean isLocked) throws IOException {
        if (!Objects.equals(identity, identity(log.path())) || log.isShorterThanRead()) {
            // Put back from a copy, or several logs further.
            log.close();
            var from = state;
            state = new State(limits.longestHistory());
            log = load();
            if (state.revision() == from.revision()) {
                state = from;
            }
        }
        while (true) {
            var hasNext = Files.exists(log(generation + 1));
            var lines = log.more();
            lines.records().forEach(state::apply);
            if (lines.isDamaged() && isLocked) {
                throw damaged();
            }
            if (!hasNext) {
                if (lines.isTorn() && isLocked) {
                    log.cutOff();
                }
                return;
            }
            log.close();
            generation++;
            log = begin(Log.open(log(generation)));
        }
    }

    /** The newest log, from its start. */
    private Log load() throws IOException {
        generation = newest().orElseThrow(() -> new IOException("its files are gone"));
        return begin(Log.open(log(generation)));
    }

    private Log begin(Log opened) throws IOException {
        identity = identity(opened.path());
        var lines = opened.more().records();
        if (lines.isEmpty()) {
            throw damaged();
        }
        state.begin(lines.getFirst());
        begins = opened.end();
        lines.subList(1, lines.size()).forEach(state::apply);
        return opened;
    }

    private static Object identity(Path path) throws IOException {
        return Files.exists(path)
                ? Objects.requireNonNullElse(
                        Files.readAttributes(path, BasicFileAttributes.class).fileKey(), path)
                : "gone";
    }

    private void compact() throws IOException {
        if (log.end() <= Math.max(limits.longestLog(), 4 * begins)) {
            return;
        }
        Log.create(directory, "log." + (generation + 1), state.whole());
        // Others may be reading the last one to its end.
        for (var old : generations()) {
            if (old < generation) {
                Files.deleteIfExists(log(old));
            }
        }
        catchUp(true);
    }

    private OptionalLong newest() throws IOException {
        return generations().stream().mapToLong(Long::longValue).max();
    }

    private List<Long> generations() throws IOException {
        var found = new ArrayList<Long>();
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                var name = LOG.matcher(file.getFileName().toString());
                if (name.matches()) {
                    found.add(Long.parseLong(name.group(1)));
                }
            }
        }
        return found;
    }

    private Path log(long number) {
        return directory.resolve("log." + number);
    }

    private static StoreException unusable(Path directory, Fate fate, IOException e) {
        return new StoreException(
                fate,
                new Problem.HostNotReady(
                        "the fleet's store in " + directory + " cannot be used: " + e,
                        "look at the directory, its owner and the space that is left"));
    }

    private StoreException damaged() {
        return new StoreException(
                Fate.NOT_DONE,
                new Problem.HostNotReady(
                        log(generation) + " is damaged in its midst, which no kill does",
                        "put the directory back from a copy; no claim is freed by that"));
    }

    /** Looks again and again. */
    private final class FileWatch implements Watch {

        private final String prefix;
        private long from;
        private volatile boolean isClosed;

        FileWatch(String prefix, long from) {
            this.prefix = prefix;
            this.from = from;
        }

        @Override
        public News next(Duration patience) {
            var until = System.nanoTime() + patience.toNanos();
            while (true) {
                var news = news();
                if (news.isPresent()) {
                    return news.get();
                }
                var left = Duration.ofNanos(until - System.nanoTime());
                if (left.isNegative() || isClosed) {
                    return new Changes(List.of());
                }
                sleep(left.compareTo(BETWEEN_LOOKS) < 0 ? left : BETWEEN_LOOKS);
            }
        }

        private Optional<News> news() {
            synchronized (FileStore.this) {
                look();
                if (from < state.oldest() || from > state.revision() + 1) {
                    return Optional.of(new Forgotten(state.oldest()));
                }
                var changes = state.changes(prefix, from);
                from = state.revision() + 1;
                return changes.isEmpty() ? Optional.empty() : Optional.of(new Changes(changes));
            }
        }

        private void sleep(Duration time) {
            try {
                Thread.sleep(time);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                isClosed = true;
            }
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
