package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigProfile;

/**
 * What a card has fewer of than its memory axis has places: media engines, of which there is one
 * set, and profiles with a lower maximum. How much of it is used is one number, with a digit for
 * each.
 */
final class Scarcity {

    static final int NOTHING_LEFT = -1;

    private record Scarce(Predicate<MigProfile> isUsedBy, int left) {}

    private final MigCard card;
    private final List<Scarce> scarce = new ArrayList<>();

    /** Beside the instances that stay. */
    Scarcity(MigCard card, List<Cut.Instance> staying) {
        this.card = card;
        add(MigProfile::hasMediaEngines, 1, staying);
        for (var profile : card.profiles()) {
            if (profile.maxPerGpu() < profile.starts().size() && !profile.hasMediaEngines()) {
                add(profile::equals, profile.maxPerGpu(), staying);
            }
        }
    }

    private void add(Predicate<MigProfile> isUsedBy, int most, List<Cut.Instance> staying) {
        var used = (int) staying.stream().filter(i -> isUsedBy.test(i.place().profile())).count();
        scarce.add(new Scarce(isUsedBy, Math.max(0, most - used)));
    }

    /** How many numbers there are. */
    long codes() {
        var codes = 1L;
        for (var each : scarce) {
            codes *= each.left + 1L;
        }
        return codes;
    }

    /** With one more instance of a profile, or {@link #NOTHING_LEFT}. */
    int using(int used, int profileNumber) {
        var profile = card.profiles().get(profileNumber);
        var unit = 1;
        var using = used;
        for (var each : scarce) {
            if (each.isUsedBy.test(profile)) {
                if (used / unit % (each.left + 1) == each.left) {
                    return NOTHING_LEFT;
                }
                using += unit;
            }
            unit *= each.left + 1;
        }
        return using;
    }
}
