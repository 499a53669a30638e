package vgpuctl.operations;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import vgpuctl.core.apply.ApplyPlanner.Leave;
import vgpuctl.core.guest.GuestWish;
import vgpuctl.core.inventory.GpuMaps;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.layout.LayoutPositions;
import vgpuctl.core.mdev.MdevFilter;
import vgpuctl.core.mdev.MdevWish;
import vgpuctl.core.others.Importer;
import vgpuctl.core.plan.AdoptPlanner.AdoptWish;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.AttachPlanner.AttachWish;
import vgpuctl.core.plan.CreateWish;
import vgpuctl.core.plan.Select;
import vgpuctl.core.plan.WhatIf;

/** Everything that can be asked. One type for all who ask, so that they cannot drift apart. */
public sealed interface Request {

    /** Has it answered in the way of its kind. A switch would cost each look its making. */
    Answer answeredBy(Operations operations, String words);

    /** Looks at the host and changes nothing. */
    sealed interface Look extends Request {

        /** The answer, from what the host looks like now. */
        Answer answer(HostSnapshot host);

        @Override
        default Answer answeredBy(Operations operations, String words) {
            return answer(operations.look());
        }
    }

    /**
     * The physical GPUs.
     *
     * @param mapped whether to draw what lies where on them
     */
    record Gpus(boolean mapped) implements Look {

        @Override
        public Answer answer(HostSnapshot host) {
            return new Answer.Gpus(host, mapped);
        }
    }

    /**
     * The types of one GPU or of all.
     *
     * @param gpu an address in any notation
     */
    record Types(Optional<String> gpu) implements Request {

        @Override
        public Answer answeredBy(Operations operations, String words) {
            var host = operations.look();
            var gpus = gpu.map(text -> List.of(Select.gpu(host, text))).orElse(host.gpus());
            return new Answer.Types(host, gpus, operations.known(gpus));
        }
    }

    record ListVgpus() implements Look {

        @Override
        public Answer answer(HostSnapshot host) {
            return new Answer.Vgpus(host);
        }
    }

    /**
     * One vGPU in full.
     *
     * @param id a name, a UUID, or the beginning of one
     */
    record Show(String id) implements Look {

        @Override
        public Answer answer(HostSnapshot host) {
            return new Answer.OneVgpu(host, Select.vgpu(host, id));
        }
    }

    /**
     * How GPUs are shared out.
     *
     * @param gpu an address in any notation; all that can be where it is left out
     */
    record Partitions(Optional<String> gpu, Aspect aspect) implements Look {
        @Override
        public Answer answer(HostSnapshot host) {
            var gpus = gpu.map(text -> List.of(Select.gpu(host, text)));
            return new Answer.Partitions(host, gpus.orElseGet(() -> aspect.among(host)), aspect);
        }
    }

    /** What somebody wants to know of how GPUs are shared out. */
    enum Aspect {
        FUNCTIONS,
        MIG;

        private List<PhysicalGpu> among(HostSnapshot host) {
            return host.gpus().stream().filter(this::concerns).toList();
        }

        private boolean concerns(PhysicalGpu gpu) {
            return this == FUNCTIONS
                    ? gpu.partition().functions().possible() > 0
                    : GpuMaps.migCard(gpu).isPresent() || gpu.partition().mig().isOn();
        }
    }

    /**
     * How the host differs from a layout.
     *
     * @param isAsserted whether a difference is a failure
     */
    record Compare(Layout layout, LayoutPositions positions, boolean isAsserted)
            implements Request {
        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.compare(this);
        }
    }

    /** The host as a layout. */
    record ExportLayout() implements Request {
        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.export();
        }
    }

    /** What another program keeps, as a layout. */
    record ImportLayout(Importer importer) implements Request {
        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.importLayout(importer);
        }
    }

    /**
     * What an upgrade of the driver would do to what is stored.
     *
     * @param database the new driver's own database, a file
     */
    record Rehearse(String database) implements Request {
        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.rehearse(database);
        }
    }

    /** What it would take to make some vGPUs. */
    record PlanVgpus(WhatIf whatIf) implements Request {
        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.whatIf(whatIf);
        }
    }

    /** Changes the host, after a plan that can be looked at. */
    sealed interface Change extends Request {

        @Override
        default Answer answeredBy(Operations operations, String words) {
            return operations.change(this, words);
        }
    }

    record Create(CreateWish wish) implements Change {}

    record Start(List<String> ids) implements Change {}

    /**
     * Gives vGPUs back to the driver.
     *
     * @param owner whom the caller acts for: what belongs to somebody else stays
     */
    record Stop(List<String> ids, Optional<String> owner) implements Change {}

    /** Leaves nothing of vGPUs; for whom, as with {@link Stop}. */
    record Remove(List<String> ids, Optional<String> owner) implements Change {}

    record Define(List<String> ids, boolean autostart) implements Change {}

    /** Deletes definitions; for whom, as with {@link Stop}. */
    record Undefine(List<String> ids, Optional<String> owner) implements Change {}

    /** Takes over what somebody else made, or gives what is ours to another owner. */
    record Adopt(List<String> ids, AdoptWish wish) implements Change {}

    record Autostart(List<String> ids, boolean on) implements Change {}

    record Attach(String id, String domain, AttachWish wish) implements Change {}

    record Detach(String id, String domain, Set<Affect> faces) implements Change {}

    /** Enables or disables the virtual functions of a GPU. */
    record SwitchFunctions(String gpu, boolean on) implements Change {}

    /** Lets vGPUs of several sizes share a GPU, or of one size only. */
    record SwitchMixedSizes(String gpu, boolean on) implements Change {}

    record SwitchMig(String gpu, boolean on) implements Change {}

    /**
     * Cuts a GPU into exactly these instances.
     *
     * @param profiles their names, one for each instance
     */
    record CutMig(String gpu, List<String> profiles) implements Change {}

    /** Makes the host as a layout says. */
    record Apply(Layout layout, LayoutPositions positions, Leave leave) implements Change {}

    record SetScheduler(String gpu, Scheduler scheduler) implements Change {}

    /**
     * Finds out what is wrong: with this host, or with the one that texts come from.
     *
     * @param logs files; none for a bundle or this host
     * @param bundle an archive; empty for logs or this host
     * @param since for this host's logs, in journalctl's words; empty for all since its start
     */
    record Doctor(List<String> logs, Optional<String> bundle, Optional<String> since)
            implements Request {

        public Doctor {
            logs = List.copyOf(logs);
        }

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.diagnose(this);
        }
    }

    /** Writes what this host says into one archive, for somebody else to look at. */
    record Bundle(String file, boolean redacted) implements Request {

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.bundle(this);
        }
    }

    /** Switches a GPU as we noted that it is to be. */
    record RestoreGpu(String gpu) implements Change {}

    /**
     * Brings back what a restart of the host took.
     *
     * @param again waits a moment for drivers that are not up; false when the time is over
     */
    record Restore(BooleanSupplier again) implements Request {
        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.restore(again, words);
        }
    }

    /** Finds what failed attempts left, and takes it away where that is wanted. */
    record Cleanup(Mode mode) implements Request {

        /** What is wanted. */
        public enum Mode {
            SHOW,
            PLAN,
            ACT
        }

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.cleanUp(mode, words);
        }
    }

    /** What the host is doing now. */
    record Status() implements Request {

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.status();
        }
    }

    /** What the guest of a VM needs, and what is seen of it. */
    record Guest(GuestWish wish) implements Request {

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.guest(wish);
        }
    }

    /** Puts a driver on the host or takes it away, after a plan that can be looked at. */
    sealed interface DriverChange extends Request {

        /** Whether it is to be shown, not done. */
        boolean isOnlyPlanned();

        /** The same, to be shown. */
        DriverChange planned();
    }

    /**
     * Puts NVIDIA's driver on the host.
     *
     * @param file the package
     * @param options more ones for the installer
     */
    record Install(String file, List<String> options, boolean isOnlyPlanned)
            implements DriverChange {

        public Install {
            options = List.copyOf(options);
        }

        @Override
        public DriverChange planned() {
            return new Install(file, options, true);
        }

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.install(this, words);
        }
    }

    /** Takes away what {@link Install} brought. */
    record Uninstall(boolean isOnlyPlanned) implements DriverChange {

        @Override
        public DriverChange planned() {
            return new Uninstall(true);
        }

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.uninstall(this, words);
        }
    }

    /** Devices as mdevctl lists them: the active ones, or the defined ones. */
    record ListMdevs(MdevFilter filter, boolean defined) implements Request {

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.mdevs().list(this);
        }
    }

    /** The types of parents as mdevctl lists them. */
    record ListMdevTypes(MdevFilter filter) implements Request {

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.mdevs().types(filter);
        }
    }

    /**
     * Does what one of mdevctl's commands does.
     *
     * @param force whether to go on where a script refuses it, or where parent and type are not
     *     there
     * @param isNew whether the UUID was made for it, and is to be told
     */
    record Mdev(MdevWish wish, boolean force, boolean isNew) implements Change {

        Mdev with(MdevWish other) {
            return new Mdev(other, force, isNew);
        }

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.mdevs().change(this, words);
        }
    }

    /** Starts what is to be started when a parent appears. */
    record AutostartMdevs(String parent) implements Request {

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.mdevs().autostart(parent, words);
        }
    }

    /** Finishes or undoes what was cut off. */
    record Recover() implements Request {

        @Override
        public Answer answeredBy(Operations operations, String words) {
            return operations.recover();
        }
    }
}
