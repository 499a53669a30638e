package vgpuctl.core.doctor;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a line is about, where it says so: the UUID of a vGPU, the address of a device, a unit. */
public final class Subject {

    private static final Pattern UUID =
            Pattern.compile("\\b[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b");
    private static final Pattern ADDRESS =
            Pattern.compile("\\b(?:[0-9a-fA-F]{4,8}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7]\\b");
    private static final Pattern UNIT = Pattern.compile("([\\w@.-]+)\\.service\\b");

    private Subject() {}

    /** A vGPU, or else a PCI device, or nothing. */
    public static String device(Line line) {
        return uuid(line).or(() -> address(line)).orElse("");
    }

    public static Optional<String> uuid(Line line) {
        if (!mayHaveUuid(line.text())) {
            return Optional.empty();
        }
        var matcher = UUID.matcher(line.text());
        return matcher.find()
                ? Optional.of(matcher.group().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** With a domain of four digits, as sysfs has it. */
    public static Optional<String> address(Line line) {
        if (!mayHaveAddress(line.text())) {
            return Optional.empty();
        }
        var matcher = ADDRESS.matcher(line.text());
        return matcher.find() ? Optional.of(normal(matcher.group())) : Optional.empty();
    }

    /** Four dashes, each five from the last: most lines have none, and need no expression then. */
    private static boolean mayHaveUuid(String text) {
        for (var at = text.indexOf('-', 8);
                at >= 0 && at + 27 < text.length();
                at = text.indexOf('-', at + 1)) {
            if (text.charAt(at + 5) == '-'
                    && text.charAt(at + 10) == '-'
                    && text.charAt(at + 15) == '-') {
                return true;
            }
        }
        return false;
    }

    /** A point, and a colon three before it. */
    private static boolean mayHaveAddress(String text) {
        for (var at = text.indexOf('.', 5); at >= 0; at = text.indexOf('.', at + 1)) {
            if (text.charAt(at - 3) == ':') {
                return true;
            }
        }
        return false;
    }

    /** {@code nvidia-smi} writes the domain with eight digits, {@code lspci} leaves it out. */
    public static String normal(String address) {
        var lower = address.toLowerCase(Locale.ROOT);
        var colon = lower.indexOf(':');
        if (lower.indexOf(':', colon + 1) < 0) {
            return "0000:" + lower;
        }
        return lower.startsWith("0000") && colon == 8 ? lower.substring(4) : lower;
    }

    /** A systemd unit without {@code .service}. */
    public static Optional<String> unit(Line line) {
        var matcher = UNIT.matcher(line.text());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** What stands between the first {@code '…'} of the line. */
    public static Optional<String> quoted(Line line) {
        var from = line.text().indexOf('\'');
        var to = line.text().indexOf('\'', from + 1);
        return from >= 0 && to > from + 1
                ? Optional.of(line.text().substring(from + 1, to))
                : Optional.empty();
    }
}
