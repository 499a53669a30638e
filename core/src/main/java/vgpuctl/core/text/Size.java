package vgpuctl.core.text;

import java.util.Locale;
import java.util.OptionalInt;

/** Frame buffer sizes in the words of the field: nominal GB, {@code 12 GB}, {@code 512 MB}. */
public final class Size {

    private static final int MIB_PER_GB = 1024;

    private Size() {}

    /** {@code 12G}, {@code 12GB}, {@code 512M} or {@code 512MB} in MiB; empty where it is none. */
    public static OptionalInt parseMib(String text) {
        var upper = text.strip().toUpperCase(Locale.ROOT);
        var digits = 0;
        while (digits < upper.length()
                && upper.charAt(digits) >= '0'
                && upper.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > 6) {
            return OptionalInt.empty();
        }
        var number = Integer.parseInt(upper.substring(0, digits));
        return switch (upper.substring(digits).strip()) {
            case "G", "GB", "GIB" -> OptionalInt.of(number * MIB_PER_GB);
            case "M", "MB", "MIB" -> OptionalInt.of(number);
            default -> OptionalInt.empty();
        };
    }

    public static String ofMib(long mib) {
        var whole = mib / MIB_PER_GB;
        var rest = mib % MIB_PER_GB;
        if (rest == 0) {
            return whole + " GB";
        }
        return whole == 0 ? mib + " MB" : whole + " GB " + rest + " MB";
    }
}
