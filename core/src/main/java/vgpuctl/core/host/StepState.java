package vgpuctl.core.host;

/** What the host shows of a step. */
public sealed interface StepState {

    /** The host is as the step expects to find it. */
    record Before() implements StepState {}

    /** The host is as the step leaves it. */
    record After() implements StepState {}

    /** Some of it has happened: taking the step makes it whole, its inverse takes it back. */
    record Partly() implements StepState {}

    /**
     * Neither: somebody else changed the thing.
     *
     * @param found in words
     */
    record Neither(String found) implements StepState {}
}
