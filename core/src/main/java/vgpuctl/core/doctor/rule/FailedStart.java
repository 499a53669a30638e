package vgpuctl.core.doctor.rule;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Signature;

/**
 * A VM that did not start with its vGPU. It is over where the VM runs, has the vGPU no longer, or
 * was given another configuration and has not been started with it.
 */
abstract class FailedStart extends Signature {

    private final List<String> settledBy;

    FailedStart(Description description, String... needles) {
        this(description, List.of(), needles);
    }

    /** With further facts of a host after which it is over. */
    FailedStart(Description description, List<String> also, String... needles) {
        super(description, needles);
        var words = new ArrayList<>(also);
        words.add("mdev in use by a running VM: ");
        words.add("mdev in no VM: ");
        words.add("mdev of a VM not started since it was configured: ");
        this.settledBy = List.copyOf(words);
    }

    @Override
    protected final List<String> settledBy() {
        return settledBy;
    }
}
