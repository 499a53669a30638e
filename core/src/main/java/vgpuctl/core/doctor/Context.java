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

    /** Of the facts of a host: a vGPU and the VM that has it. */
    static final String OWNER = "mdev of a VM: ";

    /** QEMU names the vGPU, and in a line of its own, with advice, the vGPU's IOMMU group alone. */
    static final String REFUSED = "error getting device from group ";

    /** More starts than any journal of one boot has processes at once. */
    private static final int MOST = 4096;

    private static final Pattern PLACE =
            Pattern.compile("nvidia-vgpu-mgr\\[(\\d+)]: .*?\\((0x[0-9a-f]+)\\)");

    private static final Pattern OWNED =
            Pattern.compile("^" + OWNER + "([0-9a-f-]{36}) ([A-Za-z0-9_.+:@-]+)$");

    private static final Pattern GROUP = Pattern.compile("\\bgroup (\\d+)\\b");

    private final Map<String, String> started = new Recent();
    private final Map<String, String> refused = new Recent();
    private final Map<String, String> owners = new Recent();

    private static final class Recent extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    }

    void see(Line line) {
        place(line)
                .ifPresent(place -> Subject.uuid(line).ifPresent(uuid -> started.put(place, uuid)));
        if (line.has(REFUSED)) {
            group(line).ifPresent(group -> refused.put(group, Subject.device(line)));
        }
        var owned = OWNED.matcher(line.text());
        if (owned.find()) {
            owners.put(owned.group(1), owned.group(2));
        }
    }

    /** The VM that has a vGPU, by the facts of the host. */
    Optional<String> vmOf(String uuid) {
        return Optional.ofNullable(owners.get(uuid));
    }

    /** The vGPU that a line of the manager is about; empty where that is not known. */
    public Optional<String> vgpuOf(Line line) {
        return started.isEmpty()
                ? Optional.empty()
                : place(line).flatMap(place -> Optional.ofNullable(started.get(place)));
    }

    /** The device of the IOMMU group that a line names, where QEMU was refused it before. */
    public Optional<String> refusedIn(Line line) {
        return group(line).flatMap(group -> Optional.ofNullable(refused.get(group)));
    }

    private static Optional<String> group(Line line) {
        var matcher = GROUP.matcher(line.text());
        return matcher.find()
                ? Optional.of(line.source().name() + " " + matcher.group(1))
                : Optional.empty();
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
