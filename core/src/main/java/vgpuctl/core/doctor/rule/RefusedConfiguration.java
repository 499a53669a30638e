package vgpuctl.core.doctor.rule;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Signature;

/**
 * A configuration that libvirt refuses. It is no longer wanted once libvirt took another one, of a
 * VM with a device, later: the refusal does not say of which VM it was.
 */
abstract class RefusedConfiguration extends Signature {

    /** Of the facts of a host: when libvirt wrote a VM's configuration. */
    private static final String LATER = "domain with a device configured ";

    /** As journalctl has it with {@code --utc --output=short-iso-precise}. */
    private static final Pattern TIME =
            Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+0000");

    RefusedConfiguration(Description description, String... needles) {
        super(description, needles);
    }

    @Override
    protected final List<String> settledBy() {
        return List.of(LATER);
    }

    @Override
    protected final boolean settles(Line configured, Line refused, String about) {
        var before = time(refused);
        var after = time(configured);
        return before.isPresent() && after.filter(t -> t.compareTo(before.get()) > 0).isPresent();
    }

    private static Optional<String> time(Line line) {
        var matcher = TIME.matcher(line.text());
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
}
