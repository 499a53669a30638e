package vgpuctl.core.guest;

import java.util.Optional;
import vgpuctl.core.catalogue.Branches;

/**
 * Whether a guest's driver goes with its host's: of the same branch, or of the one before it. The
 * VM starts with any; with one that does not go, its vGPU is disabled.
 */
public enum Match {
    SAME_BRANCH("goes with the host: the same branch"),
    PREVIOUS_BRANCH("goes with the host: one branch older"),
    TOO_OLD("is more than one branch older than the host's: not supported"),
    TOO_NEW("is newer than the host's: its vGPU is disabled"),
    UNKNOWN("cannot be judged: its branch is not known");

    private final String words;

    Match(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** Judges by branches: the versions within one are numbered apart for each system. */
    public static Match of(Branches branches, String hostDriver, String guestDriver) {
        var host = branches.ofDriver(hostDriver);
        var guest = branches.ofDriver(guestDriver);
        if (host.isEmpty() || guest.isEmpty()) {
            return UNKNOWN;
        }
        if (guest.equals(host)) {
            return SAME_BRANCH;
        }
        if (guest.get().number() > host.get().number()) {
            return TOO_NEW;
        }
        return Optional.of(guest.get()).equals(branches.before(host.get()))
                ? PREVIOUS_BRANCH
                : TOO_OLD;
    }
}
