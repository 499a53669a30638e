package vgpuctl.core.doctor.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Finding;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Rule;
import vgpuctl.core.doctor.Severity;
import vgpuctl.core.doctor.Watch;

/** Whether VMs have their licence, by the last word on each: every VM begins without. */
final class GuestLicence implements Rule {

    private static final int MOST = 256;
    private static final String OF_MANAGER = "vGPU license state: ";
    private static final String OF_TOOL = "License Status  ";
    private static final Pattern PROCESS = Pattern.compile("nvidia-vgpu-mgr\\[\\d+]");

    @Override
    public Description description() {
        return Description.warning("guest-unlicensed", Layer.LICENCE, "A VM has no vGPU licence")
                .because(
                        "Without one a vGPU works in full for about twenty minutes"
                                + " (\"Unrestricted\") and is slowed down after that"
                                + " (\"Restricted\"); CUDA then says that devices are busy or"
                                + " unavailable.")
                .fix(
                        "See 'journalctl -u nvidia-gridd' in the VM. No restart is"
                                + " needed once there is a licence.")
                .explainedBy(
                        "licence-feature-not-found",
                        "licence-trusted-store",
                        "licence-token-missing",
                        "licence-not-acquired");
    }

    @Override
    public Watch watch() {
        return new Last(description());
    }

    private static final class Last implements Watch {

        private final Description rule;
        private final Map<String, Finding> states = new LinkedHashMap<>();

        private Last(Description rule) {
            this.rule = rule;
        }

        @Override
        public List<String> needles() {
            return List.of(OF_MANAGER, OF_TOOL);
        }

        @Override
        public boolean see(Line line, Context context) {
            var place = place(line);
            if (states.size() < MOST || states.containsKey(place)) {
                states.put(place, state(line, context));
            }
            return false;
        }

        /** A journal tells a story, of each VM's process another; a tool says how it is now. */
        private static String place(Line line) {
            var process = PROCESS.matcher(line.text());
            var where = process.find() ? process.group() : "";
            return line.has(OF_MANAGER)
                    ? line.source().name() + where
                    : line.source().name() + line.number();
        }

        private Finding state(Line line, Context context) {
            var about = context.vgpuOf(line).orElse("");
            var finding = Finding.of(rule, about, List.of(line.evidence()));
            return line.has("(Unrestricted)") ? finding.noMoreThan(Severity.NOTICE) : finding;
        }

        @Override
        public List<Finding> findings() {
            var without = new ArrayList<Finding>();
            for (var state : states.values()) {
                if (state.evidence().getLast().text().contains("Unlicensed")) {
                    without.add(state);
                }
            }
            return without;
        }
    }
}
