package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vgpuctl.core.attach.MultiVgpuRule;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.problem.Problem;

/** Plans giving a vGPU to a VM and taking it away, and refuses what cannot work before libvirt. */
public final class AttachPlanner {

    private AttachPlanner() {}

    /**
     * How the caller wants it.
     *
     * @param faces what to change; empty for all that the domain's state allows
     * @param force leaves the rule on several vGPUs in one VM to the driver
     */
    public record AttachWish(Set<Affect> faces, boolean noDisplay, boolean force) {}

    public static Plan attach(
            HostSnapshot host, Vgpu vgpu, Domain domain, MultiVgpuRule rule, AttachWish wish) {
        var faces = faces(domain, wish.faces());
        refuseOthers(host, vgpu, domain);
        refuseInactive(vgpu);
        faces.removeIf(face -> isThere(vgpu, domain, face));
        if (faces.isEmpty()) {
            return Plan.toUndo(
                    List.of(), List.of(domain.name() + " has " + vgpu.label() + " already"));
        }
        if (!wish.force()) {
            refuseCombination(host, vgpu, domain, rule);
        }
        var notes = new ArrayList<String>();
        var hostdev = new Hostdev(vgpu.device(), display(vgpu, domain, wish, notes));
        var steps = new ArrayList<Step>();
        vgpu.record()
                .filter(record -> !record.claim().vm().equals(Optional.of(domain.name())))
                .ifPresent(record ->
                        steps.add(
                                new Step.ChangeRecord(
                                        vgpu.uuid(),
                                        Optional.of(record),
                                        Optional.of(record.meantFor(domain.name())))));
        steps.add(new Step.AttachHostdev(domain.name(), hostdev, faces));
        return Plan.toUndo(steps, notes);
    }

    public static Plan detach(Vgpu vgpu, Domain domain, Set<Affect> asked) {
        var faces = faces(domain, asked);
        faces.removeIf(face -> !isThere(vgpu, domain, face));
        var steps = new ArrayList<Step>();
        if (!faces.isEmpty()) {
            steps.add(
                    new Step.DetachHostdev(
                            domain.name(), new Hostdev(vgpu.device(), false), faces));
        }
        if (!staysSomewhere(vgpu, domain, faces)) {
            vgpu.record()
                    .filter(record -> record.claim().vm().equals(Optional.of(domain.name())))
                    .ifPresent(record ->
                            steps.add(
                                    new Step.ChangeRecord(
                                            vgpu.uuid(),
                                            Optional.of(record),
                                            Optional.of(record.meantForNone()))));
        }
        var notes =
                steps.isEmpty()
                        ? List.of(domain.name() + " does not have " + vgpu.label())
                        : List.<String>of();
        return Plan.toFinish(steps, notes);
    }

    /**
     * Both faces by default; what the domain's state does not allow is refused where it is asked.
     */
    private static EnumSet<Affect> faces(Domain domain, Set<Affect> asked) {
        if (asked.contains(Affect.LIVE) && !domain.running()) {
            throw new Problem.Conflict(
                            "the VM " + domain.name() + " does not run",
                            "leave --live out: its next start then has the change")
                    .thrown();
        }
        if (asked.contains(Affect.CONFIG) && domain.config().isEmpty()) {
            throw new Problem.Conflict(
                            "the VM " + domain.name() + " is transient: it has no configuration",
                            "leave --config out")
                    .thrown();
        }
        var faces = EnumSet.noneOf(Affect.class);
        if (domain.running() && (asked.isEmpty() || asked.contains(Affect.LIVE))) {
            faces.add(Affect.LIVE);
        }
        if (domain.config().isPresent() && (asked.isEmpty() || asked.contains(Affect.CONFIG))) {
            faces.add(Affect.CONFIG);
        }
        return faces;
    }

    private static boolean isThere(Vgpu vgpu, Domain domain, Affect face) {
        var device = vgpu.device();
        return switch (face) {
            case LIVE -> domain.hasLive(device);
            case CONFIG -> domain.hasInConfig(device);
        };
    }

    private static boolean staysSomewhere(Vgpu vgpu, Domain domain, Set<Affect> taken) {
        return EnumSet.complementOf(withNone(taken)).stream()
                .anyMatch(face -> isThere(vgpu, domain, face));
    }

    private static EnumSet<Affect> withNone(Set<Affect> faces) {
        var copy = EnumSet.noneOf(Affect.class);
        copy.addAll(faces);
        return copy;
    }

    private static void refuseOthers(HostSnapshot host, Vgpu vgpu, Domain domain) {
        host.domainsWith(vgpu).stream()
                .filter(other -> !other.name().equals(domain.name()))
                .findFirst()
                .ifPresent(other -> {
                    throw new Problem.Conflict(
                                    "the VM " + other.name() + " has " + vgpu.label(),
                                    "take it away there first: vgpuctl detach "
                                            + vgpu.label()
                                            + " "
                                            + other.name())
                            .thrown();
                });
    }

    private static void refuseInactive(Vgpu vgpu) {
        if (!vgpu.active()) {
            throw new Problem.Conflict(
                            vgpu.label() + " is not active: a VM with it would not start",
                            "start it first: vgpuctl start " + vgpu.label())
                    .thrown();
        }
    }

    private static void refuseCombination(
            HostSnapshot host, Vgpu vgpu, Domain domain, MultiVgpuRule rule) {
        var together = new ArrayList<Vgpu>();
        host.vgpus().stream().filter(other -> domain.has(other.device())).forEach(together::add);
        if (!together.contains(vgpu)) {
            together.add(vgpu);
        }
        rule.refusal(together)
                .ifPresent(why -> {
                    throw new Problem.Conflict(
                                    "the VM "
                                            + domain.name()
                                            + " has "
                                            + together.getFirst().label()
                                            + " already: "
                                            + why,
                                    "give "
                                            + vgpu.label()
                                            + " to another VM, or a larger type to this one;"
                                            + " --force lets the driver decide")
                            .thrown();
                });
    }

    /** QEMU shows a vGPU's head only on a graphics device that draws with OpenGL. */
    private static boolean display(Vgpu vgpu, Domain domain, AttachWish wish, List<String> notes) {
        var hasHeads =
                vgpu.resolved().map(type -> type.description().heads().orElse(0) > 0).orElse(false);
        if (wish.noDisplay() || !hasHeads || !(vgpu.device() instanceof HostDevice.Mdev)) {
            return false;
        }
        if (!domain.hasGraphics() || !domain.hasOpenGl()) {
            notes.add(
                    "display off: "
                            + domain.name()
                            + (domain.hasGraphics()
                                    ? " draws without OpenGL"
                                    : " has no graphics device"));
            return false;
        }
        return true;
    }
}
