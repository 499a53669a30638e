package vgpuctl.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.plan.RestorePlanner;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;

/**
 * Brings back what a restart of the host took: waits for each GPU's driver, switches the GPU,
 * starts its vGPUs one by one. What fails costs itself only, and is said.
 */
final class Restoration {

    private final Operations operations;
    private final String words;
    private final List<String> done = new ArrayList<>();
    private final List<Problem> failed = new ArrayList<>();

    Restoration(Operations operations, String words) {
        this.operations = operations;
        this.words = words;
    }

    /**
     * Does it.
     *
     * @param again waits a moment; false when the time is over
     * @param notices is told what is waited for
     */
    Answer.Restored restore(BooleanSupplier again, Consumer<String> notices) {
        var waiting = new ArrayList<>(RestorePlanner.expected(operations.look()));
        var isTold = false;
        while (!waiting.isEmpty()) {
            var now = operations.look();
            for (var gpu : List.copyOf(waiting)) {
                if (RestorePlanner.isReady(now, gpu)) {
                    restore(gpu);
                    waiting.remove(gpu);
                }
            }
            if (!waiting.isEmpty() && !isTold) {
                notices.accept("waiting for the driver of " + names(waiting));
                isTold = true;
            }
            if (!waiting.isEmpty() && !again.getAsBoolean()) {
                break;
            }
        }
        waiting.forEach(this::missing);
        return new Answer.Restored(List.copyOf(done), List.copyOf(failed));
    }

    private static String names(List<DeviceName> gpus) {
        return String.join(", ", gpus.stream().map(DeviceName::text).toList());
    }

    private void missing(DeviceName gpu) {
        var now = operations.look();
        var lost =
                now.vgpus().stream()
                        .filter(vgpu -> vgpu.isAutostart() && !vgpu.active())
                        .filter(vgpu -> isOn(now, vgpu.parent(), gpu))
                        .map(vgpu -> vgpu.label())
                        .toList();
        failed.add(
                new Problem.HostNotReady(
                        "the driver of "
                                + gpu
                                + " did not come up in time"
                                + (lost.isEmpty() ? "" : "; not there: " + String.join(", ", lost)),
                        "see 'systemctl status nvidia-vgpud nvidia-vgpu-mgr' and 'vgpuctl doctor',"
                                + " then run 'vgpuctl restore' again"));
    }

    private static boolean isOn(HostSnapshot host, DeviceName parent, DeviceName gpu) {
        return parent.equals(gpu)
                || host.gpuOf(parent).filter(found -> found.name().equals(gpu)).isPresent();
    }

    private void restore(DeviceName gpu) {
        attempt(new Request.RestoreGpu(gpu.text()), gpu + " is switched as it was")
                .ifPresent(failed::add);
        var now = operations.look();
        now.gpu(gpu).ifPresent(found -> RestorePlanner.toStart(now, found).forEach(this::start));
    }

    /**
     * mdevctl's udev rule may start it in the same moment: then we are refused, and it is there.
     */
    private void start(Vgpu vgpu) {
        var request = new Request.Start(List.of(vgpu.uuid().toString()));
        attempt(request, vgpu.label() + " is active")
                .filter(_ -> !isActive(vgpu))
                .ifPresent(failed::add);
    }

    private boolean isActive(Vgpu vgpu) {
        return operations.look().vgpus().stream()
                .anyMatch(now ->
                        now.uuid().equals(vgpu.uuid())
                                && now.active()
                                && now.type().equals(vgpu.type()));
    }

    private Optional<Problem> attempt(Request.Change change, String success) {
        try {
            var changed = operations.change(change, words);
            if (!changed.plan().steps().isEmpty()) {
                done.add(success);
            }
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e.problem());
        }
    }
}
