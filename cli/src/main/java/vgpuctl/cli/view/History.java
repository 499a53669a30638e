package vgpuctl.cli.view;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import vgpuctl.cli.screen.Screen;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.live.Percent;

/** How busy GPUs were over the last minute, for as long as somebody watches. */
public final class History {

    private static final int SECONDS = 60;
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.-=+*%#";

    private final Map<DeviceName, Deque<Integer>> use = new HashMap<>();

    /** Of nobody who watches. */
    public static History none() {
        return new History();
    }

    /** Notes a figure of now, and forgets the oldest after a minute. */
    public void note(DeviceName gpu, Percent share) {
        var all = use.computeIfAbsent(gpu, _ -> new ArrayDeque<>());
        all.addLast(share.value());
        if (all.size() > SECONDS) {
            all.removeFirst();
        }
    }

    /** A character for each figure; nothing before there are two. */
    String sparkline(DeviceName gpu, Screen screen) {
        var all = use.getOrDefault(gpu, new ArrayDeque<>());
        var bars = screen.unicode() ? BARS : ASCII;
        var line = new StringBuilder();
        all.forEach(value -> line.append(bars.charAt(value * (bars.length() - 1) / 100)));
        return all.size() < 2 ? "" : line.toString();
    }
}
