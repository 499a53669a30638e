package vgpuctl.core.problem;

/** Carries a {@link Problem} to the edge of the program. Bugs are ordinary exceptions instead. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.reason());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
