package vgpuctl.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Closes connections on which the beginning of a request does not become a whole head in time: a
 * byte now and then keeps one from being idle.
 */
final class SlowRequests extends AbstractLifeCycle implements Connection.Listener {

    private final Duration limit;
    private final Map<Connection, Seen> open = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofVirtual().name("slow-requests").unstarted(this::sweep);

    /**
     * How a connection was when it last made progress.
     *
     * @param isBusy whether a request was being answered
     */
    private record Seen(long since, long requests, long bytes, boolean isBusy) {}

    SlowRequests(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void onOpened(Connection connection) {
        // Others, such as that of TLS, carry one that counts.
        if (connection.getMessagesIn() >= 0) {
            // Fewer bytes than there can be: who says nothing at all is too slow as well.
            open.put(connection, new Seen(System.nanoTime(), 0, -1, false));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    @Override
    protected void doStart() {
        thread.start();
    }

    @Override
    protected void doStop() {
        thread.interrupt();
    }

    private void sweep() {
        try {
            while (true) {
                Thread.sleep(limit.dividedBy(4));
                open.replaceAll(SlowRequests.this::look);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Seen look(Connection connection, Seen before) {
        var now = System.nanoTime();
        var requests = connection.getMessagesIn();
        var isBusy = requests > connection.getMessagesOut();
        if (isBusy || before.isBusy() || requests != before.requests()) {
            return new Seen(now, requests, connection.getBytesIn(), isBusy);
        }
        if (connection.getBytesIn() > before.bytes() && now - before.since() > limit.toNanos()) {
            connection.getEndPoint().close();
        }
        return before;
    }
}
