package vgpuctl.server.api;

import java.time.Duration;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.Answer;

/** What came of a change. */
public sealed interface Outcome {

    record Done(Answer answer) implements Outcome {}

    record Failed(Problem problem) implements Outcome {}

    /** The host was no longer as the caller had seen it. */
    record Outdated() implements Outcome {

        static final String REASON = "the host is no longer as it was seen";
        static final String WAY_OUT = "look again, and send If-Match with the new ETag";
    }

    /** A mistake of ours. */
    record Broken() implements Outcome {}

    /** In a word, for metrics and the audit file. */
    default String word() {
        return switch (this) {
            case Done _ -> "done";
            case Failed(var problem) -> Refusal.kind(problem);
            case Outdated() -> "Outdated";
            case Broken _ -> "Bug";
        };
    }

    /** Is told of each change, once it is over. */
    interface Listener {
        void ended(String command, Outcome outcome, Duration took);
    }
}
