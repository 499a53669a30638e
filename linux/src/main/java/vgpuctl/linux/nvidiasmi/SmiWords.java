package vgpuctl.linux.nvidiasmi;

import java.util.Optional;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.live.Percent;

/** The tool's numbers with their units. What it does not say, or says otherwise, is unknown. */
final class SmiWords {

    private static final int MOST_DIGITS = 9;

    private SmiWords() {}

    /** {@code 37 %}. */
    static Reading<Percent> percent(String what, Optional<String> words) {
        return thousandths(what, words, "%").flatMap(value -> Percent.of(value / 1000));
    }

    /** {@code 616 MiB} in bytes. */
    static Reading<Long> bytes(String what, Optional<String> words) {
        return thousandths(what, words, "MiB").map(value -> (value / 1000) << 20);
    }

    /** {@code 71.44 W} in milliwatts. */
    static Reading<Long> milliwatts(String what, Optional<String> words) {
        return thousandths(what, words, "W");
    }

    /** {@code 49 C}, {@code 60 FPS}, or with an empty unit {@code 3}. */
    static Reading<Integer> whole(String what, Optional<String> words, String unit) {
        return thousandths(what, words, unit).map(value -> (int) (value / 1000));
    }

    private static Reading<Long> thousandths(String what, Optional<String> words, String unit) {
        if (words.isEmpty()) {
            return unsaid(what);
        }
        var text = words.get();
        var number = text.endsWith(unit) ? text.substring(0, text.length() - unit.length()) : "";
        return thousandths(number.strip())
                .map(Reading::of)
                .orElseGet(() -> Reading.unknown("nvidia-smi says '" + text + "' for " + what));
    }

    static <T> Reading<T> unsaid(String what) {
        return Reading.unknown("nvidia-smi does not say: " + what);
    }

    private static Optional<Long> thousandths(String number) {
        var point = number.indexOf('.');
        var whole = point < 0 ? number : number.substring(0, point);
        var rest = point < 0 ? "" : number.substring(point + 1);
        return isDigits(whole) && !whole.isEmpty() && isDigits(rest)
                ? Optional.of(
                        Long.parseLong(whole) * 1000
                                + Long.parseLong((rest + "000").substring(0, 3)))
                : Optional.empty();
    }

    private static boolean isDigits(String text) {
        return text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
