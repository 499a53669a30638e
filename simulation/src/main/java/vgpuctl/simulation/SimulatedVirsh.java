package vgpuctl.simulation;

import java.util.List;
import vgpuctl.linux.libvirt.LibvirtException;
import vgpuctl.linux.libvirt.LibvirtFailure;
import vgpuctl.simulation.Simulation.Said;

/** The commands of virsh that a story about VMs needs: {@code start destroy domstate dumpxml}. */
record SimulatedVirsh(SimulatedLibvirt libvirt) {

    Said answer(List<String> arguments) {
        if (arguments.size() < 2) {
            return new Said(1, "error: write: virsh start|destroy|domstate|dumpxml VM\n");
        }
        var name = arguments.getLast();
        try {
            libvirt.domain(name);
        } catch (LibvirtException _) {
            return new Said(1, "error: failed to get domain '" + name + "'\n");
        }
        return switch (arguments.getFirst()) {
            case "start" -> start(name);
            case "destroy" -> destroy(name);
            case "domstate" ->
                    new Said(0, (libvirt.isRunning(name) ? "running" : "shut off") + "\n\n");
            case "dumpxml" -> new Said(0, dump(name, arguments.contains("--inactive")));
            default -> new Said(1, "error: unknown command: '" + arguments.getFirst() + "'\n");
        };
    }

    private Said start(String name) {
        if (libvirt.isRunning(name)) {
            return new Said(1, "error: Domain is already active\n\n");
        }
        try {
            libvirt.start(name);
            return new Said(0, "Domain '" + name + "' started\n\n");
        } catch (LibvirtException e) {
            var message =
                    e.failure() instanceof LibvirtFailure.OperationFailed(_, var error)
                            ? error.message()
                            : e.getMessage();
            return new Said(
                    1, "error: Failed to start domain '" + name + "'\nerror: " + message + "\n\n");
        }
    }

    private Said destroy(String name) {
        if (!libvirt.isRunning(name)) {
            return new Said(
                    1,
                    "error: Failed to destroy domain '"
                            + name
                            + "'\nerror: Requested operation is not valid: domain is not running\n\n");
        }
        libvirt.destroy(name);
        return new Said(0, "Domain '" + name + "' destroyed\n\n");
    }

    private String dump(String name, boolean inactive) {
        var domain = libvirt.domain(name);
        return (inactive ? domain.configXml() : domain.liveXml().or(domain::configXml))
                        .orElseThrow()
                + "\n";
    }
}
