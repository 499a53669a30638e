package vgpuctl.linux.host;

import java.util.List;
import vgpuctl.core.inventory.Capacity;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Holder;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeId;
import vgpuctl.linux.files.Errno;
import vgpuctl.linux.kernellog.KernelLog;

/**
 * What the driver meant.
 *
 * <p>NVIDIA's driver answers EIO to every refusal, whatever the reason; the kernel's mdev core adds
 * EEXIST and, since 6.1, EUSERS; other drivers use ENOSPC. The reason is worked out from what is on
 * the GPU now, and from the kernel's log.
 */
final class Refusals {

    private static final int LINES = 2;

    private final KernelLog log;

    Refusals(KernelLog log) {
        this.log = log;
    }

    Problem creation(Step.CreateMdev step, Errno errno, HostSnapshot now) {
        return switch (errno) {
            case EPERM, EACCES, EROFS -> notPermitted(step.parent());
            case EEXIST ->
                    new Problem.Conflict(
                            "a vGPU with the UUID " + step.uuid() + " is there already",
                            "see 'vgpuctl list', and give another --uuid or --name");
            case ENOENT, ENODEV ->
                    new Problem.HostNotReady(
                            step.parent() + " no longer offers the type " + step.type(),
                            "the driver or the device went away: see 'vgpuctl gpus' and dmesg");
            case EIO, ENOSPC, EUSERS, EBUSY, ENOMEM, EINVAL, ETIMEDOUT, OTHER ->
                    new Problem.Refused(
                            "the driver refused a vGPU of type "
                                    + step.type()
                                    + " on "
                                    + step.parent()
                                    + why(step.parent(), step.type(), now),
                            said(errno, step.uuid().toString()),
                            "see what fits now with 'vgpuctl types " + step.parent() + "'");
        };
    }

    private static String why(DeviceName parent, TypeId type, HostSnapshot now) {
        return now.gpuOf(parent).stream()
                .flatMap(gpu ->
                        gpu.offers().stream()
                                .filter(offer -> offer.type().has(type))
                                .map(offer -> Capacity.of(now, gpu, offer)))
                .findFirst()
                .flatMap(Capacity.Creatable::whyNone)
                .map(reason -> ": " + reason)
                .orElse("");
    }

    Problem removal(Step.RemoveMdev step, Errno errno) {
        return switch (errno) {
            case EPERM, EACCES, EROFS -> notPermitted(step.parent());
            case EIO,
                    ENOSPC,
                    EUSERS,
                    EBUSY,
                    ENOMEM,
                    EINVAL,
                    ETIMEDOUT,
                    OTHER,
                    EEXIST,
                    ENOENT,
                    ENODEV ->
                    new Problem.Refused(
                            "the driver did not let go of vGPU " + step.uuid(),
                            said(errno, step.uuid().toString()),
                            "end the VM that uses it, then try again");
        };
    }

    /** A vGPU that is in use. */
    static Problem open(String thing, Holder holder) {
        return new Problem.Conflict(
                thing + " is open in process " + holder.pid() + " (" + holder.command() + ")",
                "end that VM first, then try again");
    }

    /** Of a vGPU on a virtual function. */
    Problem assignment(Step.AssignType step, Errno errno, HostSnapshot now) {
        return switch (errno) {
            case EACCES, EROFS -> notPermitted(step.function());
            case EPERM ->
                    new Problem.Conflict(
                            "the virtual function "
                                    + step.function()
                                    + " carries a vGPU already, or this user may not make one",
                            "see 'vgpuctl list'; run as root: sudo vgpuctl …");
            case ENOENT, ENODEV ->
                    new Problem.HostNotReady(
                            "the virtual function " + step.function() + " is gone",
                            "see 'vgpuctl sriov status'; enabling them anew brings it back");
            case EIO, ENOSPC, EUSERS, EBUSY, ENOMEM, EINVAL, ETIMEDOUT, OTHER, EEXIST ->
                    new Problem.Refused(
                            "the driver refused a vGPU of type "
                                    + step.type()
                                    + " on "
                                    + step.function()
                                    + why(step.function(), step.type(), now),
                            said(errno, step.function().text()),
                            "see what fits now with 'vgpuctl types'");
        };
    }

    Problem release(Step.ReleaseType step, Errno errno) {
        return new Problem.Refused(
                "the driver did not let go of the vGPU on " + step.function(),
                said(errno, step.function().text()),
                "end the VM that uses it, then try again");
    }

    private static Problem notPermitted(DeviceName parent) {
        return new Problem.NotPermitted(
                "vGPUs of " + parent + " may not be changed by this user",
                "run as root: sudo vgpuctl …");
    }

    /**
     * The error number's text and what the kernel's log says of the vGPU.
     *
     * @param vgpu its UUID, or the address of its virtual function
     */
    private String said(Errno errno, String vgpu) {
        var lines = linesOf(vgpu);
        return lines.isEmpty() ? errno.text() : errno.text() + "; " + String.join("; ", lines);
    }

    /** The newest lines of the kernel's log that speak of a failure of the vGPU. */
    List<String> linesOf(String vgpu) {
        var lines =
                log.linesNaming(vgpu).stream()
                        .filter(line -> line.contains("fail") || line.contains("block"))
                        .toList();
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }
}
