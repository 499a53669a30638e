package vgpuctl.core.doctor.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Finding;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Rule;
import vgpuctl.core.doctor.Sightings;
import vgpuctl.core.doctor.Watch;

/** Recognises a shim that shows the driver another card than is there, and which card it shows. */
final class UnlockShim implements Rule {

    private static final Pattern NOT_LISTED =
            Pattern.compile("DevID: 0x10de / 0x([0-9a-fA-F]{4}) ");
    private static final Pattern REAL = Pattern.compile("Device Id +: 0x([0-9a-fA-F]{4})10DE");
    private static final Pattern SHOWN = Pattern.compile("Virtual Device Id: 0x([0-9a-fA-F]{4})");

    @Override
    public Description description() {
        return Description.notice(
                        "unlock-shim", Layer.DRIVER, "An unlock shim runs beside the driver")
                .because(
                        "It shows the driver another card than is there, so that a card without"
                                + " vGPU support offers the types of that other card. What the"
                                + " driver then says of types and limits holds for the card that"
                                + " is shown.")
                .fix(
                        "Nothing has to be done. Its version has to go with the driver's, also"
                                + " after an upgrade. vgpuctl serves such hosts and does not set"
                                + " them up.");
    }

    @Override
    public Watch watch() {
        return new Seen(description());
    }

    private static final class Seen implements Watch {

        private final Description rule;
        private final Sightings shim = new Sightings();
        private final List<Line> identities = new ArrayList<>();
        private final Set<String> real = new TreeSet<>();
        private final Set<String> shown = new TreeSet<>();
        private boolean runs;

        private Seen(Description rule) {
            this.rule = rule;
        }

        @Override
        public List<String> needles() {
            return List.of(
                    "vgpu_unlock",
                    "VgpuStart {",
                    "GPU not supported by vGPU at PCI Id: ",
                    "Device Id  ",
                    "Virtual Device Id: 0x");
        }

        @Override
        public boolean see(Line line, Context context) {
            if (line.has("vgpu_unlock") || line.has("VgpuStart {")) {
                runs = true;
                shim.add(line);
                return true;
            }
            note(NOT_LISTED, line, real);
            note(REAL, line, real);
            note(SHOWN, line, shown);
            return false;
        }

        private void note(Pattern pattern, Line line, Set<String> ids) {
            id(pattern, line).filter(ids::add).ifPresent(_ -> identities.add(line));
        }

        private static Optional<String> id(Pattern pattern, Line line) {
            var matcher = pattern.matcher(line.text());
            return matcher.find()
                    ? Optional.of("10de:" + matcher.group(1).toLowerCase(Locale.ROOT))
                    : Optional.empty();
        }

        @Override
        public List<Finding> findings() {
            if (!runs) {
                return List.of();
            }
            var found = shim.finding(rule, identity());
            var lines = new ArrayList<>(found.evidence());
            if (!found.about().isEmpty()) {
                identities.forEach(line -> lines.add(line.evidence()));
            }
            return List.of(
                    new Finding(
                            rule, rule.severity(), found.about(), lines, found.times(), List.of()));
        }

        /** Both identities, where the texts show them and they differ. */
        private String identity() {
            return real.isEmpty() || shown.isEmpty() || real.equals(shown)
                    ? ""
                    : String.join(", ", real) + " shown as " + String.join(", ", shown);
        }
    }
}
