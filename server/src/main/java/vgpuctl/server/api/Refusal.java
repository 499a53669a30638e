package vgpuctl.server.api;

import java.util.Locale;
import java.util.OptionalInt;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.problem.Problem;

/** Problems as documents (RFC 9457), with the reasons and ways out of the command line. */
public final class Refusal {

    private Refusal() {}

    /** What goes back for a problem, with the exit status that the command line has for it. */
    public static Reply of(Problem problem, int exitStatus) {
        return document(status(problem), kind(problem), problem, OptionalInt.of(exitStatus));
    }

    /** The same, for whoever typed a line: with all that the command line prints. */
    static Reply of(Problem problem, CommandLines.Printed printed) {
        var refused = of(problem, printed.exitStatus());
        var json = JsonObject.builder();
        JsonReader.readObject(refused.body()).orElseThrow().members().forEach(json::put);
        json.put("out", printed.out()).put("err", printed.err());
        return Reply.text(
                refused.status(), refused.contentType(), JsonWriter.pretty(json.build()) + "\n");
    }

    /** What only HTTP knows, such as a method that is not there. */
    public static Reply ofHttp(int status, String kind, String reason, String wayOut) {
        return document(status, kind, new Problem.BadInput(reason, wayOut), OptionalInt.empty());
    }

    /** A mistake of ours. What it was stands in the daemon's own log. */
    static Reply bug() {
        return ofHttp(
                500, "Bug", "a bug in vgpuctl", "please report it, with what the daemon logged");
    }

    private static Reply document(int status, String kind, Problem problem, OptionalInt exit) {
        var json =
                JsonObject.builder()
                        .put("type", "urn:vgpuctl:problem:" + kind)
                        .put("title", title(kind))
                        .put("status", status)
                        .put("detail", problem.reason())
                        .putIfPresent("said", problem.quoted())
                        .put("wayOut", problem.wayOut())
                        .put("kind", kind);
        exit.ifPresent(number -> json.put("exitStatus", number));
        return Reply.text(status, Reply.PROBLEM, JsonWriter.pretty(json.build()) + "\n");
    }

    static int status(Problem problem) {
        return switch (problem) {
            case Problem.BadInput _, Problem.Ambiguous _ -> 400;
            case Problem.NotPermitted _ -> 403;
            case Problem.NotFound _ -> 404;
            case Problem.Conflict _, Problem.ChangedMeanwhile _, Problem.NoRoom _ -> 409;
            case Problem.PartlyApplied _, Problem.DoneInPart _, Problem.OutcomeUnknown _ -> 500;
            case Problem.Refused _ -> 502;
            case Problem.HostNotReady _ -> 503;
            case Problem.TimedOut _, Problem.Locked _ -> 504;
        };
    }

    static String kind(Problem problem) {
        return problem.getClass().getSimpleName();
    }

    /** {@code NoRoom} as {@code No room}. */
    private static String title(String kind) {
        var title = new StringBuilder(kind.substring(0, 1));
        for (var letter : kind.substring(1).toCharArray()) {
            title.append(
                    Character.isUpperCase(letter)
                            ? " " + String.valueOf(letter).toLowerCase(Locale.ROOT)
                            : String.valueOf(letter));
        }
        return title.toString();
    }
}
