package vgpuctl.core.install;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.plan.Step;

/**
 * A part of an installation that is one change, made or undone as a whole.
 *
 * @param steps none where only a restart is needed
 * @param restart why the host has to be restarted before it can go on
 */
public record Stage(List<Step> steps, Optional<String> restart) {

    public Stage {
        steps = List.copyOf(steps);
    }

    static Stage of(Step... steps) {
        return new Stage(List.of(steps), Optional.empty());
    }

    static Stage of(List<Step> steps) {
        return new Stage(steps, Optional.empty());
    }

    static Stage restart(String why) {
        return new Stage(List.of(), Optional.of(why));
    }
}
