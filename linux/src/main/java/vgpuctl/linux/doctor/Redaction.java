package vgpuctl.linux.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of texts what is nobody else's business. */
final class Redaction {

    private static final String GONE = "(removed)";

    /** Passwords, tokens and keys, never to leave the host. */
    private static final List<Pattern> SECRETS =
            List.of(
                    Pattern.compile(
                            "(?i)(\\b(?:passwd|password|passphrase|secret|token|api[_-]?key)"
                                    + "[\"']?\\s*[=:]\\s*)(?:\"[^\"]*\"|'[^']*'|[^\\s,;&]+)"),
                    Pattern.compile("(://[^/\\s:@]+:)[^@/\\s]+(?=@)"),
                    Pattern.compile("()\\beyJ[\\w-]{8,}\\.[\\w-]+\\.[\\w-]*"));

    /** What tells a host or a card from all others. */
    private static final List<Pattern> IDENTITY =
            List.of(
                    Pattern.compile(
                            "(?im)^(\\s*(?:Serial Number|GPU UUID|GPU Part Number|Board Part"
                                    + " Number)\\s*:\\s*)\\S.*$"),
                    Pattern.compile("(<serial>)[^<]*(?=</serial>)"),
                    Pattern.compile("()\\bGPU-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b"),
                    Pattern.compile("(?i)()\\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\\b"),
                    Pattern.compile("()(?<![\\w.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\w.])"));

    private final List<Pattern> patterns = new ArrayList<>(SECRETS);

    private Redaction() {}

    /** Without secrets, all else as it is. */
    static Redaction ofSecrets() {
        return new Redaction();
    }

    /** Also without serial numbers, addresses and these names. */
    static Redaction ofIdentity(List<String> hostNames) {
        var redaction = new Redaction();
        redaction.patterns.addAll(IDENTITY);
        for (var name : hostNames) {
            // A name of a letter or two is part of too many words.
            if (name.length() > 2) {
                redaction.patterns.add(
                        Pattern.compile(
                                "()(?<![\\w-])" + Pattern.quote(name) + "(?:\\.[\\w.-]+)?"));
            }
        }
        return redaction;
    }

    String of(String text) {
        var redacted = text;
        for (var pattern : patterns) {
            redacted =
                    pattern.matcher(redacted)
                            .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + GONE));
        }
        return redacted;
    }
}
