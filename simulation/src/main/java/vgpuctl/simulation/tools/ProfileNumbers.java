package vgpuctl.simulation.tools;

import vgpuctl.core.mig.MigCard;
import vgpuctl.core.mig.MigProfile;

/** The numbers that {@code nvidia-smi} gives to profiles, beside their names. */
final class ProfileNumbers {

    private static final int POSITIONS_OF_SEVEN_SLICES = 8;

    private ProfileNumbers() {}

    /**
     * Of GPU instances. Those of cards with seven slices and of the RTX PRO 6000 are captured;
     * those of the A30 are the simulator's choice.
     */
    static int of(MigCard card, MigProfile profile) {
        if (profile.isShared()) {
            return switch (profile.computeSlices()) {
                case 1 -> 47;
                case 2 -> 35;
                default -> 32;
            };
        }
        return card.positions() == POSITIONS_OF_SEVEN_SLICES
                ? ofSevenSlices(profile)
                : ofFourSlices(profile);
    }

    private static int ofSevenSlices(MigProfile profile) {
        return switch (profile.computeSlices()) {
            case 7 -> 0;
            case 4 -> 5;
            case 3 -> 9;
            case 2 -> 14;
            default -> {
                if (profile.hasMediaEngines()) {
                    yield 20;
                }
                yield profile.size() == 2 ? 15 : 19;
            }
        };
    }

    private static int ofFourSlices(MigProfile profile) {
        return switch (profile.computeSlices()) {
            case 4 -> 0;
            case 2 -> profile.hasMediaEngines() ? 6 : 5;
            default -> profile.hasMediaEngines() ? 21 : 14;
        };
    }

    /** Of the compute instance that takes a whole GPU instance. */
    static int ofWholeComputeInstance(MigProfile profile) {
        return profile.computeSlices() == 7 ? 4 : profile.computeSlices() - 1;
    }
}
