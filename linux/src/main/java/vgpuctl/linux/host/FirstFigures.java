package vgpuctl.linux.host;

import vgpuctl.core.host.LiveFigures;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.live.LiveHost;

/** The figures of one who gives some, or else of another; both reasons where neither does. */
public record FirstFigures(LiveFigures first, LiveFigures second) implements LiveFigures {

    @Override
    public Reading<LiveHost> read() {
        var reading = first.read();
        return reading instanceof Reading.Unknown<LiveHost>(var why)
                ? second.read().because(also -> why + "; " + also)
                : reading;
    }
}
