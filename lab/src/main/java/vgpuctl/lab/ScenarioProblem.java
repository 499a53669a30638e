package vgpuctl.lab;

/** A scenario, or the way the runner was called, is wrong. */
final class ScenarioProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScenarioProblem(String message) {
        super(message);
    }
}
