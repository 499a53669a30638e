package vgpuctl.core.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts findings under those that explain them, and what is left in the order in which to act. */
final class Folding {

    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::severity)
                    .thenComparing(finding -> finding.rule().layer());

    private final List<Finding> all;
    private final Map<Integer, Integer> explainedBy = new HashMap<>();

    private Folding(List<Finding> all) {
        this.all = all;
    }

    static List<Finding> fold(List<Finding> all) {
        return new Folding(List.copyOf(all)).folded();
    }

    private List<Finding> folded() {
        for (var i = 0; i < all.size(); i++) {
            var finding = i;
            explainer(finding).ifPresent(other -> explainedBy.put(finding, other));
        }
        return under(Optional.empty());
    }

    private List<Finding> under(Optional<Integer> explainer) {
        var findings = new ArrayList<Finding>();
        for (var i = 0; i < all.size(); i++) {
            if (Optional.ofNullable(explainedBy.get(i)).equals(explainer)) {
                findings.add(all.get(i).explaining(under(Optional.of(i))));
            }
        }
        findings.sort(ORDER);
        return findings;
    }

    private Optional<Integer> explainer(int finding) {
        for (var explanation : all.get(finding).rule().explainedBy()) {
            for (var other = 0; other < all.size(); other++) {
                if (fits(explanation, finding, other) && !isUnder(other, finding)) {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    private boolean fits(Description.Explanation explanation, int finding, int other) {
        var cause = all.get(other);
        var effect = all.get(finding);
        return cause.rule().id().equals(explanation.rule())
                && (!explanation.sameDevice() || isOfTheSame(cause, effect))
                && !(isOver(cause) && !isOver(effect));
    }

    private static boolean isOfTheSame(Finding one, Finding other) {
        return !one.about().isEmpty() && one.about().equals(other.about());
    }

    /** What is over by now explains nothing that is not. */
    private static boolean isOver(Finding finding) {
        return finding.severity() != finding.rule().severity();
    }

    private boolean isUnder(int below, int above) {
        var at = Optional.of(below);
        while (at.isPresent() && at.get() != above) {
            at = Optional.ofNullable(explainedBy.get(at.get()));
        }
        return at.isPresent();
    }
}
