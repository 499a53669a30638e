package vgpuctl.server.access;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Each role may do what those before it may. */
public enum Role {
    /** Look, and have things planned. */
    VIEW,
    /** Make, remove and give away vGPUs. */
    OPERATE,
    /** Also what concerns a whole GPU or host: modes, layouts, cleaning up. */
    ADMINISTER;

    public boolean mayDoWhatIsFor(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** As it is written in a token file and in the API's description. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> named(String word) {
        for (var role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
