package vgpuctl.linux.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import vgpuctl.core.host.StepState;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Partition;
import vgpuctl.core.inventory.Partition.Instance;
import vgpuctl.core.inventory.Partition.Mig;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.plan.Feature;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;

/** Switches GPUs as a whole, with NVIDIA's own tools. */
final class PartitionSteps {

    /** Enabling 48 functions of a large card takes some seconds each time the driver binds them. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** How often a transient «Cannot obtain unbindLock» is tried again, a second apart. */
    private static final int TRIES = 10;

    private static final String SRIOV_MANAGE = "/usr/lib/nvidia/sriov-manage";
    private static final String SMI = "nvidia-smi";

    private final Commands commands;
    private final Supplier<HostSnapshot> look;

    PartitionSteps(Commands commands, Supplier<HostSnapshot> look) {
        this.commands = commands;
        this.look = look;
    }

    StepState state(Step.Switch step) {
        return gpu(step.gpu())
                .map(gpu -> state(step, gpu.partition()))
                .orElseGet(() -> new StepState.Neither(step.gpu() + " is gone"));
    }

    private static StepState state(Step.Switch step, Partition now) {
        return switch (step.feature()) {
            case VIRTUAL_FUNCTIONS -> state(step, now.functions().enabled() > 0);
            case MIXED_SIZES ->
                    switch (now.mixedSizes()) {
                        case Reading.Known<Boolean>(var on) -> state(step, on);
                        case Reading.Unknown<Boolean>(var why) -> new StepState.Neither(why);
                    };
            case MIG ->
                    switch (now.mig()) {
                        case Mig.NotThere() -> state(step, false);
                        case Mig.Off _ -> state(step, false);
                        case Mig.On _ -> state(step, true);
                        case Mig.Unseen(var why) -> new StepState.Neither(why);
                    };
        };
    }

    private static StepState state(Step.Switch step, boolean on) {
        return on == step.on() ? new StepState.After() : new StepState.Before();
    }

    StepState state(Step.CreateInstance step) {
        var gpu = gpu(step.gpu());
        if (gpu.isEmpty()) {
            return new StepState.Neither(step.gpu() + " is gone");
        }
        return instance(gpu.get(), step.profile(), step.start())
                .map(instance -> state(step, instance))
                .orElseGet(StepState.Before::new);
    }

    /** A GPU instance is made before its compute instance, and outlives it. */
    private StepState state(Step.CreateInstance step, Instance instance) {
        var command = smi("mig", "-i", step.gpu().text(), "-lci", "-gi", "" + instance.id());
        return said(commands.run(command, LIMIT), command)
                        .filter(said -> said.contains("No compute instances found"))
                        .isPresent()
                ? new StepState.Partly()
                : new StepState.After();
    }

    private static Optional<Instance> instance(PhysicalGpu gpu, String profile, int start) {
        return gpu.partition().mig().all().stream()
                .filter(i -> i.profile().equals(profile) && i.start() == start)
                .findFirst();
    }

    private Optional<PhysicalGpu> gpu(DeviceName name) {
        return look.get().gpu(name);
    }

    void take(Step.Switch step) {
        switch (step.feature()) {
            case VIRTUAL_FUNCTIONS -> switchFunctions(step);
            case MIG -> {
                run(step.words(), smi("-i", step.gpu().text(), "-mig", onOff(step)));
                refusePending(step);
            }
            case MIXED_SIZES ->
                    run(step.words(), smi("vgpu", "-i", step.gpu().text(), "-shm", onOff(step)));
        }
        confirm(step);
    }

    private static String onOff(Step.Switch step) {
        return step.on() ? "1" : "0";
    }

    /** NVIDIA's own script: the driver rejects a raw {@code sriov_numvfs}. */
    private void switchFunctions(Step.Switch step) {
        var command = List.of(SRIOV_MANAGE, step.on() ? "-e" : "-d", step.gpu().text());
        for (var attempt = 1; ; attempt++) {
            var said = said(commands.run(command, LIMIT), command);
            if (said.isEmpty()) {
                return;
            }
            if (!said.get().contains("unbindLock") || attempt == TRIES) {
                throw refused(step.words(), said.get()).thrown();
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Patience.noAnswer("the driver").thrown();
        }
    }

    /** A GPU in use keeps its mode until it is free, or the host restarts: nothing to build on. */
    private void refusePending(Step.Switch step) {
        if (!(state(step) instanceof StepState.Before)) {
            return;
        }
        commands.run(smi("-i", step.gpu().text(), "-mig", step.on() ? "0" : "1"), LIMIT);
        throw new Problem.Conflict(
                        "MIG mode of "
                                + step.gpu()
                                + " cannot be changed now: somebody uses the GPU",
                        "end what has it open (nvidia-smi -i "
                                + step.gpu()
                                + "; stop monitoring and nvidia-persistenced), then try again")
                .thrown();
    }

    /** What the tools say is not enough; the virtual functions come up a little later. */
    private void confirm(Step.Switch step) {
        var patience = Patience.begin();
        while (!(state(step) instanceof StepState.After) || !isReady(step)) {
            if (patience.isOver()) {
                throw new Problem.Refused(
                                step.words() + ": the driver said yes and did not do it",
                                String.valueOf(state(step)),
                                "see 'vgpuctl gpus' and 'dmesg | tail'")
                        .thrown();
            }
            patience.pause();
        }
    }

    private boolean isReady(Step.Switch step) {
        return step.feature() != Feature.VIRTUAL_FUNCTIONS
                || !step.on()
                || gpu(step.gpu()).filter(gpu -> !gpu.offers().isEmpty()).isPresent();
    }

    void take(Step.CreateInstance step) {
        var gpu = step.gpu().text();
        var command =
                gpu(step.gpu())
                        .flatMap(now -> instance(now, step.profile(), step.start()))
                        .map(there -> smi("mig", "-i", gpu, "-cci", "-gi", "" + there.id()))
                        .orElseGet(() -> smi("mig", "-i", gpu, "-cgi", place(step), "-C"));
        run(step.words(), command);
        if (!(state(step) instanceof StepState.After)) {
            throw new Problem.Refused(
                            step.words() + ": the driver said yes and did not do it",
                            "nvidia-smi mig -lgi does not list it",
                            "see 'vgpuctl mig status " + step.gpu() + "'")
                    .thrown();
        }
    }

    private static String place(Step.CreateInstance step) {
        return step.profile() + ":" + step.start();
    }

    void take(Step.DestroyInstance step) {
        var instance = gpu(step.gpu()).flatMap(gpu -> instance(gpu, step.profile(), step.start()));
        if (instance.isEmpty()) {
            return;
        }
        var id = Integer.toString(instance.get().id());
        // Its compute instances go first; where it has none, this is refused, and that is fine.
        commands.run(smi("mig", "-i", step.gpu().text(), "-dci", "-gi", id), LIMIT);
        run(step.words(), smi("mig", "-i", step.gpu().text(), "-dgi", "-gi", id));
    }

    private static List<String> smi(String... words) {
        var command = new ArrayList<String>();
        command.add(SMI);
        command.addAll(List.of(words));
        return command;
    }

    private void run(String what, List<String> command) {
        said(commands.run(command, LIMIT), command)
                .ifPresent(said -> {
                    throw refused(what, said).thrown();
                });
    }

    /** What a tool that failed said; empty where it did what it was asked for. */
    private static Optional<String> said(Result result, List<String> command) {
        return switch (result) {
            case Result.Ended(var status, _, _) when status == 0 -> Optional.empty();
            case Result.Ended(_, var output, var errors) ->
                    Optional.of((output + "\n" + errors).strip());
            case Result.Missing() ->
                    throw new Problem.HostNotReady(
                                    command.getFirst() + " is not on this host",
                                    "it comes with NVIDIA's vGPU host driver: install that")
                            .thrown();
            case Result.Unfinished() ->
                    throw new Problem.TimedOut(
                                    command.getFirst(),
                                    LIMIT,
                                    "see what it waits for: 'dmesg | tail', 'nvidia-smi'")
                            .thrown();
        };
    }

    private static Problem refused(String what, String said) {
        if (said.contains("In use by another client")) {
            return new Problem.Conflict(
                    "the driver did not " + what + ": the GPU is in use",
                    "remove its vGPUs and end what has it open: 'vgpuctl list', 'nvidia-smi'");
        }
        return new Problem.Refused(
                "the driver did not " + what, said, "see 'dmesg | tail' and 'vgpuctl gpus'");
    }
}
