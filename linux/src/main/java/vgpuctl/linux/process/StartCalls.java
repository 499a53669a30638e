package vgpuctl.linux.process;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import vgpuctl.core.inventory.VgpuRecordText;

/**
 * Which process of the vGPU manager was asked to start which vGPU, from its journal. One serves all
 * vGPUs of its VM. Later lines come later: a number that is another process's by now has what that
 * one was asked, too, which only makes it harder to be a leftover.
 */
public final class StartCalls {

    private static final Pattern CALL =
            Pattern.compile(
                    "nvidia-vgpu-mgr\\[(\\d{1,10})\\].*Received start call from nvidia-vgpu-vfio"
                            + " module: mdev uuid ([0-9a-f-]{36})");

    private final Map<Long, Map<UUID, String>> calls = new HashMap<>();

    /**
     * Reads a journal.
     *
     * @param name what evidence calls it
     */
    public static StartCalls in(String name, String journal) {
        var found = new StartCalls();
        journal.lines().forEach(line -> found.see(name, line));
        return found;
    }

    private void see(String name, String line) {
        var call = CALL.matcher(line);
        if (call.find()) {
            VgpuRecordText.uuid(call.group(2))
                    .ifPresent(uuid ->
                            calls.computeIfAbsent(
                                            Long.parseLong(call.group(1)),
                                            _ -> new LinkedHashMap<>())
                                    .put(uuid, name + ": " + line.strip()));
        }
    }

    /** The vGPUs of a process, each with the line that says so. */
    public Map<UUID, String> of(long pid) {
        return calls.getOrDefault(pid, Map.of());
    }
}
