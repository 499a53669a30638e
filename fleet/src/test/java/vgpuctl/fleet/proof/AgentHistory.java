package vgpuctl.fleet.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What hosts carried, from the lines of their agents' logs. */
final class AgentHistory {

    private record Carried(String host, long generation, int hash) {}

    private final List<Carried> all = new ArrayList<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** {@code carried TAB TICKS TAB HOST TAB GENERATION TAB HASH}, or a fault that was noticed. */
    void take(String line) {
        var fields = line.split("\t", -1);
        if (fields[0].equals("fault")) {
            faults.add(line);
        } else if (fields[0].equals("carried") && fields.length == 5) {
            var one =
                    new Carried(fields[2], Long.parseLong(fields[3]), Integer.parseInt(fields[4]));
            all.add(one);
            var before = newest.put(one.host, one.generation);
            if (before != null && before > one.generation) {
                faults.add(one.host + " went back from " + before + " to " + one.generation);
            }
        }
    }

    int size() {
        return all.size();
    }

    long newest(String host) {
        return newest.getOrDefault(host, 0L);
    }

    /** Nothing was carried that was never written. */
    List<String> faults(StoreHistory store) {
        var found = new ArrayList<>(faults);
        for (var one : all) {
            var hash = store.texts(one.host).get(one.generation);
            if (hash == null ? one.generation != 0 : hash != one.hash) {
                found.add(
                        "%s carried generation %d, which was never written so"
                                .formatted(one.host, one.generation));
            }
        }
        return found;
    }
}
