package vgpuctl.core.cleanup;

import java.util.List;
import vgpuctl.core.inventory.DriverVgpu;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.Vgpu;

/**
 * Something that nobody needs any more. The kinds stand in the order in which they are taken away:
 * what holds something comes before what it holds, hardware before files.
 */
public sealed interface Leftover {

    /** One word for programs. */
    String kind();

    /** What it is, in a few words. */
    String words();

    /** How it is known that nobody needs it, a line each. */
    List<String> evidence();

    /** A change that was cut off. */
    record Interrupted(String change, List<String> evidence) implements Leftover {
        @Override
        public String kind() {
            return "interrupted-change";
        }

        @Override
        public String words() {
            return change;
        }
    }

    /** A process of the vGPU manager whose VM is gone. */
    record Child(ManagerProcess process, List<String> evidence) implements Leftover {
        @Override
        public String kind() {
            return "manager-process";
        }

        @Override
        public String words() {
            return "process " + process.pid() + " of the vGPU manager, whose VM is gone";
        }
    }

    /** An active vGPU that no definition, record, VM or process knows. */
    record Unowned(Vgpu vgpu, List<String> evidence) implements Leftover {
        @Override
        public String kind() {
            return "unowned-vgpu";
        }

        @Override
        public String words() {
            return "vGPU "
                    + vgpu.label()
                    + " ("
                    + vgpu.typeToken()
                    + ") on "
                    + vgpu.parent()
                    + ", which nobody knows";
        }
    }

    /** A vGPU that the driver still runs for a VM that is gone. */
    record OfDriver(DriverVgpu vgpu, List<String> evidence) implements Leftover {
        @Override
        public String kind() {
            return "driver-vgpu";
        }

        @Override
        public String words() {
            return "vGPU "
                    + vgpu.id()
                    + " ("
                    + vgpu.type()
                    + ") in the driver on "
                    + vgpu.gpu()
                    + ", whose VM is gone";
        }
    }

    /** A vGPU in a VM's configuration that is neither active nor defined. */
    record Reference(String domain, HostDevice device, List<String> evidence) implements Leftover {
        @Override
        public String kind() {
            return "hostdev-without-vgpu";
        }

        @Override
        public String words() {
            return "vGPU " + device.text() + " in the VM " + domain + ", which is not there";
        }
    }

    /** A definition on a parent that the host no longer has. */
    record ParentGone(Vgpu vgpu, List<String> evidence) implements Leftover {
        @Override
        public String kind() {
            return "definition-without-parent";
        }

        @Override
        public String words() {
            return "the definition of " + vgpu.label() + " on " + vgpu.parent() + ", which is gone";
        }
    }

    /** A record of ours that says a virtual function carries a vGPU made before a restart. */
    record EarlierBoot(Vgpu vgpu, List<String> evidence) implements Leftover {
        @Override
        public String kind() {
            return "record-of-earlier-boot";
        }

        @Override
        public String words() {
            return "the note that " + vgpu.label() + " is on " + vgpu.parent();
        }
    }

    /** A record of ours that means a vGPU for a VM that is gone. */
    record Claim(Vgpu vgpu, String domain, List<String> evidence) implements Leftover {
        @Override
        public String kind() {
            return "claim-of-gone-vm";
        }

        @Override
        public String words() {
            return "the claim of the VM " + domain + " on " + vgpu.label();
        }
    }

    /** A record of ours of a vGPU that is neither active nor defined. */
    record OnlyRecord(Vgpu vgpu, List<String> evidence) implements Leftover {
        @Override
        public String kind() {
            return "record-without-vgpu";
        }

        @Override
        public String words() {
            return "the record of " + vgpu.label() + ", which is neither active nor defined";
        }
    }
}
