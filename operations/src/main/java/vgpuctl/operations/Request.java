package vgpuctl.operations;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.attach.AttachPlanner.AttachWish;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.CreateWish;

/** Everything that can be asked. One type for all who ask, so that they cannot drift apart. */
public sealed interface Request {

    /** Looks at the host and changes nothing. */
    sealed interface Look extends Request {}

    record Gpus() implements Look {}

    /**
     * The types of one GPU or of all.
     *
     * @param gpu an address in any notation
     */
    record Types(Optional<String> gpu) implements Look {}

    record ListVgpus() implements Look {}

    /**
     * One vGPU in full.
     *
     * @param id a name, a UUID, or the beginning of one
     */
    record Show(String id) implements Look {}

    /** Changes the host, after a plan that can be looked at. */
    sealed interface Change extends Request {}

    record Create(CreateWish wish) implements Change {}

    record Start(List<String> ids) implements Change {}

    record Stop(List<String> ids) implements Change {}

    record Remove(List<String> ids) implements Change {}

    record Define(List<String> ids, boolean autostart) implements Change {}

    record Undefine(List<String> ids) implements Change {}

    record Autostart(List<String> ids, boolean on) implements Change {}

    record Attach(String id, String domain, AttachWish wish) implements Change {}

    record Detach(String id, String domain, Set<Affect> faces) implements Change {}

    /** Finishes or undoes what was cut off. */
    record Recover() implements Request {}
}
