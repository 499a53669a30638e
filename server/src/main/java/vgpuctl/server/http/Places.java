package vgpuctl.server.http;

import java.util.HashMap;
import java.util.Map;

/** So many of something at once, of which one client gets a part only. */
final class Places {

    private final int all;
    private final int each;
    private final Map<String, Integer> taken = new HashMap<>();
    private int sum;

    Places(int all, int each) {
        this.all = all;
        this.each = each;
    }

    /** Whether there was one for this client. */
    synchronized boolean take(String client) {
        var own = taken.getOrDefault(client, 0);
        if (sum == all || own == each) {
            return false;
        }
        sum++;
        taken.put(client, own + 1);
        return true;
    }

    synchronized void giveBack(String client) {
        sum--;
        taken.computeIfPresent(client, (_, own) -> own == 1 ? null : own - 1);
    }
}
