package vgpuctl.linux.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import vgpuctl.core.host.JournalFiles;
import vgpuctl.core.inventory.Reading;
import vgpuctl.linux.files.HostFiles;

/** Journals as files in {@code /var/lib/vgpuctl/journal}, named so that they sort by age. */
public final class JournalDirectory implements JournalFiles {

    private static final String DIRECTORY = "/var/lib/vgpuctl/journal";

    private static final String UNFINISHED = ".unfinished";

    private final HostFiles files;
    private final LongPredicate runs;

    /**
     * Journals below the host's root.
     *
     * @param runs whether there is a process with this number
     */
    public JournalDirectory(HostFiles files, LongPredicate runs) {
        this.files = files;
        this.runs = runs;
    }

    @Override
    public List<String> names() {
        var names = new ArrayList<>(files.names(DIRECTORY).orElse(List.of()));
        names.removeIf(name -> name.startsWith("."));
        return names;
    }

    @Override
    public Reading<String> read(String name) {
        return files.text(DIRECTORY + "/" + name);
    }

    @Override
    public void create(String name, String text) {
        files.replace(DIRECTORY + "/" + name, text, unfinished(name));
    }

    private static String unfinished(String name) {
        return DIRECTORY + "/." + name + UNFINISHED;
    }

    @Override
    public void deleteUnfinished() {
        for (var file : files.names(DIRECTORY).orElse(List.of())) {
            if (file.startsWith(".") && file.endsWith(UNFINISHED) && !runs.test(writer(file))) {
                files.delete(DIRECTORY + "/" + file);
            }
        }
    }

    /** The process that a file is named for, behind the last hyphen. */
    private static long writer(String file) {
        var number = file.substring(file.lastIndexOf('-') + 1, file.length() - UNFINISHED.length());
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException _) {
            return 0; // nobody's
        }
    }

    @Override
    public void append(String name, String text) {
        files.append(DIRECTORY + "/" + name, text);
    }

    @Override
    public void delete(String name) {
        files.delete(DIRECTORY + "/" + name);
    }
}
