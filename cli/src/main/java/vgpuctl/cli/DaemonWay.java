package vgpuctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import vgpuctl.cli.daemon.Exchange;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.problem.Problem;

/**
 * Changes by the daemon, which understands and prints a line as this program does.
 *
 * <pre>
 * who is there? ─► another version, no answer, nobody: by ourselves
 *       └─► the line ─► turned away before anything was done: by ourselves
 *               ├─► what it prints
 *               └─► no more to be heard of it: not known what came of it
 * </pre>
 */
final class DaemonWay {

    /** One that systemd has to start first takes a second. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    private static final int BUG = 500;

    private static final String NONE = "none";

    /** Of our environment only what says how to print. */
    private static final List<String> PRINTING =
            List.of("COLUMNS", "NO_COLOR", "TERM", "LC_ALL", "LC_CTYPE", "LANG");

    private final Path socket;

    private DaemonWay(Path socket) {
        this.socket = socket;
    }

    /** A line as it was typed, with the text of its layout file and where it was typed. */
    record Sent(List<String> words, Optional<String> layout, Map<String, String> environment) {}

    /**
     * What is to be printed.
     *
     * @param steps of the plan
     */
    record Said(String out, String err, int exitStatus, long steps) {}

    /** The daemon that a line is for; empty where it is not there, or is none of ours. */
    static Optional<DaemonWay> to(Parsed line, HostWiring wiring, Consumer<String> notices) {
        var named = line.optional("daemon");
        if (named.equals(Optional.of(NONE))) {
            return Optional.empty();
        }
        var socket = named.map(Path::of).orElseGet(wiring::socket);
        var obstacle = obstacle(socket);
        if (obstacle.isEmpty()) {
            return Optional.of(new DaemonWay(socket));
        }
        if (named.isPresent()) {
            throw new Problem.HostNotReady(
                            obstacle.get().words(),
                            "start it, or leave --daemon out to do without it")
                    .thrown();
        }
        if (obstacle.get().matters()) {
            notices.accept(obstacle.get().words() + "; this is done without it");
        }
        return Optional.empty();
    }

    /**
     * Why it is done without the daemon.
     *
     * @param matters whether there is something to mend
     */
    private record Obstacle(String words, boolean matters) {}

    private static Optional<Obstacle> obstacle(Path socket) {
        if (!Files.exists(socket)) {
            return Optional.of(new Obstacle("no daemon listens on " + socket, false));
        }
        try {
            var reply = Exchange.get(socket, "/v1/session", LONGEST_SILENCE);
            var version = reply.json().flatMap(session -> session.string("version"));
            if (reply.status() == 200 && version.equals(Optional.of(Main.VERSION))) {
                return Optional.empty();
            }
            return Optional.of(
                    new Obstacle(
                            "the daemon on "
                                    + socket
                                    + (reply.status() == 200
                                            ? " has another version"
                                            : " turns us away (" + reply.status() + ")"),
                            false));
        } catch (Exchange.Silence _) {
            return Optional.of(new Obstacle("the daemon on " + socket + " gives no answer", true));
        } catch (IOException _) {
            return Optional.of(new Obstacle("no daemon listens on " + socket, false));
        }
    }

    /** The plan, to be shown before somebody is asked; empty where it does not take the line. */
    Optional<Said> plan(Sent sent) {
        return ask(body(sent).put("ask", true).build());
    }

    /** Carries it out; empty where it does not take the line, and has done nothing. */
    Optional<Said> carryOut(Sent sent) {
        return ask(body(sent).build());
    }

    private Optional<Said> ask(JsonObject body) {
        try {
            return Exchange.post(socket, "/v1/commands", JsonWriter.compact(body))
                    .flatMap(DaemonWay::said);
        } catch (IOException _) {
            throw new Problem.OutcomeUnknown(
                            "the daemon ended before it said what came of this",
                            "run 'vgpuctl recover', which undoes or finishes what was cut off, and"
                                    + " look with 'vgpuctl list'")
                    .thrown();
        }
    }

    /** A reply without words comes from before anything was done, or is a mistake of ours. */
    private static Optional<Said> said(Exchange.Reply reply) {
        var json = reply.json().filter(said -> said.member("out").isPresent());
        if (json.isEmpty() && reply.status() == BUG) {
            throw new Problem.OutcomeUnknown(
                            "a bug in the daemon keeps it from saying what came of this",
                            "please report it, with what the daemon logged, and look with"
                                    + " 'vgpuctl list'")
                    .thrown();
        }
        return json.map(said ->
                new Said(
                        said.string("out").orElse(""),
                        said.string("err").orElse(""),
                        Math.toIntExact(said.wholeNumber("exitStatus").orElse(ExitCode.BUG)),
                        said.wholeNumber("steps").orElse(0)));
    }

    private static JsonObject.Builder body(Sent sent) {
        var environment = JsonObject.builder();
        for (var name : PRINTING) {
            environment.putIfPresent(name, Optional.ofNullable(sent.environment().get(name)));
        }
        return JsonObject.builder()
                .put("words", sent.words())
                .putIfPresent("layout", sent.layout())
                .put("environment", environment.build())
                .put("terminal", Boolean.getBoolean("vgpuctl.tty.stdout"))
                .put("errorTerminal", Boolean.getBoolean("vgpuctl.tty.stderr"));
    }
}
