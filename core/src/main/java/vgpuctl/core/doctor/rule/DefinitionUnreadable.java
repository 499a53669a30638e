package vgpuctl.core.doctor.rule;

import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Signature;

/** A file among mdevctl's definitions that says nothing. */
final class DefinitionUnreadable extends Signature {

    DefinitionUnreadable() {
        super(
                Description.warning(
                                "definition-unreadable",
                                Layer.VGPU,
                                "The definition of a vGPU cannot be read")
                        .because(
                                "It was cut off, damaged, or is no definition. The vGPU does not"
                                        + " come back after a restart of the host, and mdevctl"
                                        + " may show none of its definitions because of it.")
                        .fix(
                                "Look at the file, mdevctl's way of writing it is a JSON object"
                                        + " with mdev_type, start and attrs. Mend it, or move it"
                                        + " away and make the vGPU again."),
                "mdev whose definition cannot be read: ");
    }
}
