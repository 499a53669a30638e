package vgpuctl.cli.screen;

import java.util.Locale;
import java.util.Map;

/**
 * What output goes to.
 *
 * @param width columns; what is not a terminal has no width that matters
 * @param terminal whether a person is looking; otherwise a file or another program reads
 * @param colours whether tones are shown
 * @param unicode whether characters beyond ASCII can be shown
 */
public record Screen(int width, boolean terminal, boolean colours, boolean unicode) {

    private static final int USUAL_WIDTH = 80;
    private static final int WIDEST = 1000;
    private static final int NARROWEST = 20;

    /** The screen that the environment describes. */
    public static Screen of(Map<String, String> environment, boolean terminal) {
        return new Screen(
                width(environment.getOrDefault("COLUMNS", "")),
                terminal,
                terminal && wantsColours(environment),
                isUnicode(environment));
    }

    /** The same, on which nothing has to give way. */
    public Screen wide() {
        return new Screen(WIDEST, terminal, colours, unicode);
    }

    public Screen withoutColours() {
        return new Screen(width, terminal, false, unicode);
    }

    /** The text in its tone, where the screen shows tones. */
    public String paint(Tone tone, String text) {
        return colours && tone != Tone.PLAIN && !text.isEmpty()
                ? "\u001b[" + tone.code() + "m" + text + "\u001b[0m"
                : text;
    }

    private static int width(String columns) {
        if (columns.isEmpty() || columns.length() > 4) {
            return USUAL_WIDTH;
        }
        var width = 0;
        for (var i = 0; i < columns.length(); i++) {
            var digit = columns.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return USUAL_WIDTH;
            }
            width = width * 10 + digit;
        }
        return width == 0 ? USUAL_WIDTH : Math.clamp(width, NARROWEST, WIDEST);
    }

    private static boolean wantsColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** The first of these that says something decides, as in setlocale(3). */
    private static boolean isUnicode(Map<String, String> environment) {
        for (var name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            var locale = environment.getOrDefault(name, "").toUpperCase(Locale.ROOT);
            if (!locale.isEmpty()) {
                return locale.contains("UTF-8") || locale.contains("UTF8");
            }
        }
        return false;
    }
}
