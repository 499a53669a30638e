package vgpuctl.core.fleet;

import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.fit.Mode;
import vgpuctl.core.type.TypeName;

/**
 * A vGPU that goes to another GPU, and its VM with it where that is on another host.
 *
 * @param type the same before and after, which migration asks for
 * @param interrupts what it does to the VM
 */
public record Move(
        String claim,
        Optional<String> vm,
        UUID vgpu,
        TypeName type,
        Place from,
        Place to,
        Interruption interrupts) {

    /**
     * Where a vGPU lies.
     *
     * @param placementId -1 in equal-size mode, where the driver chooses
     */
    public record Place(String host, String gpu, Mode mode, int placementId) {

        @Override
        public String toString() {
            return host + " " + gpu + (placementId < 0 ? "" : " at " + placementId);
        }
    }

    /** What a move means for the VM. */
    public enum Interruption {
        /** No VM has the vGPU. */
        NONE("nobody notices"),
        /** Live migration: it pauses for moments. */
        MIGRATION("its VM migrates"),
        /** On the same host, a vGPU changes its GPU only while its VM is off. */
        RESTART("its VM is stopped and started");

        private final String words;

        Interruption(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** One clause, without a full stop. */
    public String words() {
        return type.token() + " of " + vm.orElse(claim) + " moves from " + from + " to " + to;
    }
}
