package vgpuctl.core.plan;

import java.util.UUID;
import vgpuctl.core.problem.Problem;

/** What a vGPU may be called: a name goes into file names, metrics and command lines. */
public final class VgpuName {

    private static final int LONGEST = 63;

    private VgpuName() {}

    /** The name itself, where it is one. */
    public static String checked(String name) {
        if (!isName(name)) {
            throw new Problem.BadInput(
                            "'" + name + "' cannot be a vGPU's name",
                            "use letters, digits, '-', '_' and '.', at most "
                                    + LONGEST
                                    + ", a letter first")
                    .thrown();
        }
        return name;
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > LONGEST || !isLetter(name.charAt(0))) {
            return false;
        }
        return name.chars().allMatch(c -> isLetter(c) || "0123456789-_.".indexOf(c) >= 0)
                && !isUuid(name);
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isUuid(String name) {
        try {
            return UUID.fromString(name).toString().equals(name);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
