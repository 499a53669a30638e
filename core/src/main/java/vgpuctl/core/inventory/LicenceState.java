package vgpuctl.core.inventory;

import java.util.Optional;

/** What the host's driver says of a guest's licence, in the words of {@code nvidia-smi vgpu -q}. */
public enum LicenceState {
    /** The guest has no driver that has said anything yet. */
    NOT_SAID("N/A"),
    UNINITIALIZED("Uninitialized"),
    /** The time of grace: all of the vGPU works. */
    UNRESTRICTED("Unlicensed (Unrestricted)"),
    RESTRICTED("Unlicensed (Restricted)"),
    UNLICENSED("Unlicensed"),
    LICENSED("Licensed");

    private final String words;

    LicenceState(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** Empty where the driver says something else. */
    public static Optional<LicenceState> of(String words) {
        for (var state : values()) {
            if (state.words.equals(words)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
