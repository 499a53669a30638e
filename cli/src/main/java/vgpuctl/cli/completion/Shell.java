package vgpuctl.cli.completion;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** A shell that completes. */
public enum Shell {
    BASH,
    ZSH,
    FISH;

    /** As the command line names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word, which the command line has checked. */
    public static Shell named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** What the shell reads to complete vgpuctl. */
    public String script() {
        try (var text = Shell.class.getResourceAsStream(word())) {
            if (text == null) {
                throw new IllegalStateException("the jar lacks the script for " + word());
            }
            return new String(text.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
