package vgpuctl.linux.host;

import java.util.List;
import java.util.UUID;
import vgpuctl.core.inventory.Capacity;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
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
                                    + why(step, now),
                            said(errno, step.uuid()),
                            "see what fits now with 'vgpuctl types " + step.parent() + "'");
        };
    }

    private static String why(Step.CreateMdev step, HostSnapshot now) {
        return now.gpuOf(step.parent()).stream()
                .flatMap(gpu ->
                        gpu.offers().stream()
                                .filter(offer -> offer.type().id().equals(step.type()))
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
                            said(errno, step.uuid()),
                            "end the VM that uses it, then try again");
        };
    }

    private static Problem notPermitted(DeviceName parent) {
        return new Problem.NotPermitted(
                "vGPUs of " + parent + " may not be changed by this user",
                "run as root: sudo vgpuctl …");
    }

    /** The error number's text and what the kernel's log says of the vGPU. */
    private String said(Errno errno, UUID uuid) {
        var lines = linesOf(uuid);
        return lines.isEmpty() ? errno.text() : errno.text() + "; " + String.join("; ", lines);
    }

    /** The newest lines of the kernel's log that speak of a failure of the vGPU. */
    List<String> linesOf(UUID uuid) {
        var lines =
                log.linesNaming(uuid.toString()).stream()
                        .filter(line -> line.contains("fail") || line.contains("block"))
                        .toList();
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }
}
