package vgpuctl.fleet.store;

import vgpuctl.core.problem.Problem;

/** The store gave no answer, or refuses to work for us. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is known of the request that was not answered. */
    public enum Fate {
        NOT_DONE,
        /** It may have been done, or be done yet: look before anything is decided on it. */
        UNKNOWN
    }

    private final Fate fate;
    private final transient Problem problem;

    public StoreException(Fate fate, Problem problem) {
        super(problem.reason());
        this.fate = fate;
        this.problem = problem;
    }

    public Fate fate() {
        return fate;
    }

    /** In words, for the edge of the program. */
    public Problem problem() {
        return problem;
    }
}
