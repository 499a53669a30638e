package vgpuctl.core.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The branches of the vGPU software that we know, oldest first. */
public record Branches(List<Branch> all) {

    /** Drivers of one branch are numbered less than this apart. */
    private static final int APART = 10;

    public Branches {
        all = List.copyOf(all);
    }

    static Branches of(Table table) {
        var all = new ArrayList<Branch>();
        for (var fields : table.rows()) {
            all.add(new Branch(Integer.parseInt(fields[0]), Integer.parseInt(fields[1])));
        }
        return new Branches(all);
    }

    /**
     * The branch of a driver of Linux or Windows: the last that begins at or before its number.
     * NVIDIA's pages name the two of a release side by side, 570.172.08 for Linux and 573.48 for
     * Windows.
     */
    public Optional<Branch> ofDriver(String version) {
        var release = release(version);
        return all.stream()
                .filter(branch ->
                        release.map(number -> number - branch.driver())
                                .filter(apart -> 0 <= apart && apart < APART)
                                .isPresent())
                .reduce((_, later) -> later);
    }

    private static Optional<Integer> release(String version) {
        var dot = version.indexOf('.');
        var digits = dot < 0 ? version : version.substring(0, dot);
        return digits.matches("[0-9]{1,6}")
                ? Optional.of(Integer.parseInt(digits))
                : Optional.empty();
    }

    /** The branch before it; empty for the oldest. */
    public Optional<Branch> before(Branch branch) {
        return all.stream()
                .filter(other -> other.number() < branch.number())
                .reduce((_, later) -> later);
    }
}
