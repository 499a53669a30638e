package vgpuctl.linux.host;

import vgpuctl.core.host.StepState;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.AttributeWriter.Answer;
import vgpuctl.linux.files.Errno;
import vgpuctl.linux.files.HostFiles;

/** Sets the plugin parameters of active vGPUs, {@code nvidia/vgpu_params}. */
final class ParameterSteps {

    /** What clears all of them (NVIDIA AI Enterprise user guide). */
    private static final String NOTHING = " ";

    private final HostFiles files;
    private final AttributeWriter attributes;

    ParameterSteps(HostFiles files, AttributeWriter attributes) {
        this.files = files;
        this.attributes = attributes;
    }

    private static String path(HostDevice device) {
        var directory =
                switch (device) {
                    case HostDevice.Mdev(var uuid) -> "/sys/bus/mdev/devices/" + uuid;
                    case HostDevice.PciFunction(var address) -> "/sys/bus/pci/devices/" + address;
                };
        return directory + "/nvidia/vgpu_params";
    }

    /** A vGPU that is gone took its parameters along: there is nothing to set or to take back. */
    StepState state(Step.ChangeParameters step) {
        if (!files.exists(path(step.device()))) {
            return step.after().isEmpty() ? new StepState.After() : new StepState.Before();
        }
        return switch (files.attribute(path(step.device())).map(Parameters::parse)) {
            case Reading.Unknown<Parameters>(var why) -> new StepState.Neither(why);
            case Reading.Known<Parameters>(var now) -> {
                if (now.equals(step.after())) {
                    yield new StepState.After();
                }
                yield now.equals(step.before())
                        ? new StepState.Before()
                        : new StepState.Neither("its parameters are " + now);
            }
        };
    }

    void take(Step.ChangeParameters step) {
        var path = path(step.device());
        var value = step.after().isEmpty() ? NOTHING : step.after().text();
        switch (attributes.write(path, value + "\n")) {
            case Answer.Written() -> confirm(step);
            case Answer.RefusedWith(var errno) -> throw refused(step, errno).thrown();
            case Answer.None() -> throw Patience.noAnswer("the driver").thrown();
        }
    }

    /** The driver takes any words; what it kept is read back. */
    private void confirm(Step.ChangeParameters step) {
        if (!(state(step) instanceof StepState.After)) {
            throw new Problem.Refused(
                            "the driver did not keep the parameters of " + step.device().text(),
                            files.attribute(path(step.device())).orElse("nothing can be read"),
                            "see which parameters this driver has in NVIDIA's user guide")
                    .thrown();
        }
    }

    private static Problem refused(Step.ChangeParameters step, Errno errno) {
        return switch (errno) {
            case EACCES, EROFS ->
                    new Problem.NotPermitted(
                            "parameters of "
                                    + step.device().text()
                                    + " may not be changed by this"
                                    + " user",
                            "run as root: sudo vgpuctl …");
            case ENOENT, ENODEV ->
                    new Problem.HostNotReady(
                            "this driver takes no parameters for " + step.device().text(),
                            "leave --param out");
            case EPERM, EIO, ENOSPC, EUSERS, EBUSY, ENOMEM, EINVAL, ETIMEDOUT, OTHER, EEXIST ->
                    new Problem.Refused(
                            "the driver refused the parameters " + step.after(),
                            errno.text(),
                            "set them while no VM has the vGPU");
        };
    }
}
