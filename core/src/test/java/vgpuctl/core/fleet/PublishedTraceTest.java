package vgpuctl.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vgpuctl.core.fit.CardType;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.GpuModel.OfferedType;
import vgpuctl.core.fleet.place.Outlook;
import vgpuctl.core.fleet.place.PlacementRules;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.type.TypeName;

/**
 * A tenth of the hosts of a public trace, filled; {@code bench/placement-quality} takes all of
 * them, and says what others reach.
 */
class PublishedTraceTest {

    private static final Path TRACES =
            Path.of("").toAbsolutePath().resolve("../../shared/traces/openb").normalize();

    private static final int WHOLE = 1000;

    private record Task(int gpus, int milli, HostResources resources, Set<String> models) {

        PlacementRequest request(int number) {
            return PlacementRequest.of("t" + number, new Wanted.Exactly(name(milli)), 1)
                    .with(resources)
                    .with(gpus)
                    .with(Where.ANYWHERE.onModels(models));
        }
    }

    private static TypeName name(int milli) {
        return new TypeName("share-" + milli);
    }

    @Test
    void nineteenOfTwentyPartsAreAllocatedAndNoHostIsOverCommitted() throws IOException {
        assumeTrue(Files.isDirectory(TRACES), "the traces are not there");
        var tasks = tasks();
        var hosts = hosts(tasks);
        var capacity = hosts.stream().mapToLong(h -> h.inventory().gpus().size()).sum() * WHOLE;
        var outlook = Outlook.like(tasks.stream().map(task -> task.request(0)).toList());
        var placer = Placer.ofShares(hosts, PlacementRules.USUAL.with(outlook));
        var random = new Random(42);
        var arrived = 0L;
        for (var n = 0; arrived < capacity * 1.3; n++) {
            var task = tasks.get(random.nextInt(tasks.size()));
            arrived += (long) task.gpus * task.milli;
            placer.place(task.request(n)).ifPresent(placer::commit);
        }

        var allocated = 0L;
        for (var host : placer.hosts()) {
            allocated += assertNotOverCommitted(host);
        }
        // Best fit has 93 % of the whole cluster, fragmentation gradient descent 95 %.
        assertThat(100.0 * allocated / capacity).isBetween(93.5, 100.0);
    }

    private static long assertNotOverCommitted(FleetHost host) {
        var taken = HostResources.NONE;
        var ofGpu = new TreeMap<String, Integer>();
        for (var claim : host.allocation().claims()) {
            taken = taken.plus(claim.resources());
            for (var vgpu : claim.vgpus()) {
                var share = Integer.parseInt(vgpu.type().full().substring("share-".length()));
                ofGpu.merge(vgpu.gpu(), share, Integer::sum);
            }
        }
        var all = host.inventory().resources().orElseThrow();
        assertThat(taken.cpuMilli()).isLessThanOrEqualTo(all.cpuMilli());
        assertThat(taken.memoryMib()).isLessThanOrEqualTo(all.memoryMib());
        assertThat(ofGpu.values()).allMatch(share -> share <= WHOLE);
        return ofGpu.values().stream().mapToLong(Integer::longValue).sum();
    }

    private static List<Task> tasks() throws IOException {
        var tasks = new ArrayList<Task>();
        for (var f : rows("openb_pod_list_gpuspec10.csv")) {
            var gpus = Integer.parseInt(f[3]);
            tasks.add(
                    new Task(
                            gpus,
                            gpus == 1 ? Integer.parseInt(f[4]) : WHOLE,
                            new HostResources(Long.parseLong(f[1]), Long.parseLong(f[2])),
                            f[5].isEmpty()
                                    ? Set.of()
                                    : Set.copyOf(List.of(f[5].split("\\|", -1)))));
        }
        return tasks;
    }

    private static List<FleetHost> hosts(List<Task> tasks) throws IOException {
        var types = tasks.stream().map(Task::milli).distinct().sorted().map(m -> share(m)).toList();
        var hosts = new ArrayList<FleetHost>();
        for (var f : rows("openb_node_list_gpu_node.csv")) {
            if (f[0].endsWith("0")) {
                hosts.add(host(f, new GpuModel(f[4], WHOLE, types, true)));
            }
        }
        return hosts;
    }

    private static OfferedType share(int milli) {
        var slice = new Slice.OfGpu(WHOLE / milli, List.of());
        return new OfferedType(new CardType(name(milli), milli, slice), 16);
    }

    private static FleetHost host(String[] f, GpuModel model) {
        var gpus = new ArrayList<FleetGpu>();
        for (var i = 0; i < Integer.parseInt(f[3]); i++) {
            gpus.add(FleetGpu.of("g" + i, model.name()));
        }
        var resources = new HostResources(Long.parseLong(f[1]), Long.parseLong(f[2]));
        return FleetHost.of(
                new HostInventory(
                        f[0],
                        Optional.empty(),
                        new TreeMap<>(),
                        "",
                        OptionalInt.empty(),
                        "",
                        Optional.of(resources),
                        List.of(model),
                        gpus),
                HostAllocation.empty(f[0]));
    }

    private static List<String[]> rows(String file) throws IOException {
        return Files.readAllLines(TRACES.resolve(file)).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }
}
