package vgpuctl.core.layout;

import java.util.regex.Pattern;

/**
 * GPU instances of one profile.
 *
 * @param profile by name, {@code 1g.10gb+me}: ids differ between cards
 * @param count 1 or more
 */
public record MigWish(String profile, int count) {

    private static final Pattern PROFILE =
            Pattern.compile("[1-9]g\\.[1-9][0-9]{0,3}gb([+-][a-z]+(\\.[a-z]+)?)*");

    public MigWish {
        if (!isProfile(profile) || count < 1) {
            throw new IllegalArgumentException("no GPU instances: " + count + " x " + profile);
        }
    }

    /** Whether the text is a profile's name in NVIDIA's grammar; no card need have it. */
    public static boolean isProfile(String text) {
        return PROFILE.matcher(text).matches();
    }
}
