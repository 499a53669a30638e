package vgpuctl.core.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Lines that say error and that no rule knows, each kind of them once, with what stands around. */
final class UnknownErrors {

    static final List<String> NEEDLES = List.of("error: ", "ERROR: ", "Error: ");

    /** Kinds of lines; what comes then is counted with the last. */
    private static final int MOST = 16;

    private static final String OTHERS = "";

    private static final Pattern VARIABLE = Pattern.compile("0x[0-9a-fA-F]+|[0-9a-f-]*[0-9]+");

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

    void see(Line line, List<Evidence> neighbours) {
        if (isAnswerOfLibvirt(line)) {
            return;
        }
        var kind = VARIABLE.matcher(line.text()).replaceAll("#");
        var key = kinds.size() < MOST || kinds.containsKey(kind) ? kind : OTHERS;
        kinds.computeIfAbsent(key, _ -> new Kind(around(line, neighbours), severity(line))).times++;
    }

    private static boolean isAnswerOfLibvirt(Line line) {
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
