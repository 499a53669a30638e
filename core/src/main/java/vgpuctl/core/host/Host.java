package vgpuctl.core.host;

import java.util.List;
import vgpuctl.core.catalogue.DriverDatabase;
import vgpuctl.core.cleanup.Remains;
import vgpuctl.core.doctor.Gatherer;
import vgpuctl.core.guest.GuestSight;
import vgpuctl.core.guest.KitWriter;
import vgpuctl.core.install.Drivers;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Holder;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.live.LiveHost;
import vgpuctl.core.others.OthersTexts;
import vgpuctl.core.plan.Inquiry;
import vgpuctl.core.plan.Step;
import vgpuctl.core.type.TypeId;

/** A host, real or simulated: what can be seen of it and what can be done to it. */
public interface Host extends Inquiry {

    HostSnapshot look();

    /**
     * What it is doing now, by its driver's figures, or why there are none. Takes a while, and for
     * that while no virtual function can be enabled or disabled.
     */
    Reading<LiveHost> live();

    /** What it says in its logs and through its tools, for finding out what is wrong. */
    Gatherer gatherer();

    /**
     * What it takes to tell leftovers from what is in use.
     *
     * @param now the look that goes with it
     */
    Remains remains(HostSnapshot now);

    /** What it sees of its guests. */
    GuestSight guestSight();

    /** Where files for guests are written to; not the host's own files. */
    KitWriter kits();

    /**
     * The database of a driver that is not installed, from a file that the caller names.
     *
     * @throws vgpuctl.core.problem.ProblemException where the file is none
     */
    DriverDatabase driverDatabase(String file);

    /** What other programs keep about vGPUs on it. */
    OthersTexts others();

    /** The scripts of mdevctl on it. */
    Scripts scripts();

    /**
     * By what a VM would be given a mediated device of a type, {@code vfio-pci} for one.
     *
     * @param parent what the device would be made on
     */
    Reading<String> deviceApi(DeviceName parent, TypeId type);

    /** Its driver, for those who install or remove it. */
    Drivers drivers();

    /** The processes that have the vGPU open now. */
    List<Holder> holdersOf(Vgpu vgpu);

    /** What is known of the types of GPUs that offer none now, by their PCI ids. */
    KnownCards knownTypes(List<PhysicalGpu> gpus);

    /** Whether the step still has to be taken, has been, or no longer applies. */
    StepState stateOf(Step step);

    /**
     * Takes one step: afterwards it has happened or it has not.
     *
     * @throws vgpuctl.core.problem.ProblemException where the host refuses it
     */
    void take(Step step);

    /**
     * Deletes what a process left on the disk that was killed in the middle of this step and that
     * belongs neither to the state before it nor to the state after it.
     */
    void deleteUnfinished(Step step);
}
