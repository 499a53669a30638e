package vgpuctl.core.doctor.rule;

import java.util.Optional;
import java.util.regex.Pattern;
import vgpuctl.core.doctor.Line;

/**
 * What shows that a configuration that libvirt refused is no longer wanted: it took another one, of
 * a VM with a device, later. The refusal does not say of which VM it was.
 */
final class LaterConfiguration {

    /** Of the facts of a host: when libvirt wrote a VM's configuration. */
    static final String WORDS = "domain with a device configured ";

    /** As journalctl has it with {@code --utc --output=short-iso-precise}. */
    private static final Pattern TIME =
            Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+0000");

    private LaterConfiguration() {}

    static boolean isAfter(Line configured, Line refused) {
        var before = time(refused);
        var after = time(configured);
        return before.isPresent() && after.filter(t -> t.compareTo(before.get()) > 0).isPresent();
    }

    private static Optional<String> time(Line line) {
        var matcher = TIME.matcher(line.text());
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
}
