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
        return type.isMigBacked() && type.series().isPresent()
                ? profiles.stream().filter(profile -> carries(profile, type)).findFirst()
                : Optional.empty();
    }

    private static boolean carries(MigProfile profile, TypeName type) {
        var memoryGb = type.framebufferGb().orElseThrow();
        var memoryFits =
                profile.isShared()
                        ? memoryGb <= profile.memoryGb()
                        : memoryGb == profile.memoryGb();
        return type.slices().orElseThrow() == profile.computeSlices()
                && type.suffix().equals(profile.hasMediaEngines() ? TypeName.MEDIA_ENGINES : "")
                && memoryFits;
    }

    @Override
    public String toString() {
        return name;
    }
}
