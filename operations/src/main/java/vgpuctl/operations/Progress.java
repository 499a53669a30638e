package vgpuctl.operations;

import java.util.List;
import vgpuctl.core.plan.Step;

/** Follows a change while it is carried out, and can stop it between two of its steps. */
public interface Progress {

    /** Nobody follows. */
    Progress UNSEEN =
            new Progress() {
                @Override
                public void planned(List<Step> steps) {}

                @Override
                public void taken(Step step) {}

                @Override
                public void undoing() {}

                @Override
                public boolean isCancelled() {
                    return false;
                }
            };

    /** These are to be taken, after those that were planned before. */
    void planned(List<Step> steps);

    /** The next one has been taken. */
    void taken(Step step);

    /** Those that were taken are taken back. */
    void undoing();

    /** Whether to take no more steps, and take back those that were taken. */
    boolean isCancelled();
}
