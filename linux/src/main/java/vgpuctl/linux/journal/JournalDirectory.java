package vgpuctl.linux.journal;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.host.JournalFiles;
import vgpuctl.core.inventory.Reading;
import vgpuctl.linux.files.HostFiles;

/** Journals as files in {@code /var/lib/vgpuctl/journal}, named so that they sort by age. */
public final class JournalDirectory implements JournalFiles {

    private static final String DIRECTORY = "/var/lib/vgpuctl/journal";

    private final HostFiles files;

    public JournalDirectory(HostFiles files) {
        this.files = files;
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
        files.replace(DIRECTORY + "/" + name, text);
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
