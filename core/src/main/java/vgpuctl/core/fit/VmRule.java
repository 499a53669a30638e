package vgpuctl.core.fit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import vgpuctl.core.type.TypeName;

/**
 * Which vGPUs one VM may have together.
 *
 * @param most how many at most
 * @param present the types of what VMs have already, by VM
 * @param refusal why two types do not go together in one VM; empty where they do. It does not
 *     matter which is first, and a type that does not go with itself goes with no other
 */
public record VmRule(
        int most,
        Map<String, List<TypeName>> present,
        BiFunction<TypeName, TypeName, Optional<String>> refusal) {

    /** Everything goes with everything. */
    public static final VmRule NONE =
            new VmRule(Integer.MAX_VALUE, Map.of(), (_, _) -> Optional.empty());

    public VmRule {
        present = Map.copyOf(present);
    }

    List<TypeName> presentIn(String vm) {
        return present.getOrDefault(vm, List.of());
    }

    boolean goTogether(TypeName one, TypeName other) {
        return refusal.apply(one, other).isEmpty();
    }
}
