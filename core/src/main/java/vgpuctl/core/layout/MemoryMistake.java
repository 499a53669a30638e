package vgpuctl.core.layout;

import java.util.regex.Pattern;
import vgpuctl.core.document.Fields;

/** What is wrong with a size that {@link Need#mib} does not read. */
final class MemoryMistake {

    private static final Pattern WITHOUT_UNIT = Pattern.compile("[0-9]{1,9}");
    private static final Pattern WHOLE = Pattern.compile("(-?[0-9]+) ?[GM](i?B)?");
    private static final Pattern FRACTION = Pattern.compile("([0-9]{1,3}\\.[0-9]{1,6}) ?G(i?B)?");

    private static final int MIB_PER_GB = 1024;

    private MemoryMistake() {}

    static String reason(String text) {
        if (WITHOUT_UNIT.matcher(text).matches()) {
            return Fields.quoted(text) + " has no unit";
        }
        return WHOLE.matcher(text).matches()
                ? "no GPU has a vGPU with " + Fields.quoted(text)
                : Fields.quoted(text) + " is no size";
    }

    static String wayOut(String text) {
        if (WITHOUT_UNIT.matcher(text).matches()) {
            return "write " + text + "G or " + text + "M";
        }
        var fraction = FRACTION.matcher(text);
        return fraction.matches()
                ? "write " + Math.round(Double.parseDouble(fraction.group(1)) * MIB_PER_GB) + "M"
                : "write a whole number with G or M: 6G, 512M";
    }
}
