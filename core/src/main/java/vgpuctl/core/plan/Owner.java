package vgpuctl.core.plan;

import java.util.Optional;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.text.OneLine;

/** Whose a vGPU is, beside the VM that has it: who changes it has to say that it is theirs. */
public final class Owner {

    private Owner() {}

    /** The text itself, where it can name an owner. */
    public static String checked(String text) {
        if (!OneLine.is(text)) {
            throw new Problem.BadInput("'" + text + "' cannot be an owner", OneLine.RULE).thrown();
        }
        return text;
    }

    /** Leaves alone what mdevctl, libvirt or somebody by hand made. */
    public static void refuseForeign(Vgpu vgpu) {
        if (vgpu.isForeign()) {
            throw new Problem.Conflict(
                            "somebody else made " + vgpu.label() + ", not vgpuctl",
                            "take it over first: vgpuctl adopt " + vgpu.uuid())
                    .thrown();
        }
    }

    /**
     * Leaves to its owner what has one.
     *
     * @param by who the caller says that they act for
     */
    public static void refuseOthers(Vgpu vgpu, Optional<String> by) {
        var owner = vgpu.owner();
        if (owner.isPresent() && !owner.equals(by)) {
            throw new Problem.Conflict(
                            vgpu.label() + " belongs to " + owner.get(),
                            "say that you act for them: --owner '" + owner.get() + "'")
                    .thrown();
        }
    }
}
