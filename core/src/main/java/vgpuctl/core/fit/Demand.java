package vgpuctl.core.fit;

import java.util.List;
import java.util.Optional;

/**
 * What is to be made.
 *
 * @param gpu the only card that may take it, by name; empty where all may
 */
public record Demand(List<Wish> wishes, Spread spread, Optional<String> gpu, VmRule rule) {

    public Demand {
        wishes = List.copyOf(wishes);
    }

    /** Anywhere, packed, with no rule for VMs. */
    public static Demand of(Wish... wishes) {
        return new Demand(List.of(wishes), Spread.PACKED, Optional.empty(), VmRule.NONE);
    }

    public Demand with(Spread other) {
        return new Demand(wishes, other, gpu, rule);
    }

    public Demand with(VmRule other) {
        return new Demand(wishes, spread, gpu, other);
    }

    public Demand on(String card) {
        return new Demand(wishes, spread, Optional.of(card), rule);
    }

    Demand anywhere() {
        return new Demand(wishes, spread, Optional.empty(), rule);
    }

    Demand with(List<Wish> others) {
        return new Demand(others, spread, gpu, rule);
    }

    int count() {
        return wishes.stream().mapToInt(Wish::count).sum();
    }
}
