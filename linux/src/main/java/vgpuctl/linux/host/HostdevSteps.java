package vgpuctl.linux.host;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.libvirt.DomainXml;
import vgpuctl.linux.libvirt.Hostdev;
import vgpuctl.linux.libvirt.Libvirt;
import vgpuctl.linux.libvirt.LibvirtException;
import vgpuctl.linux.libvirt.LibvirtFailure;
import vgpuctl.linux.libvirt.LiveRemoval;

/** Gives vGPUs to domains and takes them away, through libvirt. */
final class HostdevSteps {

    /**
     * A guest lets go of a device within a second or two, or has no driver for it and never does.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Supplier<Libvirt> libvirt;
    private final Refusals refusals;

    HostdevSteps(Supplier<Libvirt> libvirt, Refusals refusals) {
        this.libvirt = libvirt;
        this.refusals = refusals;
    }

    void attach(Step.AttachHostdev step) {
        var device = step.hostdev().device();
        try {
            var missing = faces(step.domain(), device, step.affect(), false);
            libvirt.get().attach(step.domain(), step.hostdev().xml(), missing);
            confirm(step);
        } catch (LibvirtException e) {
            throw problem(e.failure(), device).thrown();
        }
    }

    /** Reads the domain back: libvirt's word for success is not enough. */
    private void confirm(Step.AttachHostdev step) {
        var missing = faces(step.domain(), step.hostdev().device(), step.affect(), false);
        if (!missing.isEmpty()) {
            throw new Problem.Refused(
                            "libvirt took vGPU "
                                    + step.hostdev().device().text()
                                    + " for "
                                    + step.domain()
                                    + ", but its XML does not show it",
                            "missing in: " + missing,
                            "look at 'virsh dumpxml " + step.domain() + "'")
                    .thrown();
        }
    }

    void detach(Step.DetachHostdev step) {
        var device = step.hostdev().device();
        try {
            var present = faces(step.domain(), device, step.affect(), true);
            libvirt.get().detach(step.domain(), step.hostdev().xml(), present);
            if (present.contains(Affect.LIVE)) {
                awaitRelease(step);
            }
        } catch (LibvirtException e) {
            throw problem(e.failure(), device).thrown();
        }
    }

    private void awaitRelease(Step.DetachHostdev step) {
        var hostdev = Hostdev.parse(step.hostdev().xml()).orElseThrow();
        switch (new LiveRemoval(libvirt.get()).await(step.domain(), hostdev, PATIENCE)) {
            case GONE -> {
                // As asked.
            }
            case STILL_ATTACHED ->
                    throw new Problem.TimedOut(
                                    "the guest of "
                                            + step.domain()
                                            + ", asked to let go of the vGPU,",
                                    PATIENCE,
                                    "shut the VM down instead: virsh shutdown " + step.domain())
                            .thrown();
        }
    }

    /** Those of the faces in which the domain has the device, or has it not. */
    private Set<Affect> faces(String name, HostDevice device, Set<Affect> faces, boolean having) {
        var domain = libvirt.get().domain(name);
        var chosen = EnumSet.noneOf(Affect.class);
        for (var face : faces) {
            var xml =
                    switch (face) {
                        case LIVE -> domain.liveXml();
                        case CONFIG -> domain.configXml();
                    };
            if (has(xml, device) == having) {
                chosen.add(face);
            }
        }
        return chosen;
    }

    private static boolean has(Optional<String> xml, HostDevice device) {
        return xml.map(text -> DomainXml.parse(text).uses(device)).orElse(false);
    }

    private Problem problem(LibvirtFailure failure, HostDevice device) {
        return switch (failure) {
            case LibvirtFailure.LibraryMissing _,
                    LibvirtFailure.FunctionMissing _,
                    LibvirtFailure.DaemonNotRunning _,
                    LibvirtFailure.CannotConnect _,
                    LibvirtFailure.ConnectionLost _ ->
                    new Problem.HostNotReady(failure.reason(), failure.wayOut());
            case LibvirtFailure.NotPermitted _ ->
                    new Problem.NotPermitted(failure.reason(), failure.wayOut());
            case LibvirtFailure.NoSuchDomain _ ->
                    new Problem.NotFound(failure.reason(), failure.wayOut());
            case LibvirtFailure.TimedOut(var action, var limit, _) ->
                    new Problem.TimedOut(
                            "libvirt, asked to " + action + ",", limit, failure.wayOut());
            case LibvirtFailure.NotSupported(_, var error) ->
                    new Problem.Refused(failure.reason(), error.message(), failure.wayOut());
            case LibvirtFailure.OperationFailed(_, var error) -> refused(error.message(), device);
        };
    }

    /** QEMU says only that it could not get the group; the kernel's log says who refused. */
    private Problem refused(String message, HostDevice device) {
        var lines = refusals.linesOf(device.text());
        var byDriver = lines.stream().anyMatch(line -> line.contains("start failed"));
        if (byDriver) {
            return new Problem.Refused(
                    "the driver refused to start vGPU "
                            + device.text()
                            + " for this VM: it has another vGPU that this one may not be combined"
                            + " with, or the vGPU manager does not run",
                    String.join("; ", lines),
                    "give the vGPU to another VM; see 'systemctl status nvidia-vgpu-mgr' otherwise");
        }
        return new Problem.Refused(
                "libvirt refused vGPU " + device.text(),
                message,
                "see the VM's own log below /var/log/libvirt/qemu");
    }
}
