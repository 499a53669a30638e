import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import java.util.UUID;

/**
 * Asks an OpenStack Placement service what {@code Placement} asks of ours: PORT GPUS DECISIONS [PAGE].
 * A host is a provider, its GPUs are below it, and each has so many gigabytes of a resource. Prints a row
 * of a table, and appends it to the page.
 */
final class PlacementApi {

    private static final int GPUS_PER_HOST = 8;
    private static final int[] GIB = {48, 48, 48, 24};
    private static final double LOAD = 0.85;
    private static final int[] SIZES = {4, 6, 8, 12, 16, 24, 48};
    private static final String CLASS = "CUSTOM_VGPU_GB";

    private final String address;
    private final Random random = new Random(7);

    private PlacementApi(int port) {
        address = "http://127.0.0.1:" + port;
    }

    /** Its server speaks HTTP/1.0: a connection for each question. */
    private String ask(String method, String path, String body) throws IOException {
        var connection = (HttpURLConnection) URI.create(address + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("X-Auth-Token", "admin");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("OpenStack-API-Version", "placement 1.36");
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            try (var out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        var isGood = connection.getResponseCode() < 300;
        try (var in = isGood ? connection.getInputStream() : connection.getErrorStream()) {
            var text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!isGood) {
                throw new IllegalStateException(method + " " + path + ": " + connection.getResponseCode() + " " + text);
            }
            return text;
        }
    }

    /** So many GPUs, of which as many are full as the load says, and the others empty. */
    private void fill(int gpus) throws IOException {
        ask("PUT", "/resource_classes/" + CLASS, "");
        var allocations = new StringJoiner(",", "{", "}");
        var waiting = 0;
        for (var host = 0; host < gpus / GPUS_PER_HOST; host++) {
            var root = UUID.randomUUID();
            ask("POST", "/resource_providers", "{\"name\":\"host-%d\",\"uuid\":\"%s\"}".formatted(host, root));
            for (var gpu = 0; gpu < GPUS_PER_HOST; gpu++) {
                var id = UUID.randomUUID();
                var gib = GIB[host % GIB.length];
                ask("POST", "/resource_providers", "{\"name\":\"host-%d-gpu-%d\",\"uuid\":\"%s\",\"parent_provider_uuid\":\"%s\"}".formatted(host, gpu, id, root));
                ask("PUT", "/resource_providers/" + id + "/inventories",
                        "{\"resource_provider_generation\":0,\"inventories\":{\"%s\":{\"total\":%d}}}".formatted(CLASS, gib));
                if (random.nextDouble() < LOAD) {
                    allocations.add(
                            "\"%s\":{\"allocations\":{\"%s\":{\"resources\":{\"%s\":%d}}},\"project_id\":\"p\",\"user_id\":\"u\",\"consumer_generation\":null}"
                                    .formatted(UUID.randomUUID(), id, CLASS, gib));
                    waiting++;
                }
            }
            if (waiting > 50) {
                ask("POST", "/allocations", allocations.toString());
                allocations = new StringJoiner(",", "{", "}");
                waiting = 0;
            }
        }
        if (waiting > 0) {
            ask("POST", "/allocations", allocations.toString());
        }
    }

    private String next() {
        var kind = random.nextInt(20);
        var gb = SIZES[random.nextInt(SIZES.length)];
        var count = kind == 0 ? 4 : kind <= 2 ? 2 : 1;
        if (count == 1) {
            return "/allocation_candidates?limit=1&resources=" + CLASS + ":" + gb;
        }
        var query = new StringBuilder("/allocation_candidates?limit=1&group_policy=").append(kind == 0 ? "isolate" : "none");
        for (var i = 1; i <= count; i++) {
            query.append("&resources").append(i).append('=').append(CLASS).append(':').append(gb);
        }
        return query.toString();
    }

    public static void main(String[] arguments) throws IOException {
        var gpus = Integer.parseInt(arguments[1]);
        var decisions = Integer.parseInt(arguments[2]);
        var bench = new PlacementApi(Integer.parseInt(arguments[0]));
        bench.fill(gpus);
        for (var i = 0; i < 20; i++) {
            bench.ask("GET", bench.next(), "");
        }
        var times = new long[decisions];
        var none = 0;
        for (var i = 0; i < decisions; i++) {
            var query = bench.next();
            var begin = System.nanoTime();
            var answer = bench.ask("GET", query, "");
            times[i] = System.nanoTime() - begin;
            none += answer.startsWith("{\"allocation_requests\": []") ? 1 : 0;
        }
        Arrays.sort(times);
        var mean = Arrays.stream(times).average().orElse(0) / 1e6;
        var row =
                String.format(Locale.ROOT, "| %,d | %.1f | %.1f | %.1f | %.1f | %.1f %% |%n", gpus, 1000 / mean, mean,
                        times[decisions / 2] / 1e6, times[decisions * 99 / 100] / 1e6, 100.0 * none / decisions);
        System.out.print(row);
        if (arguments.length > 3) {
            Files.writeString(Path.of(arguments[3]), row, StandardOpenOption.APPEND);
        }
    }
}
