package vgpuctl.server.api;

import java.time.Duration;
import vgpuctl.core.json.JsonObject;

/** An operation that somebody follows. */
public interface Followed {

    /** How it is once it is otherwise than that version, or when the time is over. */
    Seen after(int seen, Duration patience) throws InterruptedException;

    /**
     * How it is.
     *
     * @param version to wait for a later one
     */
    record Seen(int version, boolean isOver, JsonObject json) {}
}
