package vgpuctl.server.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.problem.Problem;

/** The changes of this run of the daemon; of those that are over, the last ones. */
final class OperationLog {

    private static final int MOST = 256;

    private final String run;
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private long number;

    /**
     * A log.
     *
     * @param run tells this run of the daemon from others
     */
    OperationLog(String run) {
        this.run = run;
    }

    synchronized Operation begin(Route route, Call call, Instant now) {
        forget();
        var operation = new Operation(run + "-" + ++number, route, call, now);
        operations.put(operation.id(), operation);
        return operation;
    }

    /** Makes room, and says so where there is none: nobody makes us keep what never ends. */
    private void forget() {
        if (operations.size() < MOST) {
            return;
        }
        var over = operations.values().stream().filter(Operation::isOver).findFirst();
        operations.remove(
                over.map(Operation::id)
                        .orElseThrow(() ->
                                new Problem.Locked(
                                                "this host",
                                                MOST + " changes that are on their way")
                                        .thrown()));
    }

    synchronized Optional<Operation> named(String id) {
        return Optional.ofNullable(operations.get(id));
    }

    /** The latest first. */
    synchronized List<Operation> all() {
        return new ArrayList<>(operations.values()).reversed();
    }
}
