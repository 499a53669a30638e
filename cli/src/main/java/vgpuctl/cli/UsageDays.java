package vgpuctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Reading;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.server.usage.Days;

/** The files of what was used on a host, one for each day. */
final class UsageDays implements Days {

    private static final String DIRECTORY = "/var/lib/vgpuctl/usage";
    private static final String END = ".json";

    private final HostFiles files;

    UsageDays(HostFiles files) {
        this.files = files;
    }

    private static String path(String name) {
        return DIRECTORY + "/" + name + END;
    }

    @Override
    public List<String> names() {
        var names = new ArrayList<String>();
        for (var file : files.names(DIRECTORY).orElse(List.of())) {
            if (file.endsWith(END)) {
                names.add(file.substring(0, file.length() - END.length()));
            }
        }
        return names;
    }

    /** One that may not be read is one without sense: it is named, and left as it is. */
    @Override
    public Optional<String> read(String name) {
        return switch (files.textIfThere(path(name))) {
            case Reading.Known<Optional<String>>(var text) -> text;
            case Reading.Unknown<Optional<String>> _ -> Optional.of("");
        };
    }

    @Override
    public void write(String name, String text) {
        files.replace(path(name), text, path(name) + ".new");
    }

    @Override
    public void delete(String name) {
        files.delete(path(name));
    }
}
