package vgpuctl.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.json.YamlWriter;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.text.Size;
import vgpuctl.fleet.address.StoreAddress;
import vgpuctl.fleet.simulate.Arrival;
import vgpuctl.fleet.simulate.Demand;
import vgpuctl.fleet.simulate.SimulatedHost;
import vgpuctl.fleet.simulate.Simulation;
import vgpuctl.fleet.simulate.Summary;
import vgpuctl.fleet.simulate.Trace;
import vgpuctl.fleet.store.StoreException;

/** Simulates a fleet, says how it goes and what came out. */
final class FleetSimulationLine {

    private static final List<String> BOARDS = List.of("A40", "L40S", "L4");

    private static final long REQUESTS = 10_000;

    private static final int MOST_REASONS = 8;

    private static final double FASTEST = 1e9;

    private final Parsed line;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    FleetSimulationLine(
            Parsed line, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.line = line;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    int run() {
        var hosts = hosts();
        var arrivals = arrivals(hosts);
        var settings = settings();
        var directory = temporary();
        try {
            var address =
                    StoreAddress.parse(
                            line.optional("store")
                                    .or(() -> Optional.ofNullable(environment.get("VGPUCTL_FLEET")))
                                    .orElse("file://" + directory.resolve("store")));
            try (var store = new FleetAccess(line).open(address)) {
                var simulation =
                        new Simulation(
                                store,
                                address.keys(),
                                hosts,
                                directory.resolve("hosts"),
                                settings,
                                summary -> err.println(progress(summary)));
                print(simulation.run(arrivals));
            } catch (StoreException e) {
                throw e.problem().thrown();
            }
        } finally {
            delete(directory);
        }
        return ExitCode.DONE;
    }

    // ---- what is simulated ----

    private List<SimulatedHost> hosts() {
        var boards = line.all("board").isEmpty() ? BOARDS : line.all("board");
        var models = boards.stream().map(SimulatedHost::model).toList();
        var hosts = new ArrayList<SimulatedHost>();
        for (var number = 0; number < line.number("hosts"); number++) {
            var id = String.format(Locale.ROOT, "%s%05d", Simulation.HOST, number);
            var model = models.get(number % models.size());
            hosts.add(
                    new SimulatedHost(
                            SimulatedHost.inventory(id, model, (int) line.number("gpus"))));
        }
        return hosts;
    }

    private Iterator<Arrival> arrivals(List<SimulatedHost> hosts) {
        if (line.optional("trace").isPresent()) {
            return trace(line.optional("trace").get()).iterator();
        }
        var mix =
                line.all("mix").isEmpty()
                        ? Demand.USUAL
                        : line.all("mix").stream().map(Demand::share).toList();
        var held = Duration.ofSeconds(line.number("lifetime"));
        return new Demand(mix, between(mix, held, hosts), held, line.number("seed"));
    }

    /** So many come that, in the mean, what is held at once is the load. */
    private Duration between(List<Demand.Share> mix, Duration held, List<SimulatedHost> hosts) {
        if (line.optional("rate").isPresent()) {
            return Duration.ofHours(1).dividedBy(line.number("rate"));
        }
        var atOnce = line.number("load") / 100.0 * Simulation.totalMib(hosts) / Demand.meanMib(mix);
        return Duration.ofNanos(Math.max(1, (long) (held.toNanos() / atOnce)));
    }

    private static List<Arrival> trace(String file) {
        try {
            return Trace.read(file, Files.readString(Path.of(file)));
        } catch (MalformedInputException _) {
            throw new Problem.BadInput(file + " is no text in UTF-8", "name a CSV file").thrown();
        } catch (IOException | InvalidPathException e) {
            throw new Problem.NotFound(
                            file + " could not be read: " + e.getMessage(),
                            "name a file that is there: docs/fleet-simulate.md")
                    .thrown();
        }
    }

    private Simulation.Settings settings() {
        return new Simulation.Settings(
                requests(),
                line.optional("for").isPresent()
                        ? OptionalLong.of(line.number("for"))
                        : OptionalLong.empty(),
                speed(),
                (int) line.number("requesters"),
                (int) line.number("schedulers"),
                line.number("seed"),
                line.flag("keep"));
    }

    private OptionalLong requests() {
        if (line.optional("requests").isPresent()) {
            return OptionalLong.of(line.number("requests"));
        }
        return line.optional("trace").isPresent() || line.optional("for").isPresent()
                ? OptionalLong.empty()
                : OptionalLong.of(REQUESTS);
    }

    private OptionalDouble speed() {
        var text = line.text("speed");
        if (text.equals("max")) {
            return OptionalDouble.empty();
        }
        if (text.matches("[0-9]{1,9}(\\.[0-9]{1,6})?")) {
            var speed = Double.parseDouble(text);
            if (speed > 0 && speed <= FASTEST) {
                return OptionalDouble.of(speed);
            }
        }
        throw new Problem.BadInput(
                        "'" + text + "' is no speed",
                        "write how many simulated seconds pass in a real one, as 60, or max")
                .thrown();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("vgpuctl-simulate").toRealPath();
        } catch (IOException e) {
            throw new Problem.HostNotReady(
                            "no temporary directory can be made: " + e, "look at the space left")
                    .thrown();
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // It lies with the temporary files, which go by themselves.
        }
    }

    // ---- what is said ----

    private static String progress(Summary summary) {
        var run = summary.run();
        if (summary.requests().decided() == 0) {
            return String.format(
                    Locale.ROOT, "%,d of %,d hosts have joined", run.heard(), run.hosts());
        }
        return String.format(
                Locale.ROOT,
                "%,d s: %,d requests, %,d granted, %,d refused; %,.0f/s; %.0f %% claimed; %,d of"
                        + " %,d hosts heard",
                run.took().toSeconds(),
                summary.requests().decided(),
                summary.requests().granted(),
                summary.requests().refused(),
                summary.decisionsPerSecond(),
                summary.framebuffer().now(),
                run.heard(),
                run.hosts());
    }

    private void print(Summary summary) {
        switch (line.text("output")) {
            case "json" -> out.print(JsonWriter.pretty(json(summary)) + "\n");
            case "yaml" -> out.print(YamlWriter.write(json(summary)) + "\n");
            default -> out.print(text(summary));
        }
    }

    private static String text(Summary summary) {
        var run = summary.run();
        var requests = summary.requests();
        var buffer = summary.framebuffer();
        var text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "Fleet         %,d hosts, %,d GPUs, %s\n",
                        run.hosts(),
                        run.gpus(),
                        Size.ofMib(buffer.mib())));
        text.append(
                String.format(
                        Locale.ROOT,
                        "Time          %.1f s, in which %s passed for the requests\n",
                        run.took().toNanos() / 1e9,
                        time(run.simulated())));
        text.append(
                String.format(
                        Locale.ROOT,
                        "Requests      %,d decided, %,.0f/s: %,d granted, %,d refused\n",
                        requests.decided(),
                        summary.decisionsPerSecond(),
                        requests.granted(),
                        requests.refused()));
        for (var reason : summary.reasons().subList(0, Math.min(MOST_REASONS, reasons(summary)))) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "              %,d: %s\n",
                            reason.requests(),
                            reason.sentence()));
        }
        if (reasons(summary) > MOST_REASONS) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "              and %,d for %,d other reasons\n",
                            summary.reasons().stream()
                                    .skip(MOST_REASONS)
                                    .mapToLong(Summary.Reason::requests)
                                    .sum(),
                            reasons(summary) - MOST_REASONS));
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "Grant         %s in the median, %s for 99 of 100, %s at most\n",
                        millis(summary.latency().p50()),
                        millis(summary.latency().p99()),
                        millis(summary.latency().most())));
        text.append(
                String.format(
                        Locale.ROOT,
                        "Frame buffer  %.1f %% claimed in the mean, %.1f %% at most, %.1f %% at the"
                                + " end\n",
                        buffer.mean(),
                        buffer.most(),
                        buffer.now()));
        text.append(
                String.format(
                        Locale.ROOT,
                        "Store         %,d transactions written, %,d where somebody else was"
                                + " faster, %,d without an answer\n",
                        run.transactions(),
                        run.conflicts(),
                        run.unanswered()));
        text.append(
                String.format(
                        Locale.ROOT,
                        "Hosts         %,d of %,d heard, %,d carry what they are to carry\n",
                        run.heard(),
                        run.hosts(),
                        run.carriedOut()));
        if (requests.unclear() > 0) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "Unclear       %,d requests, of which the store did not say what"
                                    + " became\n",
                            requests.unclear()));
        }
        return text.toString();
    }

    private static int reasons(Summary summary) {
        return summary.reasons().size();
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }

    private static String time(Duration time) {
        return time.toHours() >= 48
                ? String.format(Locale.ROOT, "%.1f days", time.toSeconds() / 86_400.0)
                : time.toMinutes() >= 120
                        ? String.format(Locale.ROOT, "%.1f hours", time.toSeconds() / 3600.0)
                        : String.format(Locale.ROOT, "%,d s", time.toSeconds());
    }

    private static Json json(Summary summary) {
        var run = summary.run();
        var requests = summary.requests();
        var reasons = new ArrayList<Json>();
        for (var reason : summary.reasons()) {
            reasons.add(
                    JsonObject.builder()
                            .put("sentence", reason.sentence())
                            .put("requests", reason.requests())
                            .build());
        }
        return JsonObject.builder()
                .put("hosts", run.hosts())
                .put("gpus", run.gpus())
                .put("framebufferMib", summary.framebuffer().mib())
                .put("hostsHeard", run.heard())
                .put("hostsCarriedOut", run.carriedOut())
                .put("milliseconds", run.took().toMillis())
                .put("simulatedSeconds", run.simulated().toSeconds())
                .put("granted", requests.granted())
                .put("refused", requests.refused())
                .put("unclear", requests.unclear())
                .put("released", requests.released())
                .put("refusals", new JsonArray(reasons))
                .put("decisionsPerSecond", Math.round(summary.decisionsPerSecond()))
                .put("grantMicroseconds", microseconds(summary.latency()))
                .put("claimedTenthsOfPercent", claimed(summary.framebuffer()))
                .put("transactions", run.transactions())
                .put("conflicts", run.conflicts())
                .put("unanswered", run.unanswered())
                .build();
    }

    private static Json microseconds(Summary.Latency latency) {
        return JsonObject.builder()
                .put("p50", latency.p50().toNanos() / 1000)
                .put("p99", latency.p99().toNanos() / 1000)
                .put("most", latency.most().toNanos() / 1000)
                .build();
    }

    private static Json claimed(Summary.Framebuffer buffer) {
        return JsonObject.builder()
                .put("mean", Math.round(10 * buffer.mean()))
                .put("most", Math.round(10 * buffer.most()))
                .put("end", Math.round(10 * buffer.now()))
                .build();
    }
}
