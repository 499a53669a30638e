package vgpuctl.core.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What earlier lines say about later ones. The vGPU manager names a vGPU once, in the line of its
 * start; the lines that say what went wrong have only the number of the process and, for a VM with
 * several vGPUs, which of them it is.
 */
public final class Context {

    static final String START = "Received start call from nvidia-vgpu-vfio module";

    /** More starts than any journal of one boot has processes at once. */
    private static final int MOST = 4096;

    private static final Pattern PLACE =
            Pattern.compile("nvidia-vgpu-mgr\\[(\\d+)]: .*?\\((0x[0-9a-f]+)\\)");

    private final Map<String, String> started =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > MOST;
                }
            };

    void see(Line line) {
        place(line)
                .ifPresent(place -> Subject.uuid(line).ifPresent(uuid -> started.put(place, uuid)));
    }

    /** The vGPU that a line of the manager is about; empty where that is not known. */
    public Optional<String> vgpuOf(Line line) {
        return started.isEmpty()
                ? Optional.empty()
                : place(line).flatMap(place -> Optional.ofNullable(started.get(place)));
    }

    private static Optional<String> place(Line line) {
        if (!line.has("nvidia-vgpu-mgr[")) {
            return Optional.empty();
        }
        var matcher = PLACE.matcher(line.text());
        return matcher.find()
                ? Optional.of(line.source().name() + " " + matcher.group(1) + matcher.group(2))
                : Optional.empty();
    }
}
