package vgpuctl.server;

import java.util.List;
import vgpuctl.server.api.Api;
import vgpuctl.server.api.Backend;
import vgpuctl.server.http.FrontHandler;
import vgpuctl.server.http.Listeners;

/** The daemon: from its start to its end. */
public final class Daemon implements AutoCloseable {

    private final Listeners listeners;

    private Daemon(Listeners listeners) {
        this.listeners = listeners;
    }

    /** Listens, and answers from now on. */
    public static Daemon start(Settings settings, Backend backend) {
        return new Daemon(Listeners.open(settings, new FrontHandler(new Api(backend))));
    }

    /** Where it can be reached. */
    public List<String> addresses() {
        return listeners.addresses();
    }

    /** Takes no more requests, and ends when those that are on their way are answered. */
    @Override
    public void close() {
        listeners.close();
    }
}
