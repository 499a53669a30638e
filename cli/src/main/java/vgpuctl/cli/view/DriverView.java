package vgpuctl.cli.view;

import java.util.List;
import java.util.Optional;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Text;
import vgpuctl.core.install.Stage;
import vgpuctl.core.plan.Step;
import vgpuctl.operations.Answer;

/** What stands in a driver's way, what is to be done for it, and how far it has come. */
final class DriverView {

    private static final String INDENT = "       ";

    private final StringBuilder text = new StringBuilder();
    private int number;

    private DriverView() {}

    static String render(Answer.DriverChanged answer, Screen screen) {
        var view = new DriverView();
        switch (answer.state()) {
            case PLANNED -> view.planned(answer, screen);
            case RESTART -> view.restart(answer);
            case DONE -> view.done(answer);
        }
        answer.notes().forEach(note -> view.text.append(Words.note(Text.visible(note))));
        return view.text.toString();
    }

    private void planned(Answer.DriverChanged answer, Screen screen) {
        text.append(DiagnosisView.findings(answer.preflight().findings(), screen));
        if (answer.preflight().obstacle().isPresent()) {
            text.append("Nothing would be done: mend what is an error above first.\n");
        } else if (answer.left().isEmpty()) {
            text.append("Nothing to do.\n");
        } else {
            text.append("Would do, in this order:\n");
            answer.left().forEach(this::stage);
        }
    }

    private void stage(Stage stage) {
        stage.steps().forEach(this::step);
        stage.restart()
                .ifPresent(why -> {
                    heading("restart the host, then run the same command again");
                    text.append(INDENT).append("why: ").append(why).append("\n");
                });
    }

    private void heading(String words) {
        number++;
        text.append("%4d. %s\n".formatted(number, Text.visible(words)));
    }

    private void step(Step step) {
        heading(step.words() + (step instanceof Step.Lasting ? " (cannot be taken back)" : ""));
        why(step).ifPresent(why -> text.append(INDENT).append("why: ").append(why).append("\n"));
        if (step instanceof Step.ChangeSystemFile change) {
            lines("-", change.before(), change.after());
            lines("+", change.after(), change.before());
        }
    }

    private static Optional<String> why(Step step) {
        if (step instanceof Step.ChangeSystemFile change) {
            return Optional.of(change.file().why()).filter(_ -> change.after().isPresent());
        }
        return step instanceof Step.RunTool run
                ? Optional.of(run.purpose().why())
                : Optional.empty();
    }

    /** The lines of one text that the other has not. */
    private void lines(String sign, Optional<String> of, Optional<String> other) {
        List<String> others = other.orElse("").lines().toList();
        of.orElse("")
                .lines()
                .filter(line -> !others.contains(line))
                .forEach(line ->
                        text.append(INDENT)
                                .append(sign)
                                .append(" ")
                                .append(Text.visible(line))
                                .append("\n"));
    }

    private void restart(Answer.DriverChanged answer) {
        text.append(
                "Not finished: the host has to be restarted. Then run the same command again.\n");
        answer.left().stream()
                .flatMap(stage -> stage.restart().stream())
                .limit(1)
                .forEach(why -> text.append("  why: ").append(why).append("\n"));
        log(answer);
    }

    private void done(Answer.DriverChanged answer) {
        if (answer.done().isEmpty()) {
            text.append("Nothing to do.\n");
            return;
        }
        text.append("Done:\n");
        answer.done().forEach(step -> heading(step.words()));
        log(answer);
    }

    private void log(Answer.DriverChanged answer) {
        if (!answer.done().isEmpty()) {
            text.append(Words.note("what the tools said is in " + answer.log()));
        }
    }
}
