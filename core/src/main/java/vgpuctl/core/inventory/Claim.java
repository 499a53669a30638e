package vgpuctl.core.inventory;

import java.util.Optional;

/**
 * Whose a vGPU is.
 *
 * @param vm the VM that it is meant for
 * @param owner anybody else that it belongs to, in free text: who takes it away says so
 * @param generation how often it was claimed or given back; a claim that was seen earlier is known
 *     by it
 */
public record Claim(Optional<String> vm, Optional<String> owner, long generation) {

    /** Nobody's, and never anybody's. */
    public static final Claim NONE = new Claim(Optional.empty(), Optional.empty(), 0);

    /** Whether nobody ever claimed it. */
    public boolean isNone() {
        return generation == 0 && vm.isEmpty() && owner.isEmpty();
    }

    /** The first claim on a new vGPU. */
    public static Claim of(Optional<String> vm, Optional<String> owner) {
        return NONE.forVm(vm).ownedBy(owner);
    }

    /** The same for this VM, or for none. */
    public Claim forVm(Optional<String> other) {
        return vm.equals(other) ? this : new Claim(other, owner, generation + 1);
    }

    /** The same in the hands of this owner, or of none. */
    public Claim ownedBy(Optional<String> other) {
        return owner.equals(other) ? this : new Claim(vm, other, generation + 1);
    }
}
