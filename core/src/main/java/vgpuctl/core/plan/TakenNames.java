package vgpuctl.core.plan;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeName;

/** The names that vGPUs of a host have already. */
final class TakenNames {

    private final Set<String> names = new HashSet<>();

    TakenNames(HostSnapshot host) {
        host.vgpus().forEach(vgpu -> names.add(vgpu.label().toLowerCase(Locale.ROOT)));
    }

    void take(String name) {
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            throw new Problem.Conflict(
                            "a vGPU named '" + name + "' is on this host already",
                            "choose another --name")
                    .thrown();
        }
    }

    /**
     * The type and the first number that is free.
     *
     * @param isGood what else a name has to be
     */
    String free(TypeName type, Predicate<String> isGood) {
        var beginning = type.token().toLowerCase(Locale.ROOT).replace(' ', '-');
        for (var number = 1; ; number++) {
            var name = beginning + "-" + number;
            if (!names.contains(name) && isGood.test(name)) {
                return name;
            }
        }
    }
}
