package vgpuctl.linux.host;

import java.util.List;
import java.util.function.Supplier;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.plan.Step;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.AttributeWriter.Answer;
import vgpuctl.linux.files.Errno;
import vgpuctl.linux.process.VfioHolders;
import vgpuctl.linux.sysfs.MdevReader;

/** Makes and removes mediated devices. */
final class MdevSteps {

    private final AttributeWriter attributes;
    private final MdevReader mdevs;
    private final VfioHolders holders;
    private final Refusals refusals;

    MdevSteps(
            AttributeWriter attributes, MdevReader mdevs, VfioHolders holders, Refusals refusals) {
        this.attributes = attributes;
        this.mdevs = mdevs;
        this.holders = holders;
        this.refusals = refusals;
    }

    void create(Step.CreateMdev step, Supplier<HostSnapshot> look) {
        var attribute =
                "/sys/class/mdev_bus/"
                        + step.parent()
                        + "/mdev_supported_types/"
                        + step.type()
                        + "/create";
        switch (attributes.write(attribute, step.uuid().toString())) {
            case Answer.Written() -> {
                // The kernel makes the device before it answers.
            }
            case Answer.RefusedWith(var errno) ->
                    throw refusals.creation(step, errno, look.get()).thrown();
            case Answer.None() -> throw Patience.noAnswer("the driver, asked for a vGPU,").thrown();
        }
    }

    /** Looks for users at the last moment: a removal under a VM would wait for it, for good. */
    void remove(Step.RemoveMdev step) {
        mdevs.iommuGroup(step.uuid()).map(holders::of).stream()
                .flatMap(List::stream)
                .findFirst()
                .ifPresent(holder -> {
                    throw Refusals.open("vGPU " + step.uuid(), holder).thrown();
                });
        var attribute = "/sys/bus/mdev/devices/" + step.uuid() + "/remove";
        switch (attributes.writeOrLeave(attribute, "1")) {
            case Answer.Written() -> awaitGone(step);
            case Answer.RefusedWith(var errno)
                    when errno == Errno.ENOENT || errno == Errno.ENODEV ->
                    awaitGone(step);
            case Answer.RefusedWith(var errno) -> throw refusals.removal(step, errno).thrown();
            case Answer.None() ->
                    throw Patience.noAnswer("the driver, asked to remove a vGPU,").thrown();
        }
    }

    private void awaitGone(Step.RemoveMdev step) {
        var patience = Patience.begin();
        while (mdevs.read(step.uuid()).isPresent()) {
            if (patience.isOver()) {
                throw Patience.noAnswer("the driver, asked to remove a vGPU,").thrown();
            }
            patience.pause();
        }
    }
}
