package vgpuctl.core.cleanup;

import java.util.List;
import java.util.Set;
import vgpuctl.core.inventory.HostDevice;

/**
 * A process of the vGPU manager that serves a VM: one of its children, with the library of the
 * plugin in its memory. The service itself is none.
 *
 * @param started when it began, in the kernel's own count: numbers of processes are reused
 * @param devices the vGPUs that it was asked to start or has open; none where nothing says so
 * @param evidence where that was seen, a line each
 */
public record ManagerProcess(
        long pid, String started, Set<HostDevice> devices, List<String> evidence) {

    public ManagerProcess {
        devices = Set.copyOf(devices);
        evidence = List.copyOf(evidence);
    }
}
