package vgpuctl.core.fleet;

import java.util.Optional;

/** Which of several places a request gets. */
public enum PlacementPolicy {
    /** Where what stays free is of most use to the requests that are expected. */
    PACK("pack"),
    /** On the GPU and host with the least on it. */
    SPREAD("spread"),
    /** Where the largest vGPUs that there can be stay as many as possible. */
    RESERVE_LARGE("reserve-large");

    private final String word;

    PlacementPolicy(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<PlacementPolicy> named(String word) {
        for (var policy : values()) {
            if (policy.word.equals(word)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
