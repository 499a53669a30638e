package vgpuctl.cli;

import vgpuctl.linux.command.Commands;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.Disk;
import vgpuctl.linux.libvirt.Libvirt;

/** Everything through which a command changes its host; tests stand in the way. */
interface WaysOut {

    WaysOut OPEN = new WaysOut() {};

    default Disk disk(Disk disk) {
        return disk;
    }

    default AttributeWriter attributes(AttributeWriter attributes) {
        return attributes;
    }

    default Commands commands(Commands commands) {
        return commands;
    }

    default Libvirt libvirt(Libvirt libvirt) {
        return libvirt;
    }
}
