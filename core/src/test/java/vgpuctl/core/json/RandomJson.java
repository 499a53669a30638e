package vgpuctl.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values of every shape, the same ones for the same seed. */
final class RandomJson {

    private static final List<String> AWKWARD =
            List.of(
                    "",
                    " ",
                    "no",
                    "Y",
                    "null",
                    "~",
                    "0x1F",
                    "0o17",
                    "012",
                    "1e5",
                    "-1",
                    "1_000",
                    "0000:12:00.0",
                    "12:30:45",
                    "2026-01-01",
                    ".inf",
                    "<<",
                    "=",
                    "- a",
                    "a: b",
                    "a:",
                    "# a",
                    "a # b",
                    "&a",
                    "*a",
                    "!a",
                    "|",
                    ">",
                    "%a",
                    "@a",
                    "`a",
                    "{a}",
                    "[a]",
                    "'a'",
                    "\"a\"",
                    "a\nb",
                    "a\tb",
                    " a",
                    "a ",
                    "---",
                    "...",
                    "\u0085",
                    "\u2028",
                    "\ufeff",
                    "\u007f",
                    "\u0000",
                    "é",
                    "漢字",
                    "😀",
                    "k".repeat(1500));

    private static final List<String> NUMBERS =
            List.of("0", "-0", "7", "-12", "1.5", "1e5", "1E+5", "2.5e-7", "9223372036854775807");

    private final Random random;

    RandomJson(long seed) {
        random = new Random(seed);
    }

    Json value(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> new JsonString(text());
            case 1 -> new JsonNumber(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case 2 -> new JsonBoolean(random.nextBoolean());
            case 3 -> new JsonNull();
            case 4 -> array(depth);
            default -> object(depth);
        };
    }

    private JsonArray array(int depth) {
        var items = new ArrayList<Json>();
        for (var i = random.nextInt(5); i > 0; i--) {
            items.add(value(depth - 1));
        }
        return new JsonArray(items);
    }

    private JsonObject object(int depth) {
        var object = JsonObject.builder();
        for (var i = random.nextInt(5); i > 0; i--) {
            object.put(i + text(), value(depth - 1));
        }
        return object.build();
    }

    private String text() {
        if (random.nextInt(3) > 0) {
            return AWKWARD.get(random.nextInt(AWKWARD.size()));
        }
        var text = new StringBuilder();
        for (var i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(point());
        }
        return text.toString();
    }

    private int point() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0xa0 + random.nextInt(0xd700);
            case 2 -> 0x10000 + random.nextInt(0xfffff);
            default -> ' ' + random.nextInt(0x5f);
        };
    }
}
