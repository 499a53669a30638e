package vgpuctl.core.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can stand in the way of a request: the thing, the reason, the way out.
 *
 * <p>A record a kind, so that the compiler finds every place that has to know a new one. {@link
 * #reason} and {@link #wayOut} are one sentence each and are shown to people as they are.
 */
public sealed interface Problem {

    /** What stands in the way, naming the thing; no full stop. */
    String reason();

    /** What a person can do about it; no full stop. */
    String wayOut();

    /** The words of the one that refused; empty where nobody else did. */
    default Optional<String> quoted() {
        return Optional.empty();
    }

    /** This problem as an exception, carried to the edge of the program. */
    default ProblemException thrown() {
        return new ProblemException(this);
    }

    /** Input that cannot be understood. */
    record BadInput(String reason, String wayOut) implements Problem {}

    /** A name that fits more than one thing. */
    record Ambiguous(String text, List<String> matches) implements Problem {
        @Override
        public String reason() {
            return "'" + text + "' may be any of " + String.join(", ", matches);
        }

        @Override
        public String wayOut() {
            return "write more of it";
        }
    }

    /** A GPU, type, vGPU or VM that is not there. */
    record NotFound(String reason, String wayOut) implements Problem {}

    /** Something that exists already, is in use, or belongs to somebody else. */
    record Conflict(String reason, String wayOut) implements Problem {}

    /** The host is not as the plan expects it: somebody else changed it meanwhile. */
    record ChangedMeanwhile(String thing, String expected, String found) implements Problem {
        @Override
        public String reason() {
            return thing + " was expected to be " + expected + " and is " + found;
        }

        @Override
        public String wayOut() {
            return "somebody else works on this host: look with 'vgpuctl list' and try again";
        }
    }

    /** No GPU has room for what was asked. */
    record NoRoom(String reason, String wayOut) implements Problem {}

    /** The host lacks something: a GPU, a driver, a tool, a service. */
    record HostNotReady(String reason, String wayOut) implements Problem {}

    /**
     * The kernel, the driver or a tool said no.
     *
     * @param said the words of the one that refused: an errno, a message, a line of its log
     */
    record Refused(String reason, String said, String wayOut) implements Problem {
        @Override
        public Optional<String> quoted() {
            return Optional.of(said);
        }
    }

    /** The caller may not do this. */
    record NotPermitted(String reason, String wayOut) implements Problem {}

    /** Something did not answer in time. */
    record TimedOut(String thing, Duration limit, String wayOut) implements Problem {
        @Override
        public String reason() {
            return thing + " gave no answer within " + limit.toSeconds() + " s";
        }
    }

    /**
     * Another process works on the same thing.
     *
     * @param holder who, since when, with which command
     */
    record Locked(String thing, String holder) implements Problem {
        @Override
        public String reason() {
            return thing + " is being changed by " + holder;
        }

        @Override
        public String wayOut() {
            return "wait for it, or give it more time with --wait SECONDS";
        }
    }

    /** A change failed and could not be undone in full. */
    record PartlyApplied(Problem cause, List<String> left) implements Problem {
        @Override
        public String reason() {
            return cause.reason() + "; not undone: " + String.join("; ", left);
        }

        @Override
        public Optional<String> quoted() {
            return cause.quoted();
        }

        @Override
        public String wayOut() {
            return "run 'vgpuctl recover', which undoes or finishes the rest";
        }
    }

    /** Whoever made a change ended before it said what came of it. */
    record OutcomeUnknown(String reason, String wayOut) implements Problem {}

    /**
     * A change failed behind a step that nothing takes back. All else of it was undone.
     *
     * @param lasting what was done and stays, in words
     */
    record DoneInPart(Problem cause, List<String> lasting) implements Problem {
        @Override
        public String reason() {
            return cause.reason()
                    + "; done and not to be taken back: "
                    + String.join("; ", lasting);
        }

        @Override
        public Optional<String> quoted() {
            return cause.quoted();
        }

        @Override
        public String wayOut() {
            return cause.wayOut();
        }
    }
}
