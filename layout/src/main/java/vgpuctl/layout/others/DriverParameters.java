package vgpuctl.layout.others;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The attributes of a mediated device, of which a layout has a place for NVIDIA's parameters. */
final class DriverParameters {

    /** An attribute of an mdev, where NVIDIA's driver takes {@code name=value,name=value}. */
    private static final String ATTRIBUTE = "nvidia/vgpu_params";

    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z][A-Za-z0-9_-]{0,63})=([^\\x00-\\x20\\x7f-\\xa0,]{1,200})");

    private final SortedMap<String, String> found = new TreeMap<>();
    private final String owner;
    private final List<String> notes;

    /**
     * Without parameters yet.
     *
     * @param owner whose they are, for notes
     */
    DriverParameters(String owner, List<String> notes) {
        this.owner = owner;
        this.notes = notes;
    }

    void attribute(String name, String value) {
        if (!name.equals(ATTRIBUTE)) {
            notes.add(owner + ": the attribute " + Notes.shown(name) + " is left out");
            return;
        }
        for (var part : value.split(",", -1)) {
            parameter(part.strip());
        }
    }

    private void parameter(String text) {
        var match = PARAMETER.matcher(text);
        if (match.matches()) {
            found.put(match.group(1), match.group(2));
        } else if (!text.isEmpty()) {
            notes.add(owner + ": the parameter " + Notes.shown(text) + " is left out");
        }
    }

    SortedMap<String, String> found() {
        return found;
    }
}
