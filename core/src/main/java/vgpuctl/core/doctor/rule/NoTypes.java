package vgpuctl.core.doctor.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Evidence;
import vgpuctl.core.doctor.Finding;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Rule;
import vgpuctl.core.doctor.Source;
import vgpuctl.core.doctor.Watch;

/** {@code mdevctl types} at a prompt, and nothing of what it says where there are types. */
final class NoTypes implements Rule {

    private static final Pattern PROMPT = Pattern.compile("[#$] +(?:sudo +)?mdevctl types\\s*$");

    @Override
    public Description description() {
        return Description.error("no-types", Layer.VGPU, "No device of this host offers vGPU types")
                .because(
                        "The card is not one that the driver has vGPUs for,"
                                + " nvidia-vgpud failed, virtual functions are off, or the driver"
                                + " has the newer interface without mdev, which mdevctl does not"
                                + " see.")
                .fix(
                        "'vgpuctl gpus' says for each card which interface it has and what is"
                                + " missing; 'systemctl status nvidia-vgpud' whether the driver was"
                                + " told the types.")
                .command("vgpuctl gpus")
                .explainedBy("card-not-in-driver-list", "functions-off", "service-failed");
    }

    @Override
    public Watch watch() {
        return new Asked(description());
    }

    private static final class Asked implements Watch {

        private final Description rule;
        private final List<Evidence> unanswered = new ArrayList<>();
        private Optional<Line> asked = Optional.empty();

        private Asked(Description rule) {
            this.rule = rule;
        }

        @Override
        public List<String> needles() {
            return List.of("mdevctl types", "Available instances: ");
        }

        @Override
        public boolean see(Line line, Context context) {
            if (PROMPT.matcher(line.text()).find()) {
                asked.ifPresent(earlier -> unanswered.add(earlier.evidence()));
                asked = Optional.of(line);
            } else if (line.has("Available instances: ") && isOfTheSameText(line.source())) {
                asked = Optional.empty();
            }
            return false;
        }

        private boolean isOfTheSameText(Source source) {
            return asked.filter(line -> line.source().equals(source)).isPresent();
        }

        @Override
        public List<Finding> findings() {
            asked.ifPresent(line -> unanswered.add(line.evidence()));
            asked = Optional.empty();
            return unanswered.isEmpty() ? List.of() : List.of(Finding.of(rule, "", unanswered));
        }
    }
}
