package vgpuctl.core.host;

import java.util.List;
import vgpuctl.core.inventory.Reading;

/** Where unfinished changes are kept. What is written here is on the disk when the call returns. */
public interface JournalFiles {

    /** The names of all journals, oldest first. */
    List<String> names();

    /** A journal's text; unknown where it is gone or cannot be read. */
    Reading<String> read(String name);

    /**
     * Writes a new journal, whole or not at all.
     *
     * @param name ends with a hyphen and the number of the process
     */
    void create(String name, String text);

    /** Deletes what processes left that were killed while they wrote a new journal. */
    void deleteUnfinished();

    void append(String name, String text);

    void delete(String name);
}
