package vgpuctl.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import vgpuctl.cli.line.Parsed;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.core.fleet.Move;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.fleet.place.Relocation;
import vgpuctl.core.fleet.place.Relocation.Left;
import vgpuctl.core.fleet.place.RelocationJson;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.json.YamlWriter;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.scheduler.MoveHook;
import vgpuctl.fleet.scheduler.MoveResult;
import vgpuctl.fleet.scheduler.Mover;
import vgpuctl.fleet.scheduler.Scheduler;
import vgpuctl.fleet.store.Store;

/** {@code fleet drain} and {@code fleet defragment}: a plan, a question, and step after step. */
final class FleetMoves {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Parsed line;
    private final PrintStream out;
    private final PrintStream err;
    private final Screen screen;
    private final Predicate<String> confirmation;
    private final boolean isForPeople;
    private final Optional<String> drained;

    FleetMoves(
            Parsed line,
            PrintStream out,
            PrintStream err,
            Screen screen,
            Predicate<String> confirmation) {
        this.line = line;
        this.out = out;
        this.err = err;
        this.screen = screen;
        this.confirmation = confirmation;
        isForPeople = !List.of("json", "yaml").contains(line.text("output"));
        drained =
                line.name().equals("fleet drain")
                        ? Optional.of(line.text("HOST"))
                        : Optional.empty();
    }

    /**
     * The fleet whose claims are moved.
     *
     * @param placer which plans
     */
    record Fleet(Store store, Keys keys, Placer placer) {}

    int run(Scheduler scheduler, Fleet fleet) {
        var hook = hook();
        var limits = new Mover.Limits(PATIENCE, Duration.ofSeconds(line.number("wait")));
        try (var mover =
                new Mover(
                        fleet.store, fleet.keys, fleet.placer, hook, limits, this::tellProgress)) {
            var plan = mover.planned(wish());
            if (line.flag("dry-run")) {
                print(planned(plan), json(plan));
                return ExitCode.DONE;
            }
            var isToBeAsked = drained.isPresent() || !plan.moves().isEmpty();
            if (isToBeAsked && !line.flag("yes") && !confirmation.test(planned(plan))) {
                out.println("Nothing was changed.");
                return ExitCode.DONE;
            }
            drained.ifPresent(host -> scheduler.cordon(host, true));
            var result = mover.carryOut(wish());
            print(told(result), json(result));
            return result.isComplete() ? ExitCode.DONE : ExitCode.PARTLY;
        }
    }

    private Optional<MoveHook> hook() {
        var limit = Duration.ofSeconds(line.number("hook-timeout"));
        var hook = line.optional("hook").map(program -> new HookProgram(program, limit, err));
        hook.ifPresent(HookProgram::check);
        return hook.map(program -> program);
    }

    private Mover.Wish wish() {
        var most = (int) line.number("moves");
        return drained.<Mover.Wish>map(host -> new Mover.Wish.Drained(host, most))
                .orElseGet(() -> new Mover.Wish.Defragmented(most));
    }

    private void tellProgress(String sentence) {
        if (isForPeople) {
            out.println(sentence);
            out.flush();
        }
    }

    // ---- in words ----

    private String planned(Relocation plan) {
        var text = new StringBuilder();
        if (plan.moves().isEmpty() && plan.left().isEmpty()) {
            return drained.map(host -> host + " carries nothing.\n")
                    .orElse("No move would gain anything.\n");
        }
        drained.ifPresent(host -> text.append("Nothing new is to go to " + host + ".\n"));
        if (!plan.moves().isEmpty()) {
            text.append(moves(plan));
        }
        left(plan.left(), text);
        return text.toString();
    }

    private String moves(Relocation plan) {
        var table =
                new Table(
                        Column.left("CLAIM"),
                        Column.left("VM"),
                        Column.left("VGPU"),
                        Column.left("FROM"),
                        Column.left("TO"),
                        Column.left("MEANS").wrapping(1));
        for (var move : plan.moves()) {
            table.row(
                    move.claim(),
                    move.vm().orElse("-"),
                    move.type().token(),
                    move.from().toString(),
                    move.to().toString(),
                    means(move));
        }
        return table.render(screen);
    }

    private String means(Move move) {
        var words = move.interrupts().words();
        var needsHook = move.interrupts() != Move.Interruption.NONE;
        return needsHook && line.optional("hook").isEmpty()
                ? words + ": left to do, without --hook"
                : words;
    }

    private static void left(List<Left> left, StringBuilder text) {
        if (!left.isEmpty()) {
            text.append("Stays:\n");
        }
        for (var one : left) {
            var vm = one.vm().map(name -> " (VM " + name + ")").orElse("");
            text.append("  " + one.claim() + vm + ": " + one.why() + "\n");
        }
    }

    private String told(MoveResult result) {
        var text = new StringBuilder();
        left(result.left(), text);
        var vgpus = result.moves().size();
        var claims = result.done().size();
        if (claims > 0) {
            text.append(
                    "Moved %d claim%s, %d vGPU%s. "
                            .formatted(
                                    claims, claims == 1 ? "" : "s", vgpus, vgpus == 1 ? "" : "s"));
        } else if (!result.isComplete() || drained.isEmpty()) {
            text.append("Nothing was moved. ");
        }
        drained.ifPresent(host ->
                text.append(
                        result.isComplete()
                                ? host + " carries no claim any more."
                                : host + " stays cordoned."));
        var told = new StringBuilder(text.toString().stripTrailing()).append("\n");
        result.remark().ifPresent(words -> told.append("note:  " + words + "\n"));
        return told.toString();
    }

    // ---- for programs ----

    private Json json(Relocation plan) {
        return document(false, plan.moves(), plan.left()).build();
    }

    private Json json(MoveResult result) {
        return document(true, result.moves(), result.left())
                .putIfPresent("stopped", result.stopped())
                .putIfPresent("remark", result.remark())
                .build();
    }

    private JsonObject.Builder document(boolean isDone, List<Move> moves, List<Left> left) {
        return RelocationJson.of(isDone, moves, left).putIfPresent("host", drained);
    }

    private void print(String text, Json json) {
        switch (line.text("output")) {
            case "json" -> out.print(JsonWriter.pretty(json) + "\n");
            case "yaml" -> out.print(YamlWriter.write(json) + "\n");
            default -> out.print(text);
        }
    }
}
