package vgpuctl.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vgpuctl.fleet.agent.Agent;
import vgpuctl.fleet.agent.AgentLoop;
import vgpuctl.fleet.agent.Kept;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.etcd.EtcdStore;
import vgpuctl.fleet.scheduler.Scheduler;
import vgpuctl.fleet.scheduler.TestFleet;
import vgpuctl.fleet.simulate.SimulatedHost;
import vgpuctl.fleet.store.EtcdCluster;
import vgpuctl.fleet.store.Store;

/**
 * Agents that all come at once, what they cost the store at rest, and the memory of a scheduler:
 * {@code bench/agents}, {@code SECONDS AGENTS HOSTS [PAGE]}.
 */
final class AgentsBench {

    private static final Keys KEYS = new Keys("fleet");

    private static final Duration LIFE = Duration.ofSeconds(60);

    /** Hosts of a real fleet have a connection each; here so many agents share one. */
    private static final int SHARING = 50;

    private static final int GPUS = 4;

    private AgentsBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var seconds = Integer.parseInt(arguments[0]);
        var agents = Integer.parseInt(arguments[1]);
        var hosts = Integer.parseInt(arguments[2]);
        var directory = Files.createTempDirectory("agents-bench");
        var rows = new ArrayList<String>();
        try (var cluster = EtcdCluster.start(directory, 3);
                var store = new EtcdStore(cluster.settings())) {
            agents(cluster, store, directory, agents, seconds, rows);
            scheduler(store, hosts, rows);
        }
        var page =
                """
                # Agents that come at once, and a large fleet

                Written by `bench/agents`: three members of etcd and all agents on one machine with %d processors; each agent is the real one with a watch of its own, %d of them share a connection, and a host is a directory. Bytes are what the members' clients received and sent, by etcd's own count.

                | what | measured |
                |---|--:|
                %s
                """
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                SHARING,
                                String.join("\n", rows));
        System.out.print(page);
        if (arguments.length > 3) {
            Files.writeString(Path.of(arguments[3]), page);
        }
    }

    private static void agents(
            EtcdCluster cluster,
            Store store,
            Path directory,
            int count,
            int seconds,
            List<String> rows)
            throws InterruptedException {
        var stores = new ArrayList<Store>();
        var loops = new ArrayList<AgentLoop>();
        var threads = new ArrayList<Thread>();
        for (var number = 0; number < count; number++) {
            if (number % SHARING == 0) {
                stores.add(new EtcdStore(cluster.settings()));
            }
            var host = "h%04d".formatted(number);
            var agent =
                    new Agent(
                            stores.getLast(),
                            KEYS,
                            new Agent.Identity(host, "machine-" + host),
                            new SimulatedHost(TestFleet.inventory(host, GPUS), _ -> {}),
                            new Kept(directory.resolve("kept").resolve(host)),
                            LIFE,
                            () -> "bench",
                            _ -> {});
            loops.add(new AgentLoop(agent, stores.getLast(), KEYS, host));
        }
        var begun = System.nanoTime();
        loops.forEach(loop -> threads.add(loop.start(System.err::println)));
        var half = 0.0;
        while (true) {
            var heard = heard(store);
            if (half == 0 && heard >= count / 2) {
                half = secondsSince(begun);
            }
            if (heard == count || secondsSince(begun) > 300) {
                row(rows, "agents that begin at once", "%,d", count);
                row(rows, "of these heard", "%,d", heard);
                break;
            }
            Thread.sleep(100);
        }
        row(rows, "until half of them are heard, s", "%.1f", half);
        row(rows, "until all of them are heard, s", "%.1f", secondsSince(begun));
        Thread.sleep(Duration.ofSeconds(15));
        var before = Cost.of(cluster);
        var from = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(seconds));
        var cost = Cost.of(cluster).minus(before);
        var each = secondsSince(from) * count;
        row(rows, "at rest, a host and second: questions", "%.2f", cost.questions() / each);
        row(rows, "at rest, a host and second: bytes to the store", "%.0f", cost.received() / each);
        row(rows, "at rest, a host and second: bytes from it", "%.0f", cost.sent() / each);
        row(rows, "watches, a host", "%.2f", Cost.of(cluster).watches() / (double) count);
        loops.forEach(AgentLoop::end);
        for (var thread : threads) {
            thread.join();
        }
        stores.forEach(Store::close);
    }

    private static int heard(Store store) {
        return (int)
                store.list(KEYS.hosts()).entries().stream()
                        .filter(entry -> entry.key().endsWith("/alive"))
                        .count();
    }

    private static void scheduler(Store store, int hosts, List<String> rows) {
        for (var number = 0; number < hosts; number++) {
            TestFleet.put(store, KEYS, "s%05d".formatted(number), GPUS);
        }
        var before = used();
        try (var scheduler =
                new Scheduler(store, KEYS, TestFleet.placer(), Duration.ofMinutes(2))) {
            var begun = System.nanoTime();
            scheduler.view().list();
            var first = secondsSince(begun);
            var after = used();
            row(rows, "GPUs of a scheduler's fleet", "%,d", hosts * GPUS);
            row(rows, "until it has them all, s", "%.1f", first);
            row(rows, "memory that it takes, MiB", "%.0f", (after - before) / 1048576.0);
            var asked = System.nanoTime();
            scheduler.request(TestFleet.request("bench", "A40-8Q", 1));
            row(rows, "a claim then, ms", "%.0f", secondsSince(asked) * 1000);
        }
    }

    private static long used() {
        for (var i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double secondsSince(long ticks) {
        return (System.nanoTime() - ticks) / 1e9;
    }

    private static void row(List<String> rows, String what, String format, Object figure) {
        rows.add("| " + what + " | " + String.format(Locale.ROOT, format, figure) + " |");
    }

    /** What clients cost the members so far, by etcd's metrics. */
    private record Cost(double questions, double received, double sent, double watches) {

        static Cost of(EtcdCluster cluster) {
            var sum = new Cost(0, 0, 0, 0);
            for (var member : cluster.endpoints()) {
                var text = metrics(member.resolve("/metrics"));
                sum =
                        new Cost(
                                sum.questions + of(text, "grpc_server_started_total"),
                                sum.received
                                        + of(text, "etcd_network_client_grpc_received_bytes_total"),
                                sum.sent + of(text, "etcd_network_client_grpc_sent_bytes_total"),
                                sum.watches + of(text, "etcd_debugging_mvcc_watcher_total"));
            }
            return sum;
        }

        Cost minus(Cost before) {
            return new Cost(
                    questions - before.questions,
                    received - before.received,
                    sent - before.sent,
                    watches);
        }

        private static double of(String metrics, String name) {
            return metrics.lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(
                            line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }

        private static String metrics(URI address) {
            try (var client = HttpClient.newHttpClient()) {
                return client.send(
                                HttpRequest.newBuilder(address).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
