package vgpuctl.layout.text;

import java.util.List;
import java.util.Random;

/** Makes texts that are broken in a few places, the same ones for the same seed. */
public final class MutatedText {

    private static final List<String> PIECES =
            List.of(
                    "\t",
                    "\n",
                    "\r",
                    " ",
                    "  ",
                    ":",
                    ": ",
                    "- ",
                    "-",
                    "? ",
                    "[",
                    "]",
                    "{",
                    "}",
                    ",",
                    "#",
                    "&a",
                    "*a",
                    "!!",
                    "!<",
                    "%YAML 1.1\n",
                    "---",
                    "...",
                    "|",
                    ">",
                    "|2\n",
                    "'",
                    "\"",
                    "\\",
                    "\\u",
                    "\\x0",
                    "\ufeff",
                    "\u0000",
                    "\u0085",
                    "\u2028",
                    "\ud800",
                    "😀",
                    "~",
                    "null",
                    "0",
                    "-1",
                    "1e999",
                    "99999999999999999999",
                    "<",
                    ">",
                    "</",
                    "/>",
                    "<!",
                    "<!--",
                    "<?",
                    "&amp;",
                    "&x;",
                    "<![CDATA[",
                    "gpus:",
                    "vgpus:",
                    "name: ",
                    "uuid: ",
                    "{name: a, type: t}");

    private final Random random;

    public MutatedText(long seed) {
        random = new Random(seed);
    }

    /** The text with one to four changes. */
    public String of(String text) {
        var changed = text;
        for (var i = random.nextInt(4); i >= 0; i--) {
            changed = changedOnce(changed);
        }
        return changed;
    }

    private String changedOnce(String text) {
        var from = random.nextInt(text.length() + 1);
        var to = Math.min(text.length(), from + random.nextInt(12));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, from) + text.substring(to);
            case 1 -> text.substring(0, from);
            case 2 -> text.substring(0, to) + text.substring(from);
            case 3 -> text.substring(0, from) + (char) random.nextInt(0x250) + text.substring(from);
            default ->
                    text.substring(0, from)
                            + PIECES.get(random.nextInt(PIECES.size()))
                            + text.substring(from);
        };
    }
}
