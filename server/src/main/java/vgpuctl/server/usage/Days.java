package vgpuctl.server.usage;

import java.util.List;
import java.util.Optional;

/** Where the texts of days are kept, each under a name. */
public interface Days {

    /** The names of those that there are, in order. */
    List<String> names();

    /** Empty where there is none. */
    Optional<String> read(String name);

    /** Replaces it in one step: whoever is killed leaves the old text or the new. */
    void write(String name, String text);

    void delete(String name);
}
