package vgpuctl.linux.host;

import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.AttributeWriter.Answer;
import vgpuctl.linux.files.HostFiles;

/**
 * Writes attributes of mediated devices other than NVIDIA's parameters. What is written to them can
 * often not be read, so nothing is read back.
 */
final class AttributeSteps {

    private final HostFiles files;
    private final AttributeWriter attributes;

    AttributeSteps(HostFiles files, AttributeWriter attributes) {
        this.files = files;
        this.attributes = attributes;
    }

    void take(Step.SetAttribute step) {
        var name = step.attribute().name();
        var path = "/sys/bus/mdev/devices/" + step.uuid() + "/" + name;
        if (!step.attribute().isSafe() || !files.exists(path)) {
            throw new Problem.BadInput(
                            "Invalid attribute '" + name + "'",
                            "device " + step.uuid() + " has no such attribute")
                    .thrown();
        }
        switch (attributes.write(path, step.attribute().value())) {
            case Answer.Written() -> {
                // The kernel answers when it is done.
            }
            case Answer.RefusedWith(var errno) ->
                    throw new Problem.Refused(
                                    "Failed to write "
                                            + step.attribute().value()
                                            + " to attribute "
                                            + name,
                                    errno.text(),
                                    "see what the kernel says: dmesg")
                            .thrown();
            case Answer.None() -> throw Patience.noAnswer("the kernel").thrown();
        }
    }
}
