package vgpuctl.cli.view;

import java.util.ArrayList;
import java.util.List;
import vgpuctl.cli.screen.Screen;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Select;
import vgpuctl.core.plan.Step;
import vgpuctl.operations.Answer;
import vgpuctl.operations.Request;

/** What a change would do, and what it did. */
final class ChangeView {

    private ChangeView() {}

    static String planned(Plan plan) {
        var text = new StringBuilder();
        if (plan.steps().isEmpty()) {
            text.append("Nothing to do.\n");
        } else {
            text.append("Would do, in this order:\n");
        }
        for (var i = 0; i < plan.steps().size(); i++) {
            text.append("  ").append(i + 1).append(". ");
            text.append(plan.steps().get(i).words());
            text.append(lasting(plan.steps().get(i))).append("\n");
        }
        if (plan.isPreparation()) {
            text.append("  … then the rest, planned on what these come to.\n");
        }
        return text + notes(plan);
    }

    private static String lasting(Step step) {
        return step instanceof Step.Lasting ? " (cannot be taken back)" : "";
    }

    static String changed(Answer.Changed answer, Screen screen) {
        var plan = answer.plan();
        if (plan.steps().isEmpty()) {
            return plan.notes().isEmpty() ? "Nothing to do.\n" : notes(plan);
        }
        return done(answer, screen) + notes(plan);
    }

    private static String notes(Plan plan) {
        var text = new StringBuilder();
        plan.notes().forEach(note -> text.append(Words.note(note)));
        return text.toString();
    }

    private static String done(Answer.Changed answer, Screen screen) {
        var before = answer.before();
        return switch (answer.request()) {
            case Request.Create _ -> created(answer, screen);
            case Request.Start(var ids) -> lines("Started", before, ids);
            case Request.Stop(var ids, _) -> lines("Stopped", before, ids);
            case Request.Remove(var ids, _) -> lines("Removed", before, ids);
            case Request.Define(var ids, _) -> lines("Defined", before, ids);
            case Request.Undefine(var ids, _) -> lines("Undefined", before, ids);
            case Request.Adopt _ -> adopted(answer, screen);
            case Request.Autostart(var ids, var on) ->
                    lines(on ? "Autostart on:" : "Autostart off:", before, ids);
            case Request.SwitchFunctions(var gpu, var on) ->
                    (on ? "Enabled" : "Disabled")
                            + " the virtual functions of "
                            + name(answer, gpu)
                            + functions(answer, gpu);
            case Request.SwitchMixedSizes(var gpu, var on) ->
                    name(answer, gpu) + " is in " + (on ? "mixed" : "equal") + "-size mode.\n";
            case Request.SwitchMig(var gpu, var on) ->
                    name(answer, gpu) + (on ? " is in MIG mode.\n" : " has left MIG mode.\n");
            case Request.CutMig(var gpu, var profiles) ->
                    profiles.isEmpty()
                            ? name(answer, gpu) + " has no GPU instance.\n"
                            : name(answer, gpu) + " is cut into " + instances(answer, gpu);
            case Request.Apply _ -> applied(answer, screen);
            case Request.RestoreGpu(var gpu) -> name(answer, gpu) + " is switched as it was.\n";
            case Request.SetScheduler(var gpu, var scheduler) ->
                    "The scheduler of "
                            + name(answer, gpu)
                            + " is "
                            + scheduler
                            + willBe(answer.plan());
            case Request.Mdev mdev -> mdev.isNew() ? mdev.wish().uuid() + "\n" : "";
            case Request.Attach(var id, var domain, _) -> given(answer, id, domain);
            case Request.Detach(var id, var domain, _) -> taken(answer, id, domain);
        };
    }

    private static String name(Answer.Changed answer, String gpu) {
        return Select.gpu(answer.after(), gpu).name().text();
    }

    private static String functions(Answer.Changed answer, String gpu) {
        var functions = Select.gpu(answer.after(), gpu).partition().functions();
        return functions.enabled() == 0 ? ".\n" : ": " + functions.enabled() + ".\n";
    }

    private static String instances(Answer.Changed answer, String gpu) {
        var instances = new ArrayList<String>();
        for (var instance : Select.gpu(answer.after(), gpu).partition().mig().all()) {
            instances.add(instance.profile() + " at " + instance.start());
        }
        return String.join(", ", instances) + ".\n";
    }

    private static String willBe(Plan plan) {
        return plan.steps().getFirst() instanceof Step.ChangeModuleOptions
                ? " from the next start of the driver.\n"
                : ".\n";
    }

    /** What was done, a line a step, and what there is now of it. */
    private static String applied(Answer.Changed answer, Screen screen) {
        var text = new StringBuilder("Done:\n");
        var steps = answer.plan().steps();
        for (var i = 0; i < steps.size(); i++) {
            text.append("  ").append(i + 1).append(". ").append(steps.get(i).words()).append("\n");
        }
        var changed = changedOnes(answer);
        return changed.isEmpty()
                ? text.toString()
                : text + "\n" + VgpusView.table(answer.after(), changed, screen);
    }

    private static List<Vgpu> changedOnes(Answer.Changed answer) {
        var changed = new ArrayList<Vgpu>();
        for (var vgpu : answer.after().vgpus()) {
            if (!answer.before().vgpus().contains(vgpu)) {
                changed.add(vgpu);
            }
        }
        return changed;
    }

    private static String adopted(Answer.Changed answer, Screen screen) {
        return VgpusView.table(answer.after(), changedOnes(answer), screen);
    }

    private static String created(Answer.Changed answer, Screen screen) {
        var made = new ArrayList<Vgpu>();
        for (var vgpu : answer.after().vgpus()) {
            if (answer.before().vgpu(vgpu.uuid()).isEmpty()) {
                made.add(vgpu);
            }
        }
        return VgpusView.table(answer.after(), made, screen);
    }

    private static String given(Answer.Changed answer, String id, String domain) {
        var vgpu = Select.vgpu(answer.after(), id);
        var device = vgpu.device();
        var hasIt = Select.domain(answer.after(), domain).hasLive(device);
        return "Gave "
                + vgpu.label()
                + " to "
                + domain
                + (hasIt ? ".\n" : ": it has it from its next start.\n");
    }

    private static String taken(Answer.Changed answer, String id, String domain) {
        var vgpu = Select.vgpu(answer.before(), id);
        var device = vgpu.device();
        var keepsIt = Select.domain(answer.after(), domain).hasLive(device);
        return "Took "
                + vgpu.label()
                + " from "
                + domain
                + (keepsIt ? ": it keeps it until it stops.\n" : ".\n");
    }

    private static String lines(String verb, HostSnapshot before, List<String> ids) {
        var text = new StringBuilder();
        ids.forEach(id ->
                text.append(verb)
                        .append(" ")
                        .append(Select.vgpu(before, id).label())
                        .append(".\n"));
        return text.toString();
    }
}
