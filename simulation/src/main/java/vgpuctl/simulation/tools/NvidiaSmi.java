package vgpuctl.simulation.tools;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import vgpuctl.core.pci.Architecture;
import vgpuctl.simulation.driver.Card;
import vgpuctl.simulation.driver.DriverState;
import vgpuctl.simulation.driver.MigMode;
import vgpuctl.simulation.driver.Scheduler;
import vgpuctl.simulation.driver.Vgpu;

/**
 * NVIDIA's {@code nvidia-smi}: the commands that show and switch what vGPUs depend on.
 *
 * @param driver its version
 * @param isOpen whether a VM has the vGPU of this name
 */
public record NvidiaSmi(DriverState state, String driver, Predicate<String> isOpen) {

    private static final String ONE = "1";

    /** Its answer to the arguments behind its name. */
    public Reply answer(List<String> words) {
        var parsed = Arguments.parse(words);
        if (parsed.isEmpty()) {
            return invalid();
        }
        var arguments = parsed.get();
        if (arguments.are("-q", "-x")) {
            return Reply.said(state, Reply.DONE, new DeviceXml(driver).print(state.cards()));
        }
        if (arguments.value("-i").isEmpty()) {
            return invalid(); // The simulated tool prints nothing of all GPUs but this.
        }
        var card = arguments.gpu(state);
        return card.isEmpty()
                ? Reply.said(state, Reply.NOT_FOUND, "No devices were found\n")
                : answer(arguments, card.get());
    }

    private Reply answer(Arguments arguments, Card card) {
        if (arguments.are("-q", "-x", "-i")) {
            return Reply.said(state, Reply.DONE, new DeviceXml(driver).print(List.of(card)));
        }
        if (arguments.are("-i", "-mig")) {
            return setMig(card, arguments.value("-mig").equals(ONE));
        }
        if (arguments.are("vgpu", "-i", "-shm")) {
            return setMixedSizes(card, arguments.value("-shm").equals(ONE));
        }
        if (arguments.are("vgpu", "-i", "-ss")) {
            return Reply.said(state, Reply.DONE, schedulerOf(card));
        }
        if (arguments.are("vgpu", "set-scheduler-state", "-i", "-p")) {
            return Scheduler.numbered(arguments.value("-p"))
                    .map(scheduler -> set(card, scheduler))
                    .orElseGet(this::invalid);
        }
        return new MigTool(state, card).answer(arguments).orElseGet(this::invalid);
    }

    private Reply invalid() {
        return Reply.said(
                state,
                Reply.INVALID_ARGUMENT,
                "Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.\n");
    }

    private Reply setMig(Card card, boolean on) {
        var able = on ? "enable" : "disable";
        var gpu = name(card);
        var unable = "Unable to " + able + " MIG Mode for GPU " + gpu + ": ";
        if (card.board().mig().isEmpty()) {
            return Reply.said(state, Reply.NOT_SUPPORTED, unable + "Not Supported\n");
        }
        if (card.mig().current() == on || canSwitch(card, on)) {
            return Reply.changed(
                    state,
                    card.with(MigMode.of(on)),
                    (on ? "Enabled" : "Disabled") + " MIG Mode for GPU " + gpu + "\nAll done.\n");
        }
        if (!on) {
            return Reply.said(state, Reply.IN_USE, unable + "In use by another client\n");
        }
        return Reply.changed(
                state,
                card.with(new MigMode(false, true)),
                "Warning: MIG mode is in pending enable state for GPU "
                        + gpu
                        + ":In use by another client\n"
                        + gpu
                        + "\nAll done.\n");
    }

    private static boolean canSwitch(Card card, boolean on) {
        var isUncut = card.virtualFunctions() == 0 && card.instances().isEmpty();
        return card.vgpus().isEmpty() && (on || isUncut);
    }

    private Reply setMixedSizes(Card card, boolean mixed) {
        var unable = "Unable to set vGPU heterogeneous mode for GPU " + name(card) + ": ";
        var isFixed = mixed && card.scheduler() == Scheduler.FIXED_SHARE;
        if (isFixed || !hasMixedSizes(card)) {
            return Reply.said(state, Reply.NOT_SUPPORTED, unable + "Not Supported\n");
        }
        if (!card.vgpus().isEmpty()) {
            return Reply.said(state, Reply.IN_USE, unable + "In use by another client\n");
        }
        return Reply.changed(
                state,
                card.withMixedSizes(mixed),
                (mixed ? "Enabled" : "Disabled")
                        + " vGPU heterogeneous mode for GPU "
                        + name(card)
                        + "\n");
    }

    private static boolean hasMixedSizes(Card card) {
        return card.board().hasMixedSizes() && card.virtualFunctions() > 0 && !card.mig().current();
    }

    private String schedulerOf(Card card) {
        return "GPU "
                + name(card)
                + "\n    Active vGPUs                          : "
                + card.vgpus().stream().map(Vgpu::name).filter(isOpen).count()
                + "\n    Scheduler Policy                      : "
                + card.scheduler().title()
                + "\n";
    }

    private Reply set(Card card, Scheduler scheduler) {
        if (card.vgpus().stream().map(Vgpu::name).anyMatch(isOpen)) {
            return Reply.said(
                    state,
                    Reply.IN_USE,
                    "vGPU scheduler state cannot be configured, if vGPU instance is currently"
                            + " active on the device.\n");
        }
        if (!supports(card, scheduler)) {
            return Reply.said(
                    state,
                    Reply.NOT_SUPPORTED,
                    "Unable to set vGPU scheduler state for GPU "
                            + name(card)
                            + ": Not Supported\n");
        }
        return Reply.changed(
                state,
                card.with(scheduler),
                "Successfully set vGPU scheduler state for GPU " + name(card) + "\n");
    }

    private static boolean supports(Card card, Scheduler scheduler) {
        return switch (scheduler) {
            case BEST_EFFORT -> true;
            case EQUAL_SHARE -> card.board().facts().architecture() != Architecture.MAXWELL;
            case FIXED_SHARE ->
                    card.board().facts().architecture() != Architecture.MAXWELL
                            && !card.mixedSizes();
        };
    }

    /** The tool writes the domain with eight digits, and all of them in upper case. */
    static String name(Card card) {
        return "0000" + card.address().toUpperCase(Locale.ROOT);
    }
}
