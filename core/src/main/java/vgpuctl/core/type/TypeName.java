package vgpuctl.core.type;

import java.util.Optional;

/**
 * The name of a vGPU type as the driver gives it, {@code GRID P40-12C}.
 *
 * <p>NVIDIA's grammar is {@code <prefix> <board>-[<slices>-]<GB><series>[<suffix>]}; the name of
 * another vendor's type is any text.
 */
public record TypeName(String full) {

    /** The part that people write, {@code P40-12C}: what follows the last space. */
    public String token() {
        return series().isPresent() ? full.substring(full.lastIndexOf(' ') + 1) : full;
    }

    /** The series letter; empty for cloud gaming types and for other vendors' types. */
    public Optional<Series> series() {
        var at = full.lastIndexOf('-') + 1;
        var digits = at;
        while (digits < full.length() && isDigit(full.charAt(digits))) {
            digits++;
        }
        if (at == 0 || digits == at || digits == full.length()) {
            return Optional.empty();
        }
        return switch (full.charAt(digits)) {
            case 'A' -> Optional.of(Series.A);
            case 'B' -> Optional.of(Series.B);
            case 'C' -> Optional.of(Series.C);
            case 'Q' -> Optional.of(Series.Q);
            default -> Optional.empty();
        };
    }

    /** The place of its series in lists; those without one stand last. */
    int rank() {
        return series().map(Series::ordinal).orElse(Series.values().length);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return full;
    }
}
