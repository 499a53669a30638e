package vgpuctl.server.events;

import java.time.Duration;

/** What the host says by itself when something on it may have changed. */
public interface Signals {

    /** Runs this whenever something may have changed, from now on and on any thread. */
    Listening listen(Runnable news);

    /** How often to look nevertheless: not everything is said. */
    Duration pause();

    /** An end to it. */
    interface Listening extends AutoCloseable {

        @Override
        void close();
    }
}
