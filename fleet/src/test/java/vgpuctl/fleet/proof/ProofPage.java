package vgpuctl.fleet.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The runs of the proof, a line each, and what they come to: the next run adds its own. */
final class ProofPage {

    private static final String HEAD =
            """
            | seed | hosts | s | decisions | granted | refused | only asked where | asked again | changes judged | carried out | disturbances | without a majority | longest until it went on, s | faults |
            |--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
            """;

    private static final int DECISIONS = 4;
    private static final int FAULTS = 14;

    private ProofPage() {}

    /** The page with the lines that it had and this run's. */
    static String with(String before, Proof.Result result) {
        var lines = new ArrayList<>(before.lines().filter(ProofPage::isRun).toList());
        lines.add(line(result));
        return """
        # Nothing lost, nothing doubled

        By `bench/fleet-proof`, a line for each run, on machines with two processors: three members of etcd, each in a network namespace where the user is root, 2 processes with agents, 3 with a scheduler and 24 clients each. docs/fleet-proof.md says what is done to them and what is checked.

        %s%s

        In all %,d decisions, %,d faults.
        """
                .formatted(
                        HEAD, String.join("\n", lines), sum(lines, DECISIONS), sum(lines, FAULTS));
    }

    static void add(Path page, Proof.Result result) throws IOException {
        var before = Files.exists(page) ? Files.readString(page) : "";
        Files.writeString(page, with(before, result));
    }

    private static boolean isRun(String line) {
        return line.split("\\|", -1).length == FAULTS + 2 && line.matches("\\| \\d.*");
    }

    private static long sum(List<String> lines, int column) {
        var sum = 0L;
        for (var line : lines) {
            var field = line.split("\\|", -1)[column];
            sum += Long.parseLong(field.replaceAll("\\D", ""));
        }
        return sum;
    }

    private static String line(Proof.Result result) {
        var clients = result.clients();
        return String.format(
                Locale.ROOT,
                "| %d | %d | %,.0f | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %d | %d | %.1f | %d |",
                result.settings().seed(),
                result.settings().hosts(),
                result.seconds(),
                clients.decisions(),
                clients.grants().size(),
                clients.refusals(),
                clients.places(),
                clients.unclear(),
                result.store().changes(),
                result.agents().size(),
                result.disturbances().values().stream().mapToInt(Integer::intValue).sum(),
                result.outages().size(),
                result.slowestResume().toMillis() / 1000.0,
                result.faults().size());
    }
}
