package vgpuctl.cli;

import java.util.Map;
import vgpuctl.cli.line.Parsed;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.view.ProblemView;
import vgpuctl.cli.view.TextView;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.json.YamlWriter;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.Answer;
import vgpuctl.operations.wire.AnswerJson;

/** Answers and problems in the form that a line wants, for the screen that it was typed at. */
final class Printer {

    private final Parsed line;
    private final Map<String, String> environment;
    private final boolean isTerminal;
    private final boolean isErrorTerminal;

    /**
     * A printer.
     *
     * @param isTerminal whether standard output is one
     * @param isErrorTerminal whether standard error is one
     */
    Printer(
            Parsed line,
            Map<String, String> environment,
            boolean isTerminal,
            boolean isErrorTerminal) {
        this.line = line;
        this.environment = environment;
        this.isTerminal = isTerminal;
        this.isErrorTerminal = isErrorTerminal;
    }

    String text(Answer answer) {
        return switch (line.text("output")) {
            case "json" -> JsonWriter.pretty(AnswerJson.write(answer)) + "\n";
            case "yaml" -> YamlWriter.write(AnswerJson.write(answer)) + "\n";
            default -> forPeople(answer);
        };
    }

    String forPeople(Answer answer) {
        return TextView.render(answer, screen());
    }

    String text(Problem problem) {
        var json = AnswerJson.write(problem, ExitCode.of(problem));
        return switch (line.text("output")) {
            case "json" -> JsonWriter.pretty(json) + "\n";
            case "yaml" -> YamlWriter.write(json) + "\n";
            default -> ProblemView.render(problem, Screen.of(environment, isErrorTerminal));
        };
    }

    Screen screen() {
        var stdout = Screen.of(environment, isTerminal);
        var screen = line.text("output").equals("wide") ? stdout.wide() : stdout;
        return line.flag("no-color") ? screen.withoutColours() : screen;
    }
}
