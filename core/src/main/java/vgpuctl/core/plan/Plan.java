package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What will be done, decided before anything is touched.
 *
 * @param steps in the order in which they are taken
 * @param whenInterrupted what the next command does with a plan that was cut off
 * @param notes what the caller should know: what was chosen and why, what is left off
 * @param isPreparation whether the host has to be looked at and the rest planned once these steps
 *     have been taken, since they change what there is to choose from. All of it is one change
 */
public record Plan(
        List<Step> steps,
        WhenInterrupted whenInterrupted,
        List<String> notes,
        boolean isPreparation) {

    /** A plan that makes something is undone, one that takes something away is finished. */
    public enum WhenInterrupted {
        UNDO,
        FINISH
    }

    public static Plan toUndo(List<Step> steps, List<String> notes) {
        return new Plan(List.copyOf(steps), WhenInterrupted.UNDO, List.copyOf(notes), false);
    }

    public static Plan toFinish(List<Step> steps, List<String> notes) {
        return new Plan(List.copyOf(steps), WhenInterrupted.FINISH, List.copyOf(notes), false);
    }

    /** What has to be done before the rest can be planned. */
    public static Plan toPrepare(List<Step> steps, List<String> notes) {
        return new Plan(List.copyOf(steps), WhenInterrupted.UNDO, List.copyOf(notes), true);
    }

    /** The same with one more note. */
    public Plan noting(String note) {
        var more = new ArrayList<>(notes);
        more.add(note);
        return new Plan(steps, whenInterrupted, List.copyOf(more), isPreparation);
    }

    /** Both, this one first; what both note is noted once. */
    public Plan and(Plan other) {
        var both = new ArrayList<>(steps);
        both.addAll(other.steps);
        var all = new LinkedHashSet<>(notes);
        all.addAll(other.notes);
        var first = steps.isEmpty() ? other : this;
        return new Plan(
                List.copyOf(both), first.whenInterrupted, List.copyOf(all), other.isPreparation);
    }
}
