package vgpuctl.server.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.json.JsonObject;
import vgpuctl.operations.Answer;
import vgpuctl.operations.wire.AnswerJson;
import vgpuctl.operations.wire.DomainsJson;

/** How two looks at a host differ. What the answers do not show is no difference. */
final class Differences {

    private Differences() {}

    /**
     * GPUs and vGPUs by what tells them apart, as {@code gpus} and {@code list} answer.
     *
     * @param gpus by their names
     * @param vgpus by their UUIDs
     * @param vms by their names; none where libvirt does not say
     */
    record Seen(
            Map<String, JsonObject> gpus,
            Map<String, JsonObject> vgpus,
            Map<String, JsonObject> vms) {

        static Seen of(HostSnapshot host) {
            return new Seen(
                    byKey(AnswerJson.write(new Answer.Gpus(host, false)), "gpus", "gpu"),
                    byKey(AnswerJson.write(new Answer.Vgpus(host)), "vgpus", "uuid"),
                    byKey(DomainsJson.of(host), "vms", "name"));
        }
    }

    private static Map<String, JsonObject> byKey(JsonObject answer, String list, String key) {
        var found = new LinkedHashMap<String, JsonObject>();
        answer.array(list)
                .ifPresent(array -> {
                    for (var item : array.items()) {
                        if (item instanceof JsonObject object) {
                            found.put(object.string(key).orElseThrow(), object);
                        }
                    }
                });
        return found;
    }

    /** What went, what changed, what came: a name that comes back is one that changed. */
    static List<Happening> between(Seen before, Seen after) {
        var all = new ArrayList<Happening>();
        compare("gpu", before.gpus(), after.gpus(), all);
        compare("vgpu", before.vgpus(), after.vgpus(), all);
        compare("vm", before.vms(), after.vms(), all);
        return all;
    }

    private static void compare(
            String thing,
            Map<String, JsonObject> before,
            Map<String, JsonObject> after,
            List<Happening> all) {
        before.forEach((key, old) -> {
            if (!after.containsKey(key)) {
                all.add(new Happening(thing + "-removed", old));
            }
        });
        after.forEach((key, now) -> {
            var old = before.get(key);
            if (old == null) {
                all.add(new Happening(thing + "-added", now));
            } else if (!old.equals(now)) {
                all.add(new Happening(thing + "-changed", now));
            }
        });
    }
}
