package vgpuctl.linux.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import vgpuctl.linux.files.HostFiles;

/** The processes of a host, from {@code /proc}. What belongs to others is seen by root only. */
public final class Processes {

    private static final int STATE = 0;

    /** In {@code /proc/PID/stat}, counted from behind the name. */
    private static final int STARTED = 19;

    private final HostFiles files;

    public Processes(HostFiles files) {
        this.files = files;
    }

    public List<Long> all() {
        var all = new ArrayList<Long>();
        for (var name : files.names("/proc").orElse(List.of())) {
            if (!name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                all.add(Long.parseLong(name));
            }
        }
        return all;
    }

    /** Its short name; at most 15 characters. */
    public String command(long pid) {
        return files.attribute(path(pid, "comm")).orElse("");
    }

    public List<String> arguments(long pid) {
        return List.of(files.text(path(pid, "cmdline")).orElse("").split("\0", -1));
    }

    /**
     * When it began, in ticks since the host was started: with its number, that is the process. One
     * that has ended and is not yet waited for has gone.
     */
    public Optional<String> started(long pid) {
        var stat = files.text(path(pid, "stat")).orElse("");
        // The name stands in brackets and may have any character in it, brackets too.
        var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        var isThere = fields.length > STARTED && !fields[STATE].equals("Z");
        return isThere ? Optional.of(fields[STARTED]) : Optional.empty();
    }

    /** The first line of its memory map that names a file like this; with where it stands. */
    public Optional<String> mapping(long pid, String file) {
        var maps = path(pid, "maps");
        return files.text(maps)
                .orElse("")
                .lines()
                .filter(line -> line.contains(file))
                .findFirst()
                .map(line -> maps + ": " + line.substring(line.lastIndexOf(' ') + 1));
    }

    /** The numbers of the VFIO groups that it has open. */
    public Set<Integer> groups(long pid) {
        var directory = path(pid, "fd");
        var groups = new TreeSet<Integer>();
        for (var descriptor : files.names(directory).orElse(List.of())) {
            var link = directory + "/" + descriptor;
            if (files.nameAboveLinked(link).filter("vfio"::equals).isPresent()) {
                files.linkedName(link).map(Processes::number).stream()
                        .flatMapToInt(OptionalInt::stream)
                        .forEach(groups::add);
            }
        }
        return groups;
    }

    /** {@code /dev/vfio/vfio} is the container, and no group. */
    private static OptionalInt number(String name) {
        return !name.isEmpty() && name.length() < 10 && name.chars().allMatch(Character::isDigit)
                ? OptionalInt.of(Integer.parseInt(name))
                : OptionalInt.empty();
    }

    private static String path(long pid, String file) {
        return "/proc/" + pid + "/" + file;
    }
}
