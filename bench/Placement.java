import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.Where;
import vgpuctl.core.fleet.Where.GpuSharing;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.fleet.place.PlacementRules;
import vgpuctl.core.type.Series;

/** Measures decisions on fleets of several sizes: the same kinds of hosts, of requests, and the same load on each. */
final class Placement {

    private static final int GPUS_PER_HOST = 8;
    private static final double LOAD = 0.85;
    private static final int[] SIZES = {4, 6, 8, 12, 16, 24, 48};

    private final Placer placer;
    private final int hosts;
    private final Random random = new Random(7);
    private final List<String> claims = new ArrayList<>();
    private final List<Integer> gbOfClaim = new ArrayList<>();
    private long usedGb;
    private int number;
    private long committing;

    private Placement(int gpus) {
        var models = new ArrayList<GpuModel>();
        for (var board : List.of("A40", "L40S", "A40", "L4")) {
            models.add(GpuModel.of(Catalogue.ofProject().board(board).orElseThrow(), 18));
        }
        var all = new ArrayList<FleetHost>();
        hosts = Math.max(1, gpus / GPUS_PER_HOST);
        for (int h = 0; h < hosts; h++) {
            var ids = new ArrayList<String>();
            for (int g = 0; g < GPUS_PER_HOST; g++) {
                ids.add("0000:%02x:00.0".formatted(g + 1));
            }
            var id = "host-" + h;
            all.add(FleetHost.of(HostInventory.of(id, "570.1", models.get(h % models.size()), ids), HostAllocation.empty(id)));
        }
        placer = Placer.of(all, PlacementRules.USUAL);
    }

    private PlacementRequest next() {
        int kind = random.nextInt(20);
        int gb = SIZES[random.nextInt(SIZES.length)];
        var wanted = new Wanted.Need(gb * 1024, random.nextInt(4) == 0 ? Series.Q : Series.C);
        int count = kind == 0 ? 4 : kind <= 2 ? 2 : 1;
        var request = PlacementRequest.of("c" + number++, wanted, count);
        return kind == 0 ? request.with(Where.ANYWHERE.with(GpuSharing.DIFFERENT)) : request;
    }

    /** The time of one decision in ns; negative where it was refused. */
    private long step() {
        var request = next();
        long begin = System.nanoTime();
        var placed = placer.place(request);
        long time = System.nanoTime() - begin;
        placed.ifPresent(placer::commit);
        committing += System.nanoTime() - begin - time;
        placed.ifPresent(p -> {
            int gb = p.vgpus().stream().mapToInt(v -> v.type().framebufferGb().orElse(0)).sum();
            claims.add(request.claim());
            gbOfClaim.add(gb);
            usedGb += gb;
        });
        return placed.isPresent() ? time : -time;
    }

    private void releaseDownTo(double load) {
        double capacity = hosts * GPUS_PER_HOST * 42.0;
        while (usedGb > load * capacity) {
            int at = random.nextInt(claims.size());
            placer.release(claims.get(at));
            usedGb -= gbOfClaim.get(at);
            claims.set(at, claims.getLast());
            gbOfClaim.set(at, gbOfClaim.getLast());
            claims.removeLast();
            gbOfClaim.removeLast();
        }
    }

    public static void main(String[] arguments) throws IOException {
        int decisions = Integer.parseInt(arguments[0]);
        var text = new StringBuilder();
        text.append(
                """
                # How fast a fleet's requests are decided

                By `bench/placement`, in one run, one thread: %d decisions for each size after as many to warm up. Hosts with 8 GPUs
                (A40, L40S, L4), filled to 85 %% of their frame buffer and held there by releasing claims at random; needs of 4 to
                48 GB, one in twenty for four GPUs of one host and one in ten for two vGPUs. A decision is to find host, GPU, type,
                mode and placement id, with all that the index has to catch up with; to write it into the host's document and the
                index is measured beside it.

                | GPUs | decisions/s | mean µs | p50 µs | p99 µs | to write it, µs | refused | claims held | memory of all, MiB |
                |--:|--:|--:|--:|--:|--:|--:|--:|--:|
                """
                        .formatted(decisions));
        new Placement(1000).run(decisions);
        double first = 0, last = 0;
        for (int gpus : new int[] {100, 1_000, 10_000, 100_000}) {
            System.gc();
            long before = used();
            var bench = new Placement(gpus);
            var times = bench.run(decisions);
            System.gc();
            long mib = (used() - before) >> 20;
            long refused = Arrays.stream(times).filter(t -> t < 0).count();
            var all = Arrays.stream(times).map(Math::abs).sorted().toArray();
            double mean = Arrays.stream(all).average().orElse(0) / 1000;
            first = gpus == 100 ? mean : first;
            last = mean;
            text.append(String.format(Locale.ROOT, "| %,d | %,.0f | %.1f | %.1f | %.1f | %.1f | %.1f %% | %,d | %d |\n", gpus, 1e6 / mean,
                    mean, all[all.length / 2] / 1e3, all[all.length * 99 / 100] / 1e3, bench.committing / 1e3 / decisions, 100.0 * refused / all.length, bench.placer.hosts().stream().mapToInt(h -> h.allocation().claims().size()).sum(), mib));
            System.err.println(text.toString().lines().reduce((_, b) -> b).orElse(""));
            bench.placer.hosts().size();
        }
        text.append(String.format(Locale.ROOT, "\nFrom 100 to 100,000 GPUs a decision takes %.1f times as long; the square root of their ratio is %.1f.\n",
                last / first, Math.sqrt(1000)));
        text.append(String.format(Locale.ROOT, "\n%d processors, load %.1f, Java %s.\n", Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), System.getProperty("java.runtime.version")));
        System.out.print(text);
        if (arguments.length > 1) {
            Files.writeString(Path.of(arguments[1]), text);
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private long[] run(int decisions) {
        double capacity = hosts * GPUS_PER_HOST * 42.0;
        for (int tries = 0; usedGb < LOAD * capacity && tries < hosts * 400; tries++) {
            step();
        }
        for (int i = 0; i < decisions; i++) {
            releaseDownTo(LOAD);
            step();
        }
        committing = 0;
        var times = new long[decisions];
        for (int i = 0; i < decisions; i++) {
            releaseDownTo(LOAD);
            times[i] = step();
        }
        return times;
    }
}
