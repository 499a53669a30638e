package vgpuctl.linux.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import vgpuctl.core.cleanup.Leftover;
import vgpuctl.core.cleanup.Search;
import vgpuctl.core.host.StepState;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.process.Processes;

/** Ends leftover processes and restarts services; whether nobody needs them is found out anew. */
final class CleanupSteps {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Processes processes;
    private final Commands commands;
    private final RemainsReader remains;
    private final Supplier<HostSnapshot> look;

    CleanupSteps(
            HostFiles files,
            Commands commands,
            RemainsReader remains,
            Supplier<HostSnapshot> look) {
        this.processes = new Processes(files);
        this.commands = commands;
        this.remains = remains;
        this.look = look;
    }

    StepState state(Step.EndProcess step) {
        return processes.started(step.pid()).equals(Optional.of(step.started()))
                ? new StepState.Before()
                : new StepState.After();
    }

    /** By asking, not by force: what does not end then holds something that we do not know. */
    void take(Step.EndProcess step) {
        refuseIfNeeded(step);
        commands.run(List.of("kill", "-TERM", Long.toString(step.pid())), LIMIT);
        var patience = Patience.begin();
        while (state(step) instanceof StepState.Before) {
            if (patience.isOver()) {
                throw new Problem.Refused(
                                "process " + step.pid() + " of the vGPU manager does not end",
                                "it was asked to (SIGTERM)",
                                "see what holds it ('cat /proc/"
                                        + step.pid()
                                        + "/stack'), end it by force if no VM needs it ('kill -KILL "
                                        + step.pid()
                                        + "'), or restart the host")
                        .thrown();
            }
            patience.pause();
        }
    }

    private void refuseIfNeeded(Step.EndProcess step) {
        var now = look.get();
        var isLeftover =
                Search.of(now, remains.read(now)).all().stream()
                        .anyMatch(leftover ->
                                leftover instanceof Leftover.Child(var process, _)
                                        && process.pid() == step.pid()
                                        && process.started().equals(step.started()));
        if (!isLeftover) {
            throw new Problem.ChangedMeanwhile(
                            "process " + step.pid() + " of the vGPU manager",
                            "one whose VM is gone",
                            "one that may be needed")
                    .thrown();
        }
    }

    StepState state(Step.RestartService step) {
        return remains.serviceStart(step.unit())
                .<StepState>map(start ->
                        start.equals(step.invocation())
                                ? new StepState.Before()
                                : new StepState.After())
                .orElseGet(StepState.Neither::new);
    }

    void take(Step.RestartService step) {
        var now = look.get();
        Search.whyNoRestart(now, remains.read(now))
                .ifPresent(why -> {
                    throw new Problem.ChangedMeanwhile(step.unit(), "needed by no VM", why)
                            .thrown();
                });
        switch (commands.run(List.of("systemctl", "restart", step.unit()), LIMIT)) {
            case Result.Ended(var status, _, _) when status == 0 -> {
                // systemd answers when it has started again.
            }
            case Result.Ended(_, var output, var errors) ->
                    throw new Problem.Refused(
                                    step.unit() + " was not restarted",
                                    (output + errors).strip(),
                                    "see 'systemctl status " + step.unit() + "'")
                            .thrown();
            case Result.Missing() ->
                    throw new Problem.HostNotReady(
                                    "there is no systemctl on this host",
                                    "restart " + step.unit() + " by hand")
                            .thrown();
            case Result.Unfinished() ->
                    throw new Problem.TimedOut(
                                    "systemctl, asked to restart " + step.unit() + ",",
                                    LIMIT,
                                    "see 'systemctl status " + step.unit() + "'")
                            .thrown();
        }
    }
}
