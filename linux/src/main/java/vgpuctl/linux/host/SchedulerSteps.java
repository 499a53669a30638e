package vgpuctl.linux.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.host.StepState;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.plan.ModuleOptions;
import vgpuctl.core.plan.SchedulerSetting;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.nvidiasmi.SchedulerState;

/**
 * Sets how a GPU's time is shared: with nvidia-smi at once, by module options for the next start.
 */
final class SchedulerSteps {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String UNFINISHED = "/etc/modprobe.d/.vgpuctl.unfinished";

    private final HostFiles files;
    private final Commands commands;

    SchedulerSteps(HostFiles files, Commands commands) {
        this.files = files;
        this.commands = commands;
    }

    SchedulerSetting setting(DeviceName gpu) {
        return new SchedulerSetting(now(gpu), files.textIfThere(ModuleOptions.PATH));
    }

    private Reading<Scheduler> now(DeviceName gpu) {
        return switch (commands.run(
                List.of("nvidia-smi", "vgpu", "-i", gpu.text(), "-ss"), LIMIT)) {
            case Result.Ended(var status, var output, _) when status == 0 ->
                    SchedulerState.parse(output);
            case Result.Ended(_, var output, var errors) ->
                    Reading.unknown("nvidia-smi: " + (output + errors).strip());
            case Result.Missing() -> Reading.unknown("nvidia-smi is not on this host");
            case Result.Unfinished() -> Reading.unknown("nvidia-smi gave no answer");
        };
    }

    StepState state(Step.ChangeScheduler step) {
        return switch (now(step.gpu())) {
            case Reading.Unknown<Scheduler>(var why) -> new StepState.Neither(why);
            case Reading.Known<Scheduler>(var now) -> {
                if (now == step.after()) {
                    yield new StepState.After();
                }
                yield now == step.before()
                        ? new StepState.Before()
                        : new StepState.Neither("the scheduler is " + now);
            }
        };
    }

    void take(Step.ChangeScheduler step) {
        var command =
                List.of(
                        "nvidia-smi",
                        "vgpu",
                        "set-scheduler-state",
                        "-i",
                        step.gpu().text(),
                        "-p",
                        Integer.toString(step.after().number()));
        var result = commands.run(command, LIMIT);
        if (!(state(step) instanceof StepState.After)) {
            throw new Problem.Refused(
                            "the driver did not set the scheduler of " + step.gpu(),
                            said(result),
                            "stop all vGPUs of this GPU, then try again")
                    .thrown();
        }
    }

    private static String said(Result result) {
        return switch (result) {
            case Result.Ended(_, var output, var errors) -> (output + errors).strip();
            case Result.Missing() -> "nvidia-smi is not on this host";
            case Result.Unfinished() -> "nvidia-smi gave no answer";
        };
    }

    StepState state(Step.ChangeModuleOptions step) {
        return switch (files.textIfThere(ModuleOptions.PATH)) {
            case Reading.Unknown<Optional<String>>(var why) -> new StepState.Neither(why);
            case Reading.Known<Optional<String>>(var now) -> {
                if (now.equals(step.after())) {
                    yield new StepState.After();
                }
                yield now.equals(step.before())
                        ? new StepState.Before()
                        : new StepState.Neither(ModuleOptions.PATH + " was changed meanwhile");
            }
        };
    }

    void take(Step.ChangeModuleOptions step) {
        step.after()
                .ifPresentOrElse(
                        text -> files.replace(ModuleOptions.PATH, text, UNFINISHED),
                        () -> files.delete(ModuleOptions.PATH));
    }

    void deleteUnfinished() {
        files.delete(UNFINISHED);
    }
}
