package vgpuctl.cli.view;

import java.util.List;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Text;
import vgpuctl.cli.screen.Tone;
import vgpuctl.core.cleanup.Leftover;
import vgpuctl.core.cleanup.Treated;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.Answer;

/** Leftovers with their evidence, and what became of them. */
final class LeftoversView {

    private LeftoversView() {}

    static String found(Answer.Leftovers answer, Screen screen) {
        var text = new StringBuilder();
        for (var each : answer.found()) {
            text.append(screen.paint(Tone.WARNING, "left:"))
                    .append(" ")
                    .append(Text.visible(each.leftover().words()))
                    .append("\n");
            each.leftover()
                    .evidence()
                    .forEach(
                            line -> text.append("  why: ").append(Text.visible(line)).append("\n"));
            text.append(treatment(each));
        }
        text.append(notes(answer.notes()));
        if (answer.found().isEmpty()) {
            return text + "Nothing is left over.\n";
        }
        return text + "To take it away: vgpuctl cleanup --yes\n";
    }

    private static String treatment(Treated treated) {
        return switch (treated) {
            case Treated.Removable(Leftover.Interrupted _, _) ->
                    "  do:  undo it, or finish what it was taking away\n";
            case Treated.Removable(_, var plan) -> steps(plan.steps());
            case Treated.Left(_, var why) -> stays(why);
        };
    }

    private static String steps(List<Step> steps) {
        var text = new StringBuilder();
        for (var step : steps) {
            text.append("  do:  ").append(step.words());
            text.append(step instanceof Step.Lasting ? " (cannot be taken back)\n" : "\n");
        }
        return text.toString();
    }

    private static String stays(Problem why) {
        return "  stays: " + why.reason() + "\n  hint:  " + why.wayOut() + "\n";
    }

    static String cleanedUp(Answer.CleanedUp answer) {
        var text = new StringBuilder();
        for (var leftover : answer.gone()) {
            text.append("Gone: ").append(Text.visible(leftover.words())).append(".\n");
        }
        for (var left : answer.left()) {
            text.append("Stays: ").append(Text.visible(left.leftover().words())).append(".\n");
            text.append(Words.note(left.why()));
        }
        text.append(notes(answer.notes()));
        return text.isEmpty() ? "Nothing is left over.\n" : text.toString();
    }

    private static String notes(List<String> notes) {
        var text = new StringBuilder();
        notes.forEach(note -> text.append(Words.note(Text.visible(note))));
        return text.toString();
    }
}
