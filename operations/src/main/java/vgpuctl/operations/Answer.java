package vgpuctl.operations;

import java.util.List;
import java.util.Optional;
import vgpuctl.core.apply.Comparison;
import vgpuctl.core.cleanup.Leftover;
import vgpuctl.core.cleanup.Treated;
import vgpuctl.core.doctor.BundleContents;
import vgpuctl.core.doctor.Diagnosis;
import vgpuctl.core.guest.GuestReport;
import vgpuctl.core.guest.KitWriter;
import vgpuctl.core.host.KnownCards;
import vgpuctl.core.install.Preflight;
import vgpuctl.core.install.Stage;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.layout.Layout;
import vgpuctl.core.live.LiveHost;
import vgpuctl.core.mdev.MdevDevice;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Step;
import vgpuctl.core.plan.WhatIf;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.upgrade.Rehearsal;
import vgpuctl.operations.Request.Aspect;

/** What comes back for a {@link Request}. */
public sealed interface Answer {

    /**
     * Tells the kinds of answers apart for those who put them into words. The code of a {@code
     * switch} is made at run time, for every command that prints something.
     */
    interface Visitor<R> {

        R gpus(Gpus answer);

        R types(Types answer);

        R vgpus(Vgpus answer);

        R oneVgpu(OneVgpu answer);

        R partitions(Partitions answer);

        R fitted(Fitted answer);

        R compared(Compared answer);

        R exported(Exported answer);

        R imported(Imported answer);

        R rehearsed(Rehearsed answer);

        R restored(Restored answer);

        R planned(Planned answer);

        R changed(Changed answer);

        R recovered(Recovered answer);

        R diagnosed(Diagnosed answer);

        R bundled(Bundled answer);

        R leftovers(Leftovers answer);

        R cleanedUp(CleanedUp answer);

        R status(Status answer);

        R mdevs(Mdevs answer);

        R mdevTypes(MdevTypes answer);

        R guest(Guest answer);

        R driverChanged(DriverChanged answer);
    }

    <R> R accept(Visitor<R> visitor);

    record Gpus(HostSnapshot host, boolean mapped) implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.gpus(this);
        }
    }

    /**
     * The types of GPUs.
     *
     * @param known of those that offer none now
     */
    record Types(HostSnapshot host, List<PhysicalGpu> gpus, KnownCards known) implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.types(this);
        }
    }

    record Vgpus(HostSnapshot host) implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.vgpus(this);
        }
    }

    record OneVgpu(HostSnapshot host, Vgpu vgpu) implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.oneVgpu(this);
        }
    }

    record Partitions(HostSnapshot host, List<PhysicalGpu> gpus, Aspect aspect) implements Answer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.partitions(this);
        }
    }

    /** What it would take to make some vGPUs, or why it cannot be. */
    record Fitted(HostSnapshot host, WhatIf.Outcome outcome) implements Answer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.fitted(this);
        }
    }

    /** How the host differs from a layout. */
    record Compared(Comparison comparison, boolean isAsserted) implements Answer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.compared(this);
        }
    }

    /** The host as a layout. */
    record Exported(Layout layout) implements Answer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.exported(this);
        }
    }

    /**
     * What another program keeps, as a layout.
     *
     * @param notes what could not be carried over or had to be assumed
     */
    record Imported(Layout layout, List<String> notes) implements Answer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.imported(this);
        }
    }

    /** What an upgrade of the driver would do to what is stored. */
    record Rehearsed(Rehearsal rehearsal) implements Answer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rehearsed(this);
        }
    }

    /**
     * What came back after a restart of the host.
     *
     * @param done a sentence each; none where nothing was missing
     * @param failed why something is missing still
     */
    record Restored(List<String> done, List<Problem> failed) implements Answer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.restored(this);
        }
    }

    /** A plan that was asked for, not carried out. */
    record Planned(Plan plan) implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.planned(this);
        }
    }

    /**
     * A change that was made.
     *
     * @param before the host that the plan was made for
     * @param after the host as it was seen afterwards
     */
    record Changed(Request.Change request, Plan plan, HostSnapshot before, HostSnapshot after)
            implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.changed(this);
        }
    }

    /** What is wrong, and what could not be looked at. */
    record Diagnosed(Diagnosis diagnosis) implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.diagnosed(this);
        }
    }

    /**
     * Devices as mdevctl knows them.
     *
     * @param hidden the definitions that could not be read, a sentence each
     */
    record Mdevs(Request.ListMdevs request, List<MdevDevice> devices, List<String> hidden)
            implements Answer {

        public Mdevs {
            devices = List.copyOf(devices);
            hidden = List.copyOf(hidden);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mdevs(this);
        }
    }

    /** The types of parents as mdevctl knows them. */
    record MdevTypes(List<Parent> parents) implements Answer {

        public MdevTypes {
            parents = List.copyOf(parents);
        }

        /** One parent. */
        public record Parent(DeviceName name, List<Type> types) {

            public Parent {
                types = List.copyOf(types);
            }
        }

        /**
         * A type that it has.
         *
         * @param deviceApi by what a VM is given such a device
         */
        public record Type(TypeOffer offer, String deviceApi) {}

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mdevTypes(this);
        }
    }

    /**
     * What the host is doing.
     *
     * @param live the driver's figures, or why there are none
     */
    record Status(HostSnapshot host, Reading<LiveHost> live) implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.status(this);
        }
    }

    /** An archive that was written. */
    record Bundled(BundleContents contents) implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.bundled(this);
        }
    }

    /**
     * What failed attempts left, and what is to be done about each.
     *
     * @param notes what could not be judged
     */
    record Leftovers(List<Treated> found, List<String> notes) implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.leftovers(this);
        }
    }

    /**
     * Leftovers that were taken away.
     *
     * @param left those that are still there
     * @param notes what could not be judged
     */
    record CleanedUp(List<Leftover> gone, List<Treated.Left> left, List<String> notes)
            implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cleanedUp(this);
        }
    }

    /**
     * What a VM's guest needs.
     *
     * @param written the files that were written; empty where they are only shown
     */
    record Guest(GuestReport report, Optional<KitWriter.Written> written) implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.guest(this);
        }
    }

    /**
     * How far a driver has come onto the host or off it.
     *
     * @param done the steps that were taken
     * @param left the stages that are still to come, as far as can be seen now
     * @param log where the words of all tools are kept
     */
    record DriverChanged(
            State state,
            Preflight preflight,
            List<Step> done,
            List<Stage> left,
            List<String> notes,
            String log)
            implements Answer {

        /** How far. */
        public enum State {
            PLANNED,
            /** All that can be done before a restart of the host. */
            RESTART,
            DONE
        }

        public DriverChanged {
            done = List.copyOf(done);
            left = List.copyOf(left);
            notes = List.copyOf(notes);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.driverChanged(this);
        }
    }

    /**
     * What became of changes that were cut off.
     *
     * @param outcomes a sentence each; none where nothing was left
     * @param settled whether all of it is behind us now
     */
    record Recovered(List<String> outcomes, boolean settled) implements Answer {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.recovered(this);
        }
    }
}
