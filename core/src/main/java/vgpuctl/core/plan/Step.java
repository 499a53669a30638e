package vgpuctl.core.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.inventory.Claim;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.GpuRecord;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.MdevAttribute;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.type.TypeId;

/**
 * One small change of a host. It happened or it did not, it knows what it expects to find, and it
 * has an inverse or says that it has none.
 */
public sealed interface Step {

    /** What the step does, in a few words that begin with a verb. */
    String words();

    /** A step that can be taken back. */
    sealed interface Reversible extends Step {

        /** The step that takes this one back. */
        Reversible inverse();
    }

    /** A step that nothing takes back: where a later one is refused, it stays, and that is said. */
    sealed interface Lasting extends Step {}

    /** Asks the driver for a vGPU. */
    record CreateMdev(DeviceName parent, TypeId type, UUID uuid) implements Reversible {
        @Override
        public Reversible inverse() {
            return new RemoveMdev(parent, type, uuid);
        }

        @Override
        public String words() {
            return "create vGPU " + uuid + " of type " + type + " on " + parent;
        }
    }

    /** Gives a vGPU back to the driver. */
    record RemoveMdev(DeviceName parent, TypeId type, UUID uuid) implements Reversible {
        @Override
        public Reversible inverse() {
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
    record AssignType(DeviceName function, TypeId type, UUID uuid) implements Reversible {
        @Override
        public Reversible inverse() {
            return new ReleaseType(function, type, uuid);
        }

        @Override
        public String words() {
            return "create vGPU " + uuid + " of type " + type + " on " + function;
        }
    }

    /** Gives the vGPU of a virtual function back to the driver. */
    record ReleaseType(DeviceName function, TypeId type, UUID uuid) implements Reversible {
        @Override
        public Reversible inverse() {
            return new AssignType(function, type, uuid);
        }

        @Override
        public String words() {
            return "remove vGPU " + uuid + " from " + function;
        }
    }

    /** Sets all plugin parameters of an active vGPU. */
    record ChangeParameters(HostDevice device, Parameters before, Parameters after)
            implements Reversible {
        @Override
        public Reversible inverse() {
            return new ChangeParameters(device, after, before);
        }

        @Override
        public String words() {
            return after.isEmpty()
                    ? "clear the parameters of " + device.text()
                    : "set " + after + " on " + device.text();
        }
    }

    /** Writes into an attribute of a mediated device, once it is there. */
    record SetAttribute(UUID uuid, MdevAttribute attribute) implements Reversible {
        @Override
        public Reversible inverse() {
            return new LeaveAttribute(uuid, attribute);
        }

        @Override
        public String words() {
            return "write " + attribute.value() + " to " + attribute.name() + " of " + uuid;
        }
    }

    /** Takes a write back by doing nothing: attributes go with their device. */
    record LeaveAttribute(UUID uuid, MdevAttribute attribute) implements Reversible {
        @Override
        public Reversible inverse() {
            return new SetAttribute(uuid, attribute);
        }

        @Override
        public String words() {
            return "leave " + attribute.name() + " to the end of " + uuid;
        }
    }

    /** Switches something on or off on a GPU as a whole. */
    record Switch(DeviceName gpu, Feature feature, boolean on) implements Reversible {
        @Override
        public Reversible inverse() {
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
    record CreateInstance(DeviceName gpu, String profile, int start) implements Reversible {
        @Override
        public Reversible inverse() {
            return new DestroyInstance(gpu, profile, start);
        }

        @Override
        public String words() {
            return "create GPU instance " + profile + " at " + start + " on " + gpu;
        }
    }

    /** Takes a GPU instance away. */
    record DestroyInstance(DeviceName gpu, String profile, int start) implements Reversible {
        @Override
        public Reversible inverse() {
            return new CreateInstance(gpu, profile, start);
        }

        @Override
        public String words() {
            return "destroy GPU instance " + profile + " at " + start + " on " + gpu;
        }
    }

    /** Shares a GPU's time in another way. */
    record ChangeScheduler(DeviceName gpu, Scheduler before, Scheduler after)
            implements Reversible {
        @Override
        public Reversible inverse() {
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
    record ChangeModuleOptions(Optional<String> before, Optional<String> after)
            implements Reversible {
        @Override
        public Reversible inverse() {
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
            implements Reversible {
        @Override
        public Reversible inverse() {
            return new ChangeDefinition(parent, uuid, after, before);
        }

        @Override
        public String words() {
            return verb(before, after) + " the definition /etc/mdevctl.d/" + parent + "/" + uuid;
        }
    }

    /** Writes, rewrites or deletes our own record of a vGPU. */
    record ChangeRecord(UUID uuid, Optional<VgpuRecord> before, Optional<VgpuRecord> after)
            implements Reversible {
        @Override
        public Reversible inverse() {
            return new ChangeRecord(uuid, after, before);
        }

        @Override
        public String words() {
            var record = after.or(() -> before);
            var name = record.map(VgpuRecord::name).orElseGet(uuid::toString);
            var claim =
                    after.map(VgpuRecord::claim)
                            .flatMap(Claim::vm)
                            .map(domain -> ", meant for the VM " + domain)
                            .orElse("");
            return verb(before, after) + " the record of " + name + claim;
        }
    }

    /** Writes, rewrites or deletes our own record of a GPU. */
    record ChangeGpuRecord(DeviceName gpu, Optional<GpuRecord> before, Optional<GpuRecord> after)
            implements Reversible {
        @Override
        public Reversible inverse() {
            return new ChangeGpuRecord(gpu, after, before);
        }

        @Override
        public String words() {
            return verb(before, after) + " the record of " + gpu;
        }
    }

    /** Gives a vGPU to a domain. */
    record AttachHostdev(String domain, Hostdev hostdev, Set<Affect> affect) implements Reversible {
        public AttachHostdev {
            affect = Set.copyOf(affect);
        }

        @Override
        public Reversible inverse() {
            return new DetachHostdev(domain, hostdev, affect);
        }

        @Override
        public String words() {
            return "give vGPU " + hostdev.device().text() + " to the VM " + domain + faces(affect);
        }
    }

    /** Takes a vGPU away from a domain. */
    record DetachHostdev(String domain, Hostdev hostdev, Set<Affect> affect) implements Reversible {
        public DetachHostdev {
            affect = Set.copyOf(affect);
        }

        @Override
        public Reversible inverse() {
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

    /**
     * Ends a process of the vGPU manager whose VM is gone.
     *
     * @param started when it began, in the kernel's own count: its number may be another's by now
     */
    record EndProcess(long pid, String started) implements Lasting {
        @Override
        public String words() {
            return "end process " + pid + " of the vGPU manager";
        }
    }

    /**
     * Restarts a service.
     *
     * @param unit its name in systemd
     * @param invocation which of its starts this is; another one afterwards
     */
    record RestartService(String unit, String invocation) implements Lasting {
        @Override
        public String words() {
            return "restart " + unit;
        }
    }

    /**
     * Writes, rewrites or deletes a file of the host's configuration.
     *
     * @param refresh the tool that makes what is read at a start from it; none where it is read
     *     itself
     */
    record ChangeSystemFile(
            SystemFile file, Optional<String> before, Optional<String> after, List<String> refresh)
            implements Reversible {
        public ChangeSystemFile {
            refresh = List.copyOf(refresh);
        }

        @Override
        public Reversible inverse() {
            return new ChangeSystemFile(file, after, before, refresh);
        }

        @Override
        public String words() {
            var also = refresh.isEmpty() ? "" : " and run " + String.join(" ", refresh);
            return verb(before, after) + " " + file.path() + also;
        }
    }

    /**
     * Runs a tool that installs or removes something. Whether it has, the host shows.
     *
     * @param about what of, in the words of its purpose; may be empty
     */
    record RunTool(Purpose purpose, String about, List<String> command) implements Lasting {
        public RunTool {
            command = List.copyOf(command);
        }

        @Override
        public String words() {
            return purpose.words()
                    + (about.isEmpty() ? "" : " " + about)
                    + ": "
                    + String.join(" ", command);
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
