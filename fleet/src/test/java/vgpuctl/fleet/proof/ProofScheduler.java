package vgpuctl.fleet.proof;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.PlacementPolicy;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.place.PlacementRules;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.core.type.TypeName;
import vgpuctl.fleet.scheduler.Outcome;
import vgpuctl.fleet.scheduler.Scheduler;
import vgpuctl.fleet.store.StoreException;

/**
 * A process with a scheduler and its clients, who go on where the process before it was killed:
 * {@code ENDPOINTS DIRECTORY NAME CLIENTS HELD HOSTS SEED}.
 */
final class ProofScheduler {

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** What a client asked for. */
    private record Wish(String claim, String type, int count) {}

    private final Path directory;
    private final HistoryLog log;
    private final Scheduler scheduler;
    private final int hosts;
    private final int held;

    private ProofScheduler(
            Path directory, HistoryLog log, Scheduler scheduler, int hosts, int held) {
        this.directory = directory;
        this.log = log;
        this.scheduler = scheduler;
        this.hosts = hosts;
        this.held = held;
    }

    public static void main(String[] arguments) throws InterruptedException {
        ProofFleet.endWithParent();
        var directory = Path.of(arguments[1]);
        var name = arguments[2];
        var clients = Integer.parseInt(arguments[3]);
        var file = directory.resolve(name + ".log");
        var before = HistoryLog.lines(file);
        var number = before.stream().filter(line -> line.startsWith("start\t")).count();
        var rules = PlacementRules.USUAL.with(name.hashCode() * 31L + number);
        try (var log = HistoryLog.open(file);
                var store = ProofFleet.store(arguments[0], Duration.ofSeconds(2));
                var scheduler =
                        new Scheduler(
                                store, ProofFleet.KEYS, Placer.of(List.of(), rules), PATIENCE)) {
            log.say("start", name);
            var proof =
                    new ProofScheduler(
                            directory,
                            log,
                            scheduler,
                            Integer.parseInt(arguments[5]),
                            Integer.parseInt(arguments[4]));
            var all = proof.clients(name + "-" + number, clients, Long.parseLong(arguments[6]));
            share(before, all);
            var threads = all.stream().map(one -> Thread.ofVirtual().start(one)).toList();
            for (var thread : threads) {
                thread.join();
            }
            log.say("end", name);
        }
    }

    private List<Client> clients(String name, int count, long seed) {
        var all = new ArrayList<Client>();
        for (var client = 0; client < count; client++) {
            var id = name + "-" + client;
            all.add(new Client(id, new Random(seed * 1_000_003 + id.hashCode())));
        }
        return all;
    }

    /** What those before had, or did not know whether they have it. */
    private static void share(List<String> lines, List<Client> clients) {
        var wishes = new LinkedHashMap<String, Wish>();
        var states = new LinkedHashMap<String, String>();
        for (var line : lines) {
            var fields = line.split("\t", -1);
            if (fields[0].equals("ask")) {
                wishes.put(fields[2], new Wish(fields[2], fields[3], Integer.parseInt(fields[4])));
            }
            if (fields.length > 2 && wishes.containsKey(fields[2])) {
                switch (fields[0]) {
                    case "ask", "granted", "release" -> states.put(fields[2], fields[0]);
                    case "refused", "released" -> states.remove(fields[2]);
                    default -> {}
                }
            }
        }
        var next = 0;
        for (var state : states.entrySet()) {
            var client = clients.get(next++ % clients.size());
            var wish = Objects.requireNonNull(wishes.get(state.getKey()));
            switch (state.getValue()) {
                case "ask" -> client.asking.add(wish);
                case "granted" -> client.has.add(wish);
                default -> client.releasing.add(wish);
            }
        }
    }

    /** Somebody who asks and releases, one thing after another, until each has an answer. */
    private final class Client implements Runnable {

        private final String name;
        private final Random random;
        private final List<Wish> has = new ArrayList<>();
        private final Map<String, String> hostOf = new LinkedHashMap<>();
        private final ArrayDeque<Wish> asking = new ArrayDeque<>();
        private final ArrayDeque<Wish> releasing = new ArrayDeque<>();
        private int next;

        Client(String name, Random random) {
            this.name = name;
            this.random = random;
        }

        @Override
        public void run() {
            while (true) {
                try {
                    if (!asking.isEmpty()) {
                        ask(asking.peek());
                    } else if (!releasing.isEmpty()) {
                        release(releasing.peek());
                    } else if (ProofFleet.isTold(directory, "settle")) {
                        return;
                    } else {
                        something();
                    }
                } catch (StoreException e) {
                    log.say("unclear", name);
                    ProofFleet.sleep(random.nextInt(100));
                } catch (ProblemException e) {
                    // No host has joined, or nothing was done since others were faster: asked
                    // again.
                    if (!(e.problem() instanceof Problem.NotFound || isBusy(e.problem()))) {
                        log.say("fault", name, e.problem().reason());
                    }
                    log.say("unclear", name);
                    ProofFleet.sleep(random.nextInt(100));
                } catch (RuntimeException e) {
                    log.say("fault", name, e + " " + List.of(e.getStackTrace()).subList(0, 4));
                    ProofFleet.sleep(1000);
                }
            }
        }

        private static boolean isBusy(Problem problem) {
            return problem instanceof Problem.Conflict
                    && problem.reason().contains("others were always faster");
        }

        private void something() {
            var any = random.nextInt(1000);
            if (has.size() > held) {
                giveBack(random.nextInt(has.size()));
            } else if (any < 3) {
                drain("h" + random.nextInt(hosts));
            } else if (any < 10) {
                boolean _ = scheduler.cordon("h" + random.nextInt(hosts), false);
            } else if (any < 400) {
                place();
            } else if (any < 680 && !has.isEmpty()) {
                giveBack(random.nextInt(has.size()));
            } else {
                asking.add(wish(name + "-" + next++));
            }
        }

        private Wish wish(String claim) {
            var type = ProofFleet.TYPES.get(random.nextInt(ProofFleet.TYPES.size()));
            return new Wish(claim, type, random.nextInt(5) == 0 ? 2 : 1);
        }

        private void place() {
            var fits = scheduler.decide(request(wish("what-if"))).fits();
            log.say("place", name, fits ? "placed" : "refused");
        }

        private void ask(Wish wish) {
            log.say("ask", wish.claim(), wish.type(), Integer.toString(wish.count()));
            switch (scheduler.request(request(wish))) {
                case Outcome.Refused _ -> log.say("refused", wish.claim());
                case Outcome.Granted(Decision.Placed _, var parts) -> granted(wish, parts);
                case Outcome.Held(var parts) -> granted(wish, parts);
            }
            asking.remove();
        }

        private PlacementRequest request(Wish wish) {
            var request =
                    PlacementRequest.of(
                            wish.claim(),
                            new Wanted.Exactly(new TypeName(wish.type())),
                            wish.count());
            return wish.claim().hashCode() % 4 == 0
                    ? request.with(PlacementPolicy.SPREAD)
                    : request;
        }

        private void granted(Wish wish, List<Outcome.Part> parts) {
            var where = new ArrayList<String>();
            for (var part : parts) {
                var claim = (JsonObject) AllocationJson.claim(part.claim());
                where.add(StoreHistory.where(part.host(), StoreHistory.vgpus(claim)));
            }
            log.say("granted", wish.claim(), String.join(" and ", where));
            hostOf.put(wish.claim(), parts.getFirst().host());
            has.add(wish);
        }

        private void giveBack(int index) {
            var wish = has.remove(index);
            hostOf.remove(wish.claim());
            releasing.add(wish);
        }

        private void release(Wish wish) {
            log.say("release", wish.claim());
            scheduler.release(wish.claim());
            log.say("released", wish.claim());
            releasing.remove();
        }

        /** Nothing new goes there, and what is ours goes away. */
        private void drain(String host) {
            boolean _ = scheduler.cordon(host, true);
            for (var index = has.size() - 1; index >= 0; index--) {
                if (host.equals(hostOf.get(has.get(index).claim()))) {
                    giveBack(index);
                }
            }
        }
    }
}
