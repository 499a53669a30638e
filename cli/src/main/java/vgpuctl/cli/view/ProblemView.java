package vgpuctl.cli.view;

import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Tone;
import vgpuctl.core.problem.Problem;

/** A problem for people: what stands in the way, who said so, what to do. */
public final class ProblemView {

    private ProblemView() {}

    public static String render(Problem problem, Screen screen) {
        var text = new StringBuilder();
        text.append(screen.paint(Tone.BAD, "error:")).append(" ").append(problem.reason());
        problem.quoted()
                .map(words -> words.strip().replace("\n", "\n       "))
                .ifPresent(words -> text.append("\nsaid:  ").append(words));
        return text.append("\nhint:  ").append(problem.wayOut()).append("\n").toString();
    }
}
