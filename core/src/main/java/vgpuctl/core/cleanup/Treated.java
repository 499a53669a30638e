package vgpuctl.core.cleanup;

import vgpuctl.core.plan.Plan;
import vgpuctl.core.problem.Problem;

/** A leftover with what is to be done about it. */
public sealed interface Treated {

    Leftover leftover();

    /** Can be taken away. */
    record Removable(Leftover leftover, Plan plan) implements Treated {}

    /** Has to stay for now, or could not be taken away. */
    record Left(Leftover leftover, Problem why) implements Treated {}
}
