package vgpuctl.server.events;

import java.time.Duration;

/** A host that says nothing by itself. */
public record NoSignals() implements Signals {

    @Override
    public Listening listen(Runnable news) {
        return () -> {};
    }

    @Override
    public Duration pause() {
        return Duration.ofMillis(500);
    }
}
