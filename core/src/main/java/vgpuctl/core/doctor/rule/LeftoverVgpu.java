package vgpuctl.core.doctor.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.doctor.Context;
import vgpuctl.core.doctor.Description;
import vgpuctl.core.doctor.Evidence;
import vgpuctl.core.doctor.Finding;
import vgpuctl.core.doctor.Layer;
import vgpuctl.core.doctor.Line;
import vgpuctl.core.doctor.Rule;
import vgpuctl.core.doctor.Subject;
import vgpuctl.core.doctor.Watch;

/**
 * vGPUs of the driver that nothing stands behind: in {@code nvidia-smi vgpu -q} one that has no
 * UUID of its own never started, and one whose mdev is not on the host was left when that went.
 */
final class LeftoverVgpu implements Rule {

    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    @Override
    public Description description() {
        return Description.error(
                        "leftover-vgpu",
                        Layer.LEFTOVER,
                        "The driver still has vGPUs of a start that failed")
                .because(
                        "The VM is gone or never came up, and a process of the vGPU manager keeps"
                                + " its vGPUs and the memory that they take. The next VM is refused"
                                + " with an input/output error.")
                .fix(
                        "Have it shown, and then taken away with --yes: the manager's processes"
                                + " whose VM is gone are ended, and the manager is restarted where"
                                + " no VM runs. Clearing accounting does not free the vGPUs, and a"
                                + " reset of the card loses it until the host is restarted.")
                .command("vgpuctl cleanup");
    }

    @Override
    public Watch watch() {
        return new Seen(description());
    }

    private static final class Seen implements Watch {

        private final Description rule;
        private final Map<String, List<Line>> listed = new LinkedHashMap<>();
        private final Set<String> withoutUuid = new LinkedHashSet<>();
        private final Set<String> present = new LinkedHashSet<>();
        private Optional<Line> vgpuUuid = Optional.empty();
        private boolean presentKnown;

        private Seen(Description rule) {
            this.rule = rule;
        }

        @Override
        public List<String> needles() {
            return List.of("vGPU UUID  ", "MDEV UUID  ", "mdev active ", "active mdevs: ");
        }

        @Override
        public boolean see(Line line, Context context) {
            if (line.has("vGPU UUID")) {
                vgpuUuid = Optional.of(line);
            } else if (line.has("MDEV UUID")) {
                Subject.uuid(line).ifPresent(mdev -> list(mdev, line));
            } else if (line.has("active mdevs: ")) {
                presentKnown = true;
            } else {
                Subject.uuid(line).ifPresent(present::add);
            }
            return false;
        }

        private void list(String mdev, Line line) {
            var lines = new ArrayList<Line>();
            vgpuUuid.ifPresent(lines::add);
            lines.add(line);
            listed.put(mdev, lines);
            vgpuUuid.flatMap(Subject::uuid)
                    .filter(NOBODY::equals)
                    .ifPresent(_ -> withoutUuid.add(mdev));
            vgpuUuid = Optional.empty();
        }

        @Override
        public List<Finding> findings() {
            var lines = new ArrayList<Evidence>();
            var left = new ArrayList<String>();
            listed.forEach((mdev, seen) -> {
                if (withoutUuid.contains(mdev) || (presentKnown && !present.contains(mdev))) {
                    left.add(mdev);
                    seen.forEach(line -> lines.add(line.evidence()));
                }
            });
            return left.isEmpty()
                    ? List.of()
                    : List.of(Finding.of(rule, String.join(", ", left), lines));
        }
    }
}
