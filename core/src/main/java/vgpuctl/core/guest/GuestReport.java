package vgpuctl.core.guest;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.catalogue.Branch;
import vgpuctl.core.catalogue.Licence;
import vgpuctl.core.inventory.DriverVgpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;

/**
 * What a VM's guest needs, and what is seen of it.
 *
 * @param hostDriver the version of the host's driver
 * @param branches those of guest drivers that go with it, the best first
 * @param vgpus the VM's
 * @param kit the files with which it gets its licence
 * @param notes what the caller should know
 */
public record GuestReport(
        String vm,
        Reading<String> hostDriver,
        List<Branch> branches,
        List<GuestVgpu> vgpus,
        Kit kit,
        List<String> notes) {

    /**
     * A vGPU of the VM.
     *
     * @param licence what it needs; empty where that is not known
     * @param seen empty where the driver does not list it: its VM does not run
     * @param match whether the guest's driver goes with the host's; empty where none is loaded
     */
    public record GuestVgpu(
            Vgpu vgpu,
            Optional<Licence> licence,
            Optional<DriverVgpu.Guest> seen,
            Optional<Match> match) {}
}
