package vgpuctl.core.type;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The name of a vGPU type as the driver gives it, {@code GRID P40-12C}.
 *
 * <p>NVIDIA's grammar is {@code [<prefix> ]<board>-[<slices>-]<GB>[<series>[<suffix>]]}: a prefix
 * may have spaces and a board hyphens, and the name of a cloud gaming type ends with its size. The
 * name of another vendor's type is any text, which is its own token and has no parts.
 *
 * <p>The parts are looked up in the text whenever they are asked for, so a name costs no more than
 * its text: a look reads hundreds.
 */
public record TypeName(String full) {

    /** The suffix of a type whose MIG instance has the media engines. */
    public static final String MEDIA_ENGINES = "ME";

    /** What a 0 in place of the size stands for, {@code M10-0Q}. */
    private static final int MIB_OF_SIZE_0 = 512;

    private static final int MIB_PER_GB = 1024;

    /** No number in a name is longer; what is, is no name of NVIDIA's. */
    private static final int MOST_DIGITS = 4;

    /** {@code 4} and {@code ME} occur; NVIDIA has more words for MIG profiles, none longer. */
    private static final int LONGEST_SUFFIX = 5;

    /** The part that people write, {@code P40-12C}: what follows the last space. */
    public String token() {
        return isNvidias() ? full.substring(tokenStart()) : full;
    }

    /** The series letter; empty for cloud gaming types and for other vendors' types. */
    public Optional<Series> series() {
        var letter = sizeEnd();
        return isSized() && isSuffix(letter + 1) ? seriesAt(letter) : Optional.empty();
    }

    private Optional<Series> seriesAt(int index) {
        if (index >= full.length()) {
            return Optional.empty();
        }
        return switch (full.charAt(index)) {
            case 'A' -> Optional.of(Series.A);
            case 'B' -> Optional.of(Series.B);
            case 'C' -> Optional.of(Series.C);
            case 'Q' -> Optional.of(Series.Q);
            default -> Optional.empty();
        };
    }

    /**
     * Whether it is a cloud gaming type, {@code GeForce RTX T10x-8}: a size without a series. These
     * are listed and never chosen for anybody who did not name them.
     */
    public boolean isGaming() {
        return isSized()
                && sizeEnd() == full.length()
                && (full.startsWith("NVIDIA ")
                        || full.startsWith("GRID ")
                        || full.startsWith("GeForce "));
    }

    /** What it is sold for, in one word; empty for another vendor's type. */
    public Optional<String> use() {
        return isGaming() ? Optional.of("gaming") : series().map(Series::use);
    }

    private boolean isNvidias() {
        return series().isPresent() || isGaming();
    }

    /**
     * What the names of a board's types have in common, {@code P40}, {@code RTX6000-Ada}. Not the
     * board's product name, and two boards call themselves {@code DC}.
     */
    public Optional<String> board() {
        return isNvidias()
                ? Optional.of(full.substring(tokenStart(), boardEnd()))
                : Optional.empty();
    }

    /** How many slices of the GPU its MIG instance has; empty for a time-sliced type. */
    public OptionalInt slices() {
        var end = boardEnd();
        return isNvidias() && end < sizeStart() - 1
                ? OptionalInt.of(number(end + 1, sizeStart() - 1))
                : OptionalInt.empty();
    }

    /** Whether its vGPUs need a MIG instance, {@code A100-1-5C}. */
    public boolean isMigBacked() {
        return slices().isPresent();
    }

    /** The nominal frame buffer in GB; 0 stands for 512 MB. */
    public OptionalInt framebufferGb() {
        return isNvidias() ? OptionalInt.of(number(sizeStart(), sizeEnd())) : OptionalInt.empty();
    }

    /** The nominal frame buffer in MiB, from which the driver's own figure may differ a little. */
    public OptionalInt framebufferMib() {
        var gb = framebufferGb();
        if (gb.isEmpty()) {
            return gb;
        }
        return OptionalInt.of(gb.getAsInt() == 0 ? MIB_OF_SIZE_0 : gb.getAsInt() * MIB_PER_GB);
    }

    /** What follows the series letter, {@code 4} or {@code ME}; empty text where nothing does. */
    public String suffix() {
        return series().isPresent() ? full.substring(sizeEnd() + 1) : "";
    }

    /** Whether its MIG instance has the media engines, {@code A100-1-5CME}. */
    public boolean hasMediaEngines() {
        return isMigBacked() && suffix().equals(MEDIA_ENGINES);
    }

    /** By series, then by name. Not Comparator.comparing: its lambdas are made at run time. */
    public static int compare(TypeName left, TypeName right) {
        var bySeries = left.rank() - right.rank();
        return bySeries != 0 ? bySeries : left.full.compareTo(right.full);
    }

    /** The place of its series in lists; those without one stand last. */
    private int rank() {
        return series().map(Series::ordinal).orElse(Series.values().length);
    }

    private int tokenStart() {
        return full.lastIndexOf(' ') + 1;
    }

    private int sizeStart() {
        return full.lastIndexOf('-') + 1;
    }

    private int sizeEnd() {
        return digitsEnd(sizeStart());
    }

    /** Whether there is a board, a hyphen and a number. */
    private boolean isSized() {
        var start = sizeStart();
        var digits = sizeEnd() - start;
        return start > tokenStart() + 1 && digits > 0 && digits <= MOST_DIGITS;
    }

    /** Of the hyphen behind the board: a number between two hyphens is no part of it. */
    private int boardEnd() {
        var end = sizeStart() - 1;
        var slices = full.lastIndexOf('-', end - 1) + 1;
        var areSlices =
                slices > tokenStart() + 1
                        && slices < end
                        && end - slices <= MOST_DIGITS
                        && digitsEnd(slices) == end;
        return areSlices ? slices - 1 : end;
    }

    private int digitsEnd(int start) {
        var end = start;
        while (end < full.length() && isDigit(full.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean isSuffix(int start) {
        for (var i = start; i < full.length(); i++) {
            var c = full.charAt(i);
            if (!isDigit(c) && (c < 'A' || c > 'Z')) {
                return false;
            }
        }
        return full.length() - start <= LONGEST_SUFFIX;
    }

    private int number(int start, int end) {
        return Integer.parseInt(full, start, end, 10);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return full;
    }
}
