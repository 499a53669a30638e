package vgpuctl.core.plan;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.GpuRecord;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.type.TypeId;

/**
 * One small change of a host. It happened or it did not, it knows what it expects to find, and it
 * has an inverse.
 */
public sealed interface Step {

    /** The step that takes this one back. */
    Step inverse();

    /** What the step does, in a few words that begin with a verb. */
    String words();

    /** Asks the driver for a vGPU. */
    record CreateMdev(DeviceName parent, TypeId type, UUID uuid) implements Step {
        @Override
        public Step inverse() {
            return new RemoveMdev(parent, type, uuid);
        }

        @Override
        public String words() {
            return "create vGPU " + uuid + " of type " + type + " on " + parent;
        }
    }

    /** Gives a vGPU back to the driver. */
    record RemoveMdev(DeviceName parent, TypeId type, UUID uuid) implements Step {
        @Override
        public Step inverse() {
            return new CreateMdev(parent, type, uuid);
        }

        @Override
        public String words() {
            return "remove vGPU " + uuid + " from " + parent;
        }
    }

    /**
     * Asks NVIDIA's driver for a vGPU on a virtual function.
     *
     * @param uuid our own name for it: the function does not say whose vGPU it carries
     */
    record AssignType(DeviceName function, TypeId type, UUID uuid) implements Step {
        @Override
        public Step inverse() {
            return new ReleaseType(function, type, uuid);
        }

        @Override
        public String words() {
            return "create vGPU " + uuid + " of type " + type + " on " + function;
        }
    }

    /** Gives the vGPU of a virtual function back to the driver. */
    record ReleaseType(DeviceName function, TypeId type, UUID uuid) implements Step {
        @Override
        public Step inverse() {
            return new AssignType(function, type, uuid);
        }

        @Override
        public String words() {
            return "remove vGPU " + uuid + " from " + function;
        }
    }

    /** Sets all plugin parameters of an active vGPU. */
    record ChangeParameters(HostDevice device, Parameters before, Parameters after)
            implements Step {
        @Override
        public Step inverse() {
            return new ChangeParameters(device, after, before);
        }

        @Override
        public String words() {
            return after.isEmpty()
                    ? "clear the parameters of " + device.text()
                    : "set " + after + " on " + device.text();
        }
    }

    /** Switches something on or off on a GPU as a whole. */
    record Switch(DeviceName gpu, Feature feature, boolean on) implements Step {
        @Override
        public Step inverse() {
            return new Switch(gpu, feature, !on);
        }

        @Override
        public String words() {
            return (on ? "enable " : "disable ") + feature + " of " + gpu;
        }
    }

    /**
     * Makes a GPU instance.
     *
     * @param profile {@code 1g.5gb}
     * @param start its first memory position
     */
    record CreateInstance(DeviceName gpu, String profile, int start) implements Step {
        @Override
        public Step inverse() {
            return new DestroyInstance(gpu, profile, start);
        }

        @Override
        public String words() {
            return "create GPU instance " + profile + " at " + start + " on " + gpu;
        }
    }

    /** Takes a GPU instance away. */
    record DestroyInstance(DeviceName gpu, String profile, int start) implements Step {
        @Override
        public Step inverse() {
            return new CreateInstance(gpu, profile, start);
        }

        @Override
        public String words() {
            return "destroy GPU instance " + profile + " at " + start + " on " + gpu;
        }
    }

    /** Shares a GPU's time in another way. */
    record ChangeScheduler(DeviceName gpu, Scheduler before, Scheduler after) implements Step {
        @Override
        public Step inverse() {
            return new ChangeScheduler(gpu, after, before);
        }

        @Override
        public String words() {
            return "set the scheduler of " + gpu + " to " + after;
        }
    }

    /**
     * Writes, rewrites or deletes our file of module options.
     *
     * @param before its text; empty where there is none
     * @param after likewise
     */
    record ChangeModuleOptions(Optional<String> before, Optional<String> after) implements Step {
        @Override
        public Step inverse() {
            return new ChangeModuleOptions(after, before);
        }

        @Override
        public String words() {
            return verb(before, after) + " " + ModuleOptions.PATH;
        }
    }

    /**
     * Writes, rewrites or deletes a definition file.
     *
     * @param before the file's text; empty where there is none
     * @param after likewise
     */
    record ChangeDefinition(
            DeviceName parent, UUID uuid, Optional<String> before, Optional<String> after)
            implements Step {
        @Override
        public Step inverse() {
            return new ChangeDefinition(parent, uuid, after, before);
        }

        @Override
        public String words() {
            return verb(before, after) + " the definition /etc/mdevctl.d/" + parent + "/" + uuid;
        }
    }

    /** Writes, rewrites or deletes our own record of a vGPU. */
    record ChangeRecord(UUID uuid, Optional<VgpuRecord> before, Optional<VgpuRecord> after)
            implements Step {
        @Override
        public Step inverse() {
            return new ChangeRecord(uuid, after, before);
        }

        @Override
        public String words() {
            var record = after.or(() -> before);
            var name = record.map(VgpuRecord::name).orElseGet(uuid::toString);
            var claim =
                    after.flatMap(VgpuRecord::claim)
                            .map(domain -> ", meant for the VM " + domain)
                            .orElse("");
            return verb(before, after) + " the record of " + name + claim;
        }
    }

    /** Writes, rewrites or deletes our own record of a GPU. */
    record ChangeGpuRecord(DeviceName gpu, Optional<GpuRecord> before, Optional<GpuRecord> after)
            implements Step {
        @Override
        public Step inverse() {
            return new ChangeGpuRecord(gpu, after, before);
        }

        @Override
        public String words() {
            return verb(before, after) + " the record of " + gpu;
        }
    }

    /** Gives a vGPU to a domain. */
    record AttachHostdev(String domain, Hostdev hostdev, Set<Affect> affect) implements Step {
        public AttachHostdev {
            affect = Set.copyOf(affect);
        }

        @Override
        public Step inverse() {
            return new DetachHostdev(domain, hostdev, affect);
        }

        @Override
        public String words() {
            return "give vGPU " + hostdev.device().text() + " to the VM " + domain + faces(affect);
        }
    }

    /** Takes a vGPU away from a domain. */
    record DetachHostdev(String domain, Hostdev hostdev, Set<Affect> affect) implements Step {
        public DetachHostdev {
            affect = Set.copyOf(affect);
        }

        @Override
        public Step inverse() {
            return new AttachHostdev(domain, hostdev, affect);
        }

        @Override
        public String words() {
            return "take vGPU "
                    + hostdev.device().text()
                    + " from the VM "
                    + domain
                    + faces(affect);
        }
    }

    private static String verb(Optional<?> before, Optional<?> after) {
        if (before.isEmpty()) {
            return "write";
        }
        return after.isEmpty() ? "delete" : "change";
    }

    private static String faces(Set<Affect> affect) {
        if (affect.equals(EnumSet.of(Affect.LIVE))) {
            return " (running VM only)";
        }
        return affect.equals(EnumSet.of(Affect.CONFIG))
                ? " (configuration)"
                : " (running VM and configuration)";
    }
}
