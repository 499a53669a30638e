package vgpuctl.server.metrics;

import java.util.function.Supplier;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.Answer;

/** All that a scrape gets. */
public final class Metrics {

    private final Supplier<Answer.Status> status;
    private final OwnMetrics own;

    /**
     * Metrics of a host and of its daemon.
     *
     * @param status asked for once a scrape
     */
    public Metrics(Supplier<Answer.Status> status, OwnMetrics own) {
        this.status = status;
        this.own = own;
    }

    /** The text of a scrape. A host that cannot be looked at leaves the daemon's own metrics. */
    public String text(boolean openMetrics) {
        var out = new Exposition(openMetrics);
        var up = 1;
        try {
            new HostMetrics(out).write(status.get());
        } catch (ProblemException _) {
            up = 0;
        }
        out.gauge("vgpuctl_host_up", "Whether the host could be looked at.", up);
        own.write(out);
        return out.text();
    }
}
