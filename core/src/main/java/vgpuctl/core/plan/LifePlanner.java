package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Capacity;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeId;

/** Plans the life of vGPUs that exist: start, stop, remove, define, undefine, autostart. */
public final class LifePlanner {

    private LifePlanner() {}

    /** Makes a defined vGPU active. */
    public static Plan start(HostSnapshot host, Vgpu vgpu) {
        if (vgpu.active()) {
            return nothing(vgpu.label() + " is active already");
        }
        var gpu = Select.gpuOf(host, vgpu);
        refuseTakenFunction(host, vgpu);
        return Plan.toUndo(
                LifeSteps.of(vgpu).activation(typeOn(host, gpu, vgpu), host.boot().orElse("")),
                List.of());
    }

    /** The id that the driver has now for the type that the vGPU is to have. */
    private static TypeId typeOn(HostSnapshot host, PhysicalGpu gpu, Vgpu vgpu) {
        var wanted =
                vgpu.definition()
                        .map(d -> d.flatMap(Definition::type))
                        .orElse(Optional.empty())
                        .map(TypeId::text)
                        .or(() -> vgpu.record().map(record -> record.type().full()))
                        .orElseGet(() -> storedType(vgpu).text());
        var offer = Select.offer(gpu, wanted);
        if (offer.isEmpty()) {
            Select.ready(List.of(gpu));
            throw new Problem.NotFound(
                            "the driver on " + gpu.name() + " no longer has the type " + wanted,
                            "see what it has with 'vgpuctl types', then make the vGPU again")
                    .thrown();
        }
        return offer.get().type().id().orElseThrow(() -> noRoom(host, gpu, offer.get()).thrown());
    }

    private static Problem noRoom(HostSnapshot host, PhysicalGpu gpu, TypeOffer offer) {
        return new Problem.NoRoom(
                "no room for a "
                        + offer.type().token()
                        + " on "
                        + gpu.name()
                        + Capacity.of(host, gpu, offer).whyNone().map(why -> ": " + why).orElse(""),
                "free a vGPU with 'vgpuctl remove', or take what fits now: 'vgpuctl types'");
    }

    /** A virtual function takes one vGPU, and does not say whose. */
    private static void refuseTakenFunction(HostSnapshot host, Vgpu vgpu) {
        for (var other : host.vgpus()) {
            var isOnSameFunction =
                    other.active()
                            && other.device().equals(vgpu.device())
                            && !other.uuid().equals(vgpu.uuid());
            if (isOnSameFunction) {
                throw new Problem.Conflict(
                                "the virtual function "
                                        + vgpu.parent()
                                        + " of "
                                        + vgpu.label()
                                        + " carries another vGPU, "
                                        + other.label(),
                                "stop that one first, or make "
                                        + vgpu.label()
                                        + " again on another function: vgpuctl remove, then create")
                        .thrown();
            }
        }
    }

    /** Gives an active vGPU back to the driver; its definition stays. */
    public static Plan stop(Vgpu vgpu, Use use) {
        if (!vgpu.active()) {
            return nothing(vgpu.label() + " is not active");
        }
        if (!vgpu.isDefined()) {
            return remove(vgpu, use); // Without a definition nothing of it would stay.
        }
        use.refuseWhileOpen(vgpu, "stop");
        use.refuseOtherOwner(vgpu, "stop");
        var steps = new ArrayList<Step>();
        steps.addAll(LifeSteps.of(vgpu).release(storedType(vgpu)));
        steps.addAll(LifeSteps.of(vgpu).released());
        return Plan.toFinish(steps, List.of());
    }

    /** Leaves nothing of a vGPU: hardware first, so that a refusal costs no definition. */
    public static Plan remove(Vgpu vgpu, Use use) {
        use.refuseWhileOpen(vgpu, "remove");
        use.refuseWhileConfigured(vgpu);
        var steps = new ArrayList<Step>();
        if (vgpu.active()) {
            steps.addAll(LifeSteps.of(vgpu).release(storedType(vgpu)));
        }
        steps.addAll(LifeSteps.of(vgpu).forget(readableDefinition(vgpu)));
        return Plan.toFinish(steps, List.of());
    }

    /** Writes a definition for a vGPU that has none, so that it outlives a reboot. */
    public static Plan define(HostSnapshot host, Vgpu vgpu, boolean autostart) {
        if (readableDefinition(vgpu).isPresent()) {
            return nothing(vgpu.label() + " is defined already");
        }
        return Plan.toUndo(
                LifeSteps.of(vgpu).define(storedType(vgpu), autostart),
                autostartNotes(host, autostart));
    }

    /** Deletes the definition; an active vGPU stays active until it is stopped. */
    public static Plan undefine(Vgpu vgpu, Use use) {
        return readableDefinition(vgpu)
                .map(definition -> undefine(vgpu, use, definition))
                .orElseGet(() -> nothing(vgpu.label() + " has no definition"));
    }

    private static Plan undefine(Vgpu vgpu, Use use, Definition definition) {
        if (vgpu.active()) {
            return Plan.toFinish(
                    LifeSteps.of(vgpu).undefine(definition),
                    List.of(vgpu.label() + " stays active until it is stopped"));
        }
        use.refuseWhileConfigured(vgpu);
        return Plan.toFinish(LifeSteps.of(vgpu).forget(Optional.of(definition)), List.of());
    }

    /** Whether the vGPU is started when its GPU appears. */
    public static Plan autostart(HostSnapshot host, Vgpu vgpu, boolean on) {
        var definition =
                readableDefinition(vgpu)
                        .orElseThrow(() ->
                                new Problem.Conflict(
                                                vgpu.label() + " has no definition",
                                                "define it first: vgpuctl define " + vgpu.label())
                                        .thrown());
        if (definition.autostart() == on) {
            return nothing(
                    "autostart of " + vgpu.label() + " is " + (on ? "on" : "off") + " already");
        }
        return Plan.toUndo(LifeSteps.of(vgpu).autostart(definition, on), autostartNotes(host, on));
    }

    private static List<String> autostartNotes(HostSnapshot host, boolean on) {
        return on ? host.autostartFault().map(List::of).orElse(List.of()) : List.of();
    }

    private static Plan nothing(String note) {
        return Plan.toUndo(List.of(), List.of(note));
    }

    private static TypeId storedType(Vgpu vgpu) {
        return switch (vgpu.type()) {
            case Reading.Known<TypeId>(var type) -> type;
            case Reading.Unknown<TypeId>(var why) ->
                    throw new Problem.HostNotReady(
                                    "the type of " + vgpu.label() + " could not be read: " + why,
                                    "mend or delete that file, then try again")
                            .thrown();
        };
    }

    private static Optional<Definition> readableDefinition(Vgpu vgpu) {
        return switch (vgpu.definition()) {
            case Reading.Known<Optional<Definition>>(var definition) -> definition;
            case Reading.Unknown<Optional<Definition>>(var why) ->
                    throw new Problem.HostNotReady(
                                    "the definition of "
                                            + vgpu.label()
                                            + " could not be read: "
                                            + why,
                                    "mend or delete that file, then try again")
                            .thrown();
        };
    }
}
