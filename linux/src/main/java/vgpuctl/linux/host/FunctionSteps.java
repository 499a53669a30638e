package vgpuctl.linux.host;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import vgpuctl.core.host.StepState;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Holder;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.plan.Step;
import vgpuctl.core.type.TypeId;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.AttributeWriter.Answer;
import vgpuctl.linux.files.Errno;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.process.VfioHolders;
import vgpuctl.linux.sysfs.VendorReader;

/**
 * Makes and removes vGPUs on virtual functions, through NVIDIA's own files.
 *
 * <p>The driver takes a type only where there is none, and {@code 0} only where there is one; it
 * answers EPERM to both else. So the file is read before it is written, and a function that carries
 * a vGPU is never given another one.
 */
final class FunctionSteps {

    private static final String NONE = "0";

    private final HostFiles files;
    private final AttributeWriter attributes;
    private final VendorReader functions;
    private final VfioHolders holders;
    private final Refusals refusals;

    FunctionSteps(
            HostFiles files, AttributeWriter attributes, VfioHolders holders, Refusals refusals) {
        this.files = files;
        this.attributes = attributes;
        this.functions = new VendorReader(files);
        this.holders = holders;
        this.refusals = refusals;
    }

    static String directory(DeviceName function) {
        return "/sys/bus/pci/devices/" + function;
    }

    StepState state(Step.AssignType step) {
        if (!files.exists(directory(step.function()))) {
            return new StepState.Before();
        }
        return switch (functions.current(directory(step.function()))) {
            case Reading.Unknown<Optional<TypeId>>(var why) -> new StepState.Neither(why);
            case Reading.Known<Optional<TypeId>>(var now) -> {
                if (now.isEmpty()) {
                    yield new StepState.Before();
                }
                yield now.get().equals(step.type())
                        ? new StepState.After()
                        : new StepState.Neither(
                                step.function() + " carries a vGPU of type " + now.get());
            }
        };
    }

    void assign(Step.AssignType step, Supplier<HostSnapshot> look) {
        switch (write(step.function(), step.type().suffix())) {
            case Answer.Written() -> {
                // The driver makes the vGPU before it answers.
            }
            case Answer.RefusedWith(var errno) ->
                    throw refusals.assignment(step, errno, look.get()).thrown();
            case Answer.None() -> throw Patience.noAnswer("the driver, asked for a vGPU,").thrown();
        }
    }

    /**
     * Gives it back, once nobody has the function open; a VM that is just ending keeps it for a
     * moment longer, and the driver says EPERM until then.
     */
    void release(Step.ReleaseType step) {
        var patience = Patience.begin();
        while (true) {
            refuseWhileOpen(step, patience);
            var answer = write(step.function(), NONE);
            if (!(answer instanceof Answer.RefusedWith(var errno))) {
                awaitGone(step, patience);
                return;
            }
            if (state(assignmentOf(step)) instanceof StepState.Before) {
                return;
            }
            if (errno != Errno.EPERM || patience.isOver()) {
                throw refusals.release(step, errno).thrown();
            }
            patience.pause();
        }
    }

    private void refuseWhileOpen(Step.ReleaseType step, Patience patience) {
        while (true) {
            var open = holdersOf(step.function()).stream().findFirst();
            if (open.isEmpty()) {
                return;
            }
            if (patience.isOver()) {
                throw Refusals.open(step.function().text(), open.get()).thrown();
            }
            patience.pause();
        }
    }

    private void awaitGone(Step.ReleaseType step, Patience patience) {
        while (!(state(assignmentOf(step)) instanceof StepState.Before)) {
            if (patience.isOver()) {
                throw Patience.noAnswer("the driver, asked to remove a vGPU,").thrown();
            }
            patience.pause();
        }
    }

    private static Step.AssignType assignmentOf(Step.ReleaseType step) {
        return new Step.AssignType(step.function(), step.type(), step.uuid());
    }

    private Answer write(DeviceName function, String value) {
        // With its newline: the driver's parser wants one.
        return attributes.writeOrLeave(
                directory(function) + "/nvidia/current_vgpu_type", value + "\n");
    }

    /** The processes that have the function open. */
    List<Holder> holdersOf(DeviceName function) {
        return groupOf(function).map(holders::of).orElse(List.of());
    }

    Optional<Integer> groupOf(DeviceName function) {
        return functions.iommuGroup(directory(function));
    }
}
