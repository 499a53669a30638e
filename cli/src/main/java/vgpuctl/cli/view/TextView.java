package vgpuctl.cli.view;

import vgpuctl.cli.screen.Screen;
import vgpuctl.core.json.YamlWriter;
import vgpuctl.core.layout.LayoutJson;
import vgpuctl.operations.Answer;

/** Answers as text for people. */
public final class TextView implements Answer.Visitor<String> {

    private final Screen screen;

    private TextView(Screen screen) {
        this.screen = screen;
    }

    public static String render(Answer answer, Screen screen) {
        return answer.accept(new TextView(screen));
    }

    @Override
    public String gpus(Answer.Gpus answer) {
        return answer.mapped()
                ? MapView.render(answer.host(), screen)
                : GpusView.render(answer.host(), screen);
    }

    @Override
    public String partitions(Answer.Partitions answer) {
        return PartitionView.render(answer, screen);
    }

    @Override
    public String types(Answer.Types answer) {
        return TypesView.render(answer, screen);
    }

    @Override
    public String vgpus(Answer.Vgpus answer) {
        return VgpusView.render(answer.host(), screen);
    }

    @Override
    public String oneVgpu(Answer.OneVgpu answer) {
        return VgpuView.render(answer.host(), answer.vgpu());
    }

    @Override
    public String fitted(Answer.Fitted answer) {
        return FitView.render(answer.outcome(), screen);
    }

    @Override
    public String compared(Answer.Compared answer) {
        var text = new StringBuilder();
        answer.comparison()
                .differences()
                .forEach(difference -> text.append(difference.words()).append("\n"));
        if (text.isEmpty()) {
            text.append("The host is as the layout says.\n");
        }
        answer.comparison().notes().forEach(note -> text.append(Words.note(note)));
        return text.toString();
    }

    @Override
    public String exported(Answer.Exported answer) {
        return YamlWriter.write(LayoutJson.of(answer.layout())) + "\n";
    }

    @Override
    public String imported(Answer.Imported answer) {
        return ImportView.layout(answer);
    }

    @Override
    public String rehearsed(Answer.Rehearsed answer) {
        return RehearsalView.render(answer.rehearsal(), screen);
    }

    @Override
    public String restored(Answer.Restored answer) {
        var text = new StringBuilder();
        answer.done().forEach(sentence -> text.append(sentence).append(".\n"));
        answer.failed().forEach(problem -> text.append(ProblemView.render(problem, screen)));
        return text.isEmpty() ? "Nothing was missing.\n" : text.toString();
    }

    @Override
    public String planned(Answer.Planned answer) {
        return ChangeView.planned(answer.plan());
    }

    @Override
    public String changed(Answer.Changed answer) {
        return ChangeView.changed(answer, screen);
    }

    @Override
    public String diagnosed(Answer.Diagnosed answer) {
        return DiagnosisView.render(answer.diagnosis(), screen);
    }

    @Override
    public String bundled(Answer.Bundled answer) {
        return DiagnosisView.render(answer.contents());
    }

    @Override
    public String leftovers(Answer.Leftovers answer) {
        return LeftoversView.found(answer, screen);
    }

    @Override
    public String cleanedUp(Answer.CleanedUp answer) {
        return LeftoversView.cleanedUp(answer);
    }

    @Override
    public String status(Answer.Status answer) {
        return StatusView.render(answer, screen, History.none());
    }

    @Override
    public String mdevs(Answer.Mdevs answer) {
        return MdevView.list(answer, false);
    }

    @Override
    public String mdevTypes(Answer.MdevTypes answer) {
        return MdevView.types(answer);
    }

    @Override
    public String guest(Answer.Guest answer) {
        return GuestView.render(answer);
    }

    @Override
    public String driverChanged(Answer.DriverChanged answer) {
        return DriverView.render(answer, screen);
    }

    @Override
    public String recovered(Answer.Recovered answer) {
        if (answer.outcomes().isEmpty()) {
            return "Nothing was cut off.\n";
        }
        var text = new StringBuilder();
        answer.outcomes().forEach(outcome -> text.append(Words.note(outcome)));
        return text.toString();
    }
}
