package vgpuctl.core.host;

import vgpuctl.core.inventory.Reading;
import vgpuctl.core.live.LiveHost;

/** Asks the driver what it is doing. Takes a while, and for that while no function can change. */
public interface LiveFigures {

    /** The figures of now, or why there are none. */
    Reading<LiveHost> read();
}
