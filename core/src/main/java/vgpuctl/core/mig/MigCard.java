package vgpuctl.core.mig;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vgpuctl.core.type.TypeName;

/**
 * A card that can be cut into GPU instances.
 *
 * @param name {@code A100 40GB}
 * @param boards the tokens of its boards, as the catalogue has them
 * @param profiles largest first
 */
public record MigCard(String name, List<String> boards, List<MigProfile> profiles) {

    private static final String PREFIX = "mig ";

    public MigCard {
        boards = List.copyOf(boards);
        profiles = profiles.stream().sorted(MigProfile::largestFirst).toList();
    }

    /** How long its memory axis is. */
    public int positions() {
        var end = 0;
        for (var profile : profiles) {
            for (var start : profile.starts()) {
                end = Math.max(end, start + profile.size());
            }
        }
        return end;
    }

    /** The profile of this name, with or without {@code MIG} before it. */
    public Optional<MigProfile> profile(String text) {
        var wanted = text.strip().toLowerCase(Locale.ROOT);
        var name = wanted.startsWith(PREFIX) ? wanted.substring(PREFIX.length()).strip() : wanted;
        return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst();
    }

    /**
     * The profile whose instances carry vGPUs of a type; empty for a time-sliced type, and where
     * this card has no such profile.
     */
    public Optional<MigProfile> profileOf(TypeName type) {
        return MigBacked.of(type)
                .flatMap(wanted -> profiles.stream().filter(wanted::isCarriedBy).findFirst());
    }

    /**
     * What the name of a MIG-backed type says, {@code A100D-7-80C}.
     *
     * @param memoryGb of one vGPU
     */
    private record MigBacked(int slices, int memoryGb, boolean hasMediaEngines) {

        private static final String MEDIA_ENGINES = "ME";

        private static Optional<MigBacked> of(TypeName type) {
            var parts = type.token().split("-", -1);
            if (type.series().isEmpty() || parts.length < 3) {
                return Optional.empty();
            }
            var end = parts[parts.length - 1];
            var hasMediaEngines = end.endsWith(MEDIA_ENGINES);
            var series = end.length() - (hasMediaEngines ? MEDIA_ENGINES.length() : 0) - 1;
            var slices = parts[parts.length - 2];
            var memory = end.substring(0, series);
            return isNumber(slices) && isNumber(memory)
                    ? Optional.of(
                            new MigBacked(
                                    Integer.parseInt(slices),
                                    Integer.parseInt(memory),
                                    hasMediaEngines))
                    : Optional.empty();
        }

        private static boolean isNumber(String text) {
            return !text.isEmpty()
                    && text.length() <= 6
                    && text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        private boolean isCarriedBy(MigProfile profile) {
            var memoryFits =
                    profile.isShared()
                            ? memoryGb <= profile.memoryGb()
                            : memoryGb == profile.memoryGb();
            return slices == profile.computeSlices()
                    && hasMediaEngines == profile.hasMediaEngines()
                    && memoryFits;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
