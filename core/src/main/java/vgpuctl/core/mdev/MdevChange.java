package vgpuctl.core.mdev;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import vgpuctl.core.inventory.MdevAttribute;
import vgpuctl.core.problem.Problem;

/** How a definition is to be changed. */
public sealed interface MdevChange {

    /** Another configuration in the place of all of it. */
    record Whole(String json) implements MdevChange {}

    /** Some of it. */
    record Parts(Optional<String> type, Optional<Boolean> autostart, Attributes attributes)
            implements MdevChange {}

    /** What becomes of the attributes. */
    sealed interface Attributes {

        List<MdevAttribute> of(UUID device, List<MdevAttribute> before);
    }

    record Keep() implements Attributes {

        @Override
        public List<MdevAttribute> of(UUID device, List<MdevAttribute> before) {
            return before;
        }
    }

    /**
     * One more.
     *
     * @param index before which; empty for the end
     */
    record Add(MdevAttribute attribute, OptionalInt index) implements Attributes {

        @Override
        public List<MdevAttribute> of(UUID device, List<MdevAttribute> before) {
            var at = index.orElse(before.size());
            if (at > before.size()) {
                throw wrongIndex(device, before, at).thrown();
            }
            var after = new ArrayList<>(before);
            after.add(at, attribute);
            return after;
        }
    }

    /**
     * One less.
     *
     * @param index which; empty for the last
     */
    record Delete(OptionalInt index) implements Attributes {

        @Override
        public List<MdevAttribute> of(UUID device, List<MdevAttribute> before) {
            if (index.isEmpty() && before.isEmpty()) {
                return before;
            }
            var at = index.orElse(before.size() - 1);
            if (at >= before.size()) {
                throw wrongIndex(device, before, at).thrown();
            }
            var after = new ArrayList<>(before);
            after.remove(at);
            return after;
        }
    }

    private static Problem wrongIndex(UUID device, List<MdevAttribute> before, int index) {
        return new Problem.BadInput(
                "Attribute index " + index + " is invalid",
                before.isEmpty()
                        ? "Device " + device + " has no attributes"
                        : "it has " + before.size() + ", counted from 0: see 'list -d -v'");
    }
}
