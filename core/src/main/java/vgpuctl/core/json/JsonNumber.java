package vgpuctl.core.json;

import java.util.OptionalLong;

/**
 * A number as it was written, so that nothing is lost between reading and writing. Two are equal
 * when their texts are: {@code 1.0} is not {@code 1}.
 */
public record JsonNumber(String text) implements Json {

    /** More digits than any long has; keeps a hostile text from costing a long conversion. */
    private static final int LONGEST_LONG = 20;

    public JsonNumber {
        if (text.isEmpty() || endOfNumber(text, 0) != text.length()) {
            throw new IllegalArgumentException("not a JSON number: " + text);
        }
    }

    @Override
    public void accept(JsonVisitor visitor) {
        visitor.number(text);
    }

    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /** The value, where it is written without fraction and exponent and a long can hold it. */
    public OptionalLong wholeNumber() {
        if (text.length() > LONGEST_LONG || isReal()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** The nearest double; infinite where the number is larger than any. */
    public double nearestDouble() {
        return Double.parseDouble(text);
    }

    private boolean isReal() {
        return text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    }

    /** Where the number that starts at {@code start} ends; {@code start} itself where none does. */
    static int endOfNumber(String text, int start) {
        var whole = endOfWholePart(text, text.startsWith("-", start) ? start + 1 : start);
        if (whole < 0) {
            return start;
        }
        var fraction = text.startsWith(".", whole) ? endOfDigits(text, whole + 1) : whole;
        if (fraction == whole + 1) {
            return start;
        }
        var exponent = endOfExponent(text, fraction);
        return exponent < 0 ? start : exponent;
    }

    private static int endOfWholePart(String text, int start) {
        if (text.startsWith("0", start)) {
            return start + 1;
        }
        var end = endOfDigits(text, start);
        return end == start ? -1 : end;
    }

    private static int endOfExponent(String text, int start) {
        if (!text.startsWith("e", start) && !text.startsWith("E", start)) {
            return start;
        }
        var signed = text.startsWith("+", start + 1) || text.startsWith("-", start + 1);
        var digits = signed ? start + 2 : start + 1;
        var end = endOfDigits(text, digits);
        return end == digits ? -1 : end;
    }

    private static int endOfDigits(String text, int start) {
        var at = start;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
