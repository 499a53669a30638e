package vgpuctl.core.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Lines that say error and that no rule knows, each kind of them once, with what stands around. */
final class UnknownErrors {

    static final List<String> NEEDLES = List.of("error: ", "ERROR: ", "Error: ");

    /** Kinds of lines; what comes then is counted with the last. */
    private static final int MOST = 16;

    private static final String OTHERS = "";

    /** Who writes a line of a journal or of the kernel's log. */
    private static final Pattern WRITER =
            Pattern.compile("^(?:\\S+ +\\d+ [0-9:]+|\\d{4}-\\S+) \\S+ ([^ :\\[]+)(?:\\[\\d+])?: ");

    /** libvirt's daemons write down what they have told whoever asked them, about any VM. */
    private static final Pattern LIBVIRT = Pattern.compile("libvirtd|virt[a-z]+d");

    private static final Pattern OURS =
            Pattern.compile(
                    "nvidia|vgpu|nvrm|vmiop|vfio|mdev|iommu|qemu|kvm|libvirt|virsh|dkms|vgpuctl",
                    Pattern.CASE_INSENSITIVE);

    /** A kind of line. */
    private static final class Kind {

        private final List<Evidence> lines;
        private final Severity severity;
        private long times;

        private Kind(List<Evidence> lines, Severity severity) {
            this.lines = lines;
            this.severity = severity;
        }
    }

    private final Description rule;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    UnknownErrors(Description rule) {
        this.rule = rule;
    }

    /**
     * Takes a line.
     *
     * @param neighbours asked for where nobody has seen its kind before
     */
    void see(Line line, Supplier<List<Evidence>> neighbours) {
        if (isAnswerOfLibvirt(line)) {
            return;
        }
        var kind = withoutNumbers(line.text());
        var key = kinds.size() < MOST || kinds.containsKey(kind) ? kind : OTHERS;
        kinds.computeIfAbsent(key, _ -> new Kind(around(line, neighbours.get()), severity(line)))
                .times++;
    }

    /**
     * What of lines that say the same of other things is the same. By hand: a log may be full of
     * errors, and a regular expression takes ten times as long.
     */
    static String withoutNumbers(String text) {
        var kind = new StringBuilder(text.length());
        var at = 0;
        while (at < text.length()) {
            var end = numberEnd(text, at);
            if (end > at) {
                kind.append('#');
                at = end;
            } else {
                at = appendWord(kind, text, at);
            }
        }
        return kind.toString();
    }

    /** A character, with those that could have been a number with it, had there been a digit. */
    private static int appendWord(StringBuilder kind, String text, int from) {
        var at = from;
        do {
            kind.append(text.charAt(at));
            at++;
        } while (at < text.length()
                && isOfNumber(text.charAt(at - 1))
                && isOfNumber(text.charAt(at)));
        return at;
    }

    /** Behind the number that begins there, {@code 0x1F} or {@code 1f-2b-3}; there if none does. */
    private static int numberEnd(String text, int from) {
        if (text.startsWith("0x", from)) {
            var end = from + 2;
            while (end < text.length() && isHex(text.charAt(end))) {
                end++;
            }
            if (end > from + 2) {
                return end;
            }
        }
        var behindDigit = from;
        for (var at = from; at < text.length() && isOfNumber(text.charAt(at)); at++) {
            if (text.charAt(at) <= '9' && text.charAt(at) >= '0') {
                behindDigit = at + 1;
            }
        }
        return behindDigit;
    }

    private static boolean isOfNumber(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
    }

    private static boolean isHex(char c) {
        return (c != '-' && isOfNumber(c)) || (c >= 'A' && c <= 'F');
    }

    private static boolean isAnswerOfLibvirt(Line line) {
        if (!line.has("virt")) {
            return false;
        }
        var writer = WRITER.matcher(line.text());
        return writer.find() && LIBVIRT.matcher(writer.group(1)).matches();
    }

    private static List<Evidence> around(Line line, List<Evidence> neighbours) {
        var lines = new ArrayList<Evidence>();
        neighbours.stream().filter(other -> other.line() < line.number()).forEach(lines::add);
        lines.add(line.evidence());
        neighbours.stream().filter(other -> other.line() > line.number()).forEach(lines::add);
        return lines;
    }

    /** What another program of this host complains about is for somebody else. */
    private static Severity severity(Line line) {
        var writer = WRITER.matcher(line.text());
        return writer.find() && !OURS.matcher(line.text()).find()
                ? Severity.NOTICE
                : Severity.WARNING;
    }

    List<Finding> findings() {
        return kinds.values().stream()
                .map(kind ->
                        new Finding(rule, kind.severity, "", kind.lines, kind.times, List.of()))
                .toList();
    }
}
