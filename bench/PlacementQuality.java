import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fit.CardType;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.FleetGpu;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.GpuModel.OfferedType;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.fleet.HostResources;
import vgpuctl.core.fleet.PlacementPolicy;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.Where;
import vgpuctl.core.fleet.place.Outlook;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.fleet.place.PlacementRules;
import vgpuctl.core.fleet.place.Relocation;
import vgpuctl.core.type.TypeName;

/** How well the fleet's engine places, by the two protocols that docs/fleet-placement.md describes. */
final class PlacementQuality {

    private static final int WHOLE = 1000;
    private static final int CARDS = 100;
    private static final int CARD_GB = 48;
    private static final int[] SIZES = {4, 6, 8, 12, 16, 24, 48};

    private final Path traces;

    private PlacementQuality(Path traces) {
        this.traces = traces;
    }

    public static void main(String[] arguments) throws IOException {
        var quality = new PlacementQuality(Path.of(arguments[0]));
        var text = new StringBuilder("# How well requests are placed\n\nBy `bench/placement-quality`.\n");
        if (!arguments[1].equals("b")) {
            quality.protocolA(text);
        }
        if (!arguments[1].equals("a")) {
            quality.protocolB(text);
        }
        System.out.print(text);
        if (arguments.length > 2) {
            Files.writeString(Path.of(arguments[2]), text);
        }
    }

    // ---- protocol A: shares of GPUs, processors and memory; nothing leaves ----

    record Task(int gpus, int milli, HostResources resources, List<String> models) {}

    private List<Task> tasks(String workload) throws IOException {
        var tasks = new ArrayList<Task>();
        for (var line : lines("openb/openb_pod_list_" + workload + ".csv")) {
            var f = line.split(",", -1);
            var spec = f.length > 5 && !f[5].isEmpty() ? List.of(f[5].split("\\|")) : List.<String>of();
            int gpus = Integer.parseInt(f[3]);
            int milli = gpus > 1 ? WHOLE : Integer.parseInt(f[4]);
            tasks.add(
                    new Task(gpus, milli, new HostResources(Long.parseLong(f[1]), Long.parseLong(f[2])), spec));
        }
        return tasks;
    }

    private List<String> lines(String file) throws IOException {
        var lines = Files.readAllLines(traces.resolve(file));
        return lines.subList(1, lines.size());
    }

    private static OfferedType share(int milli) {
        var name = new TypeName("share-" + milli);
        return new OfferedType(new CardType(name, milli, new Slice.OfGpu(WHOLE / milli, List.of())), 16);
    }

    private List<FleetHost> hosts(List<Task> tasks) throws IOException {
        var types = tasks.stream().filter(t -> t.gpus > 0).map(Task::milli).distinct().sorted()
                .map(PlacementQuality::share).toList();
        var models = new HashMap<String, GpuModel>();
        var hosts = new ArrayList<FleetHost>();
        for (var line : lines("openb/openb_node_list_gpu_node.csv")) {
            var f = line.split(",", -1);
            var model = models.computeIfAbsent(f[4], name -> new GpuModel(name, WHOLE, types, true));
            var gpus = new ArrayList<FleetGpu>();
            for (int i = 0; i < Integer.parseInt(f[3]); i++) {
                gpus.add(FleetGpu.of("gpu-" + i, model.name()));
            }
            var inventory =
                    new HostInventory(f[0], Optional.empty(), new TreeMap<>(), "", OptionalInt.empty(), "",
                            Optional.of(new HostResources(Long.parseLong(f[1]), Long.parseLong(f[2]))),
                            List.of(model), gpus);
            hosts.add(FleetHost.of(inventory, HostAllocation.empty(f[0])));
        }
        return hosts;
    }

    private static PlacementRequest request(int number, Task task) {
        var wanted = new Wanted.Exactly(new TypeName("share-" + (task.gpus == 0 ? WHOLE : task.milli)));
        return new PlacementRequest("t" + number, Optional.empty(), Optional.empty(), wanted, task.gpus,
                task.resources, Where.ANYWHERE.onModels(Set.copyOf(task.models)), false, Optional.empty());
    }

    /** Allocated % when 100 % and 130 % of the capacity has arrived. */
    private double[] fill(List<Task> tasks, long seed) throws IOException {
        var hosts = hosts(tasks);
        long capacity = hosts.stream().mapToLong(h -> h.inventory().gpus().size()).sum() * WHOLE;
        var outlook = Outlook.like(tasks.stream().map(t -> request(0, t)).toList());
        var placer = Placer.ofShares(hosts, PlacementRules.USUAL.with(outlook).with(seed));
        var random = new Random(seed);
        long arrived = 0;
        long allocated = 0;
        double at100 = 0;
        for (int n = 0; arrived < capacity * 1.3; n++) {
            var task = tasks.get(random.nextInt(tasks.size()));
            arrived += (long) task.gpus * task.milli;
            var placed = placer.place(request(n, task));
            if (placed.isPresent()) {
                placer.commit(placed.get());
                allocated += (long) task.gpus * task.milli;
            }
            if (arrived < capacity) {
                at100 = 100.0 * allocated / capacity;
            }
        }
        return new double[] {at100, 100.0 * allocated / capacity};
    }

    private void protocolA(StringBuilder text) throws IOException {
        var peers = new TreeMap<String, Map<String, List<double[]>>>();
        for (var line : lines("fgd-expected/summary.csv")) {
            var f = line.split(",", -1);
            peers.computeIfAbsent(f[0], _ -> new TreeMap<>()).computeIfAbsent(f[1].substring(3), _ -> new ArrayList<>())
                    .add(new double[] {Double.parseDouble(f[3]), Double.parseDouble(f[4])});
        }
        text.append(
                """

                ## Shares of GPUs on a public trace

                1,213 hosts with 6,212 GPUs; tasks drawn at random until 130 % of the GPUs' capacity has arrived; nothing
                leaves. Mean of seeds 42 to 46: allocated % of the GPUs at 130 % (in brackets at 100 %). The others' figures are
                those that were published with fragmentation gradient descent (ATC'23), whose draws we cannot repeat.

                | workload | random | best fit | FGD | vgpuctl `pack` | least to most | above FGD |
                |---|--:|--:|--:|--:|--:|--:|
                """);
        for (var workload : peers.keySet()) {
            var tasks = tasks(workload);
            var ours = new ArrayList<double[]>();
            for (long seed = 42; seed <= 46; seed++) {
                ours.add(fill(tasks, seed));
                System.err.println(workload + " " + seed + " " + Arrays.toString(ours.getLast()));
            }
            var of = peers.get(workload);
            text.append(String.format(Locale.ROOT, "| %s | %.2f | %.2f | %.2f (%.2f) | %.2f (%.2f) | %.2f – %.2f | %+.2f |\n",
                    workload, mean(of.get("Random"), 1), mean(of.get("BestFit"), 1), mean(of.get("FGD"), 1),
                    mean(of.get("FGD"), 0), mean(ours, 1), mean(ours, 0),
                    ours.stream().mapToDouble(x -> x[1]).min().orElse(0),
                    ours.stream().mapToDouble(x -> x[1]).max().orElse(0), mean(ours, 1) - mean(of.get("FGD"), 1)));
        }
    }

    private static double mean(List<double[]> values, int column) {
        return values.stream().mapToDouble(v -> v[column]).average().orElse(0);
    }

    // ---- protocol B: vGPU types of one board; arrivals and departures ----

    record Arrival(double at, double until, int gb) {}

    /** Takes or refuses; what it took leaves again. */
    interface Fleet {
        boolean take(int claim, int gb);

        void leave(int claim, int gb);

        default int moves() {
            return 0;
        }
    }

    record Result(double gb, double count, double moves) {}

    private static List<Arrival> arrivals(int[] sizes, double load, int count, long seed) {
        var random = new Random(seed);
        double rate = load * CARDS * CARD_GB / Arrays.stream(sizes).average().orElse(1);
        var arrivals = new ArrayList<Arrival>();
        double now = 0;
        for (int i = 0; i < count; i++) {
            now += -Math.log(1 - random.nextDouble()) / rate;
            arrivals.add(new Arrival(now, now - Math.log(1 - random.nextDouble()), sizes[random.nextInt(sizes.length)]));
        }
        return arrivals;
    }

    private static Result run(Fleet fleet, List<Arrival> arrivals) {
        var leaving = new PriorityQueue<Integer>((a, b) -> Double.compare(arrivals.get(a).until, arrivals.get(b).until));
        long offeredGb = 0, takenGb = 0, offered = 0, taken = 0, movesBefore = 0;
        int warm = arrivals.size() / 5;
        for (int i = 0; i < arrivals.size(); i++) {
            var arrival = arrivals.get(i);
            while (!leaving.isEmpty() && arrivals.get(leaving.peek()).until <= arrival.at) {
                int gone = leaving.remove();
                fleet.leave(gone, arrivals.get(gone).gb);
            }
            if (i == warm) {
                movesBefore = fleet.moves();
            }
            boolean took = fleet.take(i, arrival.gb);
            if (took) {
                leaving.add(i);
            }
            if (i >= warm) {
                offered++;
                offeredGb += arrival.gb;
                taken += took ? 1 : 0;
                takenGb += took ? arrival.gb : 0;
            }
        }
        return new Result(100.0 * takenGb / offeredGb, 100.0 * taken / offered, (fleet.moves() - movesBefore) / (double) taken);
    }

    /** Limited by nothing but the frame buffer: what free repacking at any time can reach at most. */
    private static final class Ceiling implements Fleet {
        private int used;

        @Override
        public boolean take(int claim, int gb) {
            boolean fits = used + gb <= CARDS * CARD_GB;
            used += fits ? gb : 0;
            return fits;
        }

        @Override
        public void leave(int claim, int gb) {
            used -= gb;
        }
    }

    /** A fixed policy on cards of one size each. */
    private static final class EqualSize implements Fleet {
        private final boolean isDeep;
        private final int[] size = new int[CARDS];
        private final int[] count = new int[CARDS];
        private final Map<Integer, Integer> cardOf = new HashMap<>();

        private EqualSize(boolean isDeep) {
            this.isDeep = isDeep;
        }

        @Override
        public boolean take(int claim, int gb) {
            int best = -1;
            for (int c = 0; c < CARDS; c++) {
                boolean fits = count[c] == 0 || (size[c] == gb && count[c] < CARD_GB / gb);
                if (fits && (best < 0 || (isDeep ? count[c] > count[best] : count[c] < count[best]))) {
                    best = c;
                }
            }
            if (best >= 0) {
                size[best] = gb;
                count[best]++;
                cardOf.put(claim, best);
            }
            return best >= 0;
        }

        @Override
        public void leave(int claim, int gb) {
            count[cardOf.remove(claim)]--;
        }
    }

    /** A fixed policy on cards in mixed-size mode: the fullest that has room, the lowest id. */
    private static final class MixedSize implements Fleet {
        private final long[] taken = new long[CARDS];
        private final Map<Integer, int[]> placeOf = new HashMap<>();

        @Override
        public boolean take(int claim, int gb) {
            int best = -1;
            int bestId = -1;
            for (int c = 0; c < CARDS; c++) {
                int id = id(c, gb);
                if (id >= 0 && (best < 0 || Long.bitCount(taken[c]) > Long.bitCount(taken[best]))) {
                    best = c;
                    bestId = id;
                }
            }
            if (best >= 0) {
                taken[best] |= mask(gb) << bestId;
                placeOf.put(claim, new int[] {best, bestId});
            }
            return best >= 0;
        }

        private static long mask(int gb) {
            return (1L << gb) - 1;
        }

        private int id(int card, int gb) {
            for (int id : IDS.get(gb)) {
                if ((taken[card] >>> id & mask(gb)) == 0) {
                    return id;
                }
            }
            return -1;
        }

        @Override
        public void leave(int claim, int gb) {
            var place = placeOf.remove(claim);
            taken[place[0]] &= ~(mask(gb) << place[1]);
        }
    }

    private static final GpuModel A40 = GpuModel.of(Catalogue.ofProject().board("A40").orElseThrow(), 17);

    private static final Map<Integer, List<Integer>> IDS = ids();

    private static Map<Integer, List<Integer>> ids() {
        var ids = new HashMap<Integer, List<Integer>>();
        for (int gb : SIZES) {
            ids.put(gb, A40.type("A40-" + gb + "C").orElseThrow().mixedIds());
        }
        return ids;
    }

    /** Ours. */
    private static final class Engine implements Fleet {
        private final Placer placer;
        private final double movesPerRequest;
        private double budget;
        private int moves;

        private Engine(int[] sizes, PlacementPolicy policy, double movesPerRequest) {
            var hosts = new ArrayList<FleetHost>();
            for (int h = 0; h < CARDS / 4; h++) {
                var gpus = List.of("g0", "g1", "g2", "g3");
                hosts.add(FleetHost.of(HostInventory.of("h" + h, "550", A40, gpus), HostAllocation.empty("h" + h)));
            }
            var past = Arrays.stream(sizes).mapToObj(gb -> request(0, gb)).toList();
            placer = Placer.of(hosts, PlacementRules.USUAL.with(policy).with(Outlook.like(past)));
            this.movesPerRequest = movesPerRequest;
        }

        private static PlacementRequest request(int claim, int gb) {
            return PlacementRequest.of("c" + claim, new Wanted.Exactly(new TypeName("NVIDIA A40-" + gb + "C")), 1);
        }

        @Override
        public boolean take(int claim, int gb) {
            budget += movesPerRequest;
            var request = request(claim, gb);
            var placed = placer.place(request);
            if (placed.isEmpty() && budget >= 1) {
                var relocation = Relocation.makeRoom(placer, request, (int) Math.min(6, budget));
                relocation.ifPresent(plan -> {
                    plan.carryOut(placer);
                    moves += plan.moves().size();
                    budget -= plan.moves().size();
                });
                placed = relocation.flatMap(_ -> placer.place(request));
            }
            placed.ifPresent(placer::commit);
            return placed.isPresent();
        }

        @Override
        public void leave(int claim, int gb) {
            placer.release("c" + claim);
        }

        @Override
        public int moves() {
            return moves;
        }
    }

    private void protocolB(StringBuilder text) throws IOException {
        text.append(
                """

                ## vGPUs that come and go

                100 A40 (48 GB), needs of the trace's tasks on one GPU rounded up to the next vGPU type, Poisson arrivals,
                exponential stays, 20,000 requests of which the last four fifths count, the same for all. Accepted % of the GB that
                were asked for (of the requests). The ceiling is the frame buffer itself, which free repacking cannot beat.
                """);
        for (var workload : List.of("default", "gpushare60", "even sizes")) {
            int[] sizes =
                    workload.equals("even sizes")
                            ? SIZES
                            : tasks(workload).stream().filter(t -> t.gpus == 1).mapToInt(t -> size(t.milli)).toArray();
            text.append("\n| ").append(workload).append(" | load 0.9 | load 1.0 | load 1.1 | moves per request at 1.0 |\n|---|--:|--:|--:|--:|\n");
            var rows = new TreeMap<String, List<Result>>();
            for (double load : new double[] {0.9, 1.0, 1.1}) {
                var arrivals = arrivals(sizes, load, 20_000, 7);
                add(rows, "1 breadth-first, equal-size", run(new EqualSize(false), arrivals));
                add(rows, "2 depth-first, equal-size", run(new EqualSize(true), arrivals));
                add(rows, "3 mixed-size, fullest GPU, lowest id", run(new MixedSize(), arrivals));
                add(rows, "4 vgpuctl `spread`", run(new Engine(sizes, PlacementPolicy.SPREAD, 0), arrivals));
                add(rows, "5 vgpuctl `reserve-large`", run(new Engine(sizes, PlacementPolicy.RESERVE_LARGE, 0), arrivals));
                add(rows, "6 vgpuctl `pack`", run(new Engine(sizes, PlacementPolicy.PACK, 0), arrivals));
                add(rows, "7 `pack`, a move per ten requests", run(new Engine(sizes, PlacementPolicy.PACK, 0.1), arrivals));
                add(rows, "8 ceiling", run(new Ceiling(), arrivals));
            }
            System.err.println(workload);
            rows.forEach((name, results) -> {
                text.append("| ").append(name.substring(2)).append(" |");
                results.forEach(r -> text.append(String.format(Locale.ROOT, " %.2f (%.2f) |", r.gb, r.count)));
                text.append(String.format(Locale.ROOT, " %.3f |\n", results.get(1).moves));
            });
            double deep = rows.get("2 depth-first, equal-size").get(1).gb;
            double top = rows.get("8 ceiling").get(1).gb;
            text.append(String.format(Locale.ROOT, "\nOf the gap between depth-first and the ceiling at load 1.0, %.2f points: without moves %.0f %%, with them %.0f %%.\n",
                    top - deep, 100 * (rows.get("6 vgpuctl `pack`").get(1).gb - deep) / (top - deep),
                    100 * (rows.get("7 `pack`, a move per ten requests").get(1).gb - deep) / (top - deep)));
        }
    }

    private static void add(Map<String, List<Result>> rows, String name, Result result) {
        rows.computeIfAbsent(name, _ -> new ArrayList<>()).add(result);
    }

    private static int size(int milli) {
        return Arrays.stream(SIZES).filter(gb -> gb * WHOLE >= milli * CARD_GB).findFirst().orElse(CARD_GB);
    }
}
