package vgpuctl.cli.view;

import vgpuctl.cli.screen.Screen;
import vgpuctl.operations.Answer;

/** Answers as text for people. */
public final class TextView {

    private TextView() {}

    public static String render(Answer answer, Screen screen) {
        return switch (answer) {
            case Answer.Gpus(var host) -> GpusView.render(host, screen);
            case Answer.Types(var host, var gpus) -> TypesView.render(host, gpus, screen);
            case Answer.Vgpus(var host) -> VgpusView.render(host, screen);
            case Answer.OneVgpu(var host, var vgpu) -> VgpuView.render(host, vgpu);
            case Answer.Planned(var plan) -> ChangeView.planned(plan);
            case Answer.Changed changed -> ChangeView.changed(changed, screen);
            case Answer.Recovered(var outcomes) ->
                    outcomes.isEmpty()
                            ? "Nothing was cut off.\n"
                            : String.join("", outcomes.stream().map(Words::note).toList());
        };
    }
}
