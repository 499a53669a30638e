package vgpuctl.core.fit;

import java.util.Optional;

/**
 * Some vGPUs that are alike.
 *
 * @param vm the VM that gets all of them; empty where that is open
 */
public record Wish(Wanted wanted, int count, Optional<String> vm) {

    public Wish {
        if (count < 1) {
            throw new IllegalArgumentException(count + " × " + wanted);
        }
    }
}
