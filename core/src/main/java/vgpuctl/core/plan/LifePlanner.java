package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.DefinitionText;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Reading;
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
        var wanted =
                vgpu.isDefined()
                        ? storedType(vgpu).text()
                        : vgpu.record().orElseThrow().type().full();
        var type = Select.offer(gpu, wanted).map(offer -> offer.type().id());
        if (type.isEmpty()) {
            Select.ready(List.of(gpu));
            throw new Problem.NotFound(
                            "the driver on " + gpu.name() + " no longer has the type " + wanted,
                            "see what it has with 'vgpuctl types', then make the vGPU again")
                    .thrown();
        }
        return Plan.toUndo(
                List.of(new Step.CreateMdev(vgpu.parent(), type.get(), vgpu.uuid())), List.of());
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
        return Plan.toFinish(
                List.of(new Step.RemoveMdev(vgpu.parent(), storedType(vgpu), vgpu.uuid())),
                List.of());
    }

    /** Leaves nothing of a vGPU: hardware first, so that a refusal costs no definition. */
    public static Plan remove(Vgpu vgpu, Use use) {
        use.refuseWhileOpen(vgpu, "remove");
        use.refuseWhileConfigured(vgpu);
        var steps = new ArrayList<Step>();
        if (vgpu.active()) {
            steps.add(new Step.RemoveMdev(vgpu.parent(), storedType(vgpu), vgpu.uuid()));
        }
        readableDefinition(vgpu).ifPresent(definition -> steps.add(deletionOf(vgpu, definition)));
        recordDeletion(vgpu).ifPresent(steps::add);
        return Plan.toFinish(steps, List.of());
    }

    /** Writes a definition for a vGPU that has none, so that it outlives a reboot. */
    public static Plan define(HostSnapshot host, Vgpu vgpu, boolean autostart) {
        if (readableDefinition(vgpu).isPresent()) {
            return nothing(vgpu.label() + " is defined already");
        }
        var text = DefinitionText.of(storedType(vgpu), autostart);
        return Plan.toUndo(
                List.of(
                        new Step.ChangeDefinition(
                                vgpu.parent(), vgpu.uuid(), Optional.empty(), Optional.of(text))),
                autostartNotes(host, autostart));
    }

    /** Deletes the definition; an active vGPU stays active until it is stopped. */
    public static Plan undefine(Vgpu vgpu, Use use) {
        return readableDefinition(vgpu)
                .map(definition -> undefine(vgpu, use, definition))
                .orElseGet(() -> nothing(vgpu.label() + " has no definition"));
    }

    private static Plan undefine(Vgpu vgpu, Use use, Definition definition) {
        var steps = new ArrayList<Step>();
        steps.add(deletionOf(vgpu, definition));
        if (vgpu.active()) {
            return Plan.toFinish(
                    steps, List.of(vgpu.label() + " stays active until it is stopped"));
        }
        use.refuseWhileConfigured(vgpu);
        recordDeletion(vgpu).ifPresent(steps::add);
        return Plan.toFinish(steps, List.of());
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
        var text = DefinitionText.withAutostart(definition, on);
        return Plan.toUndo(
                List.of(
                        new Step.ChangeDefinition(
                                vgpu.parent(),
                                vgpu.uuid(),
                                Optional.of(definition.text()),
                                Optional.of(text))),
                autostartNotes(host, on));
    }

    private static List<String> autostartNotes(HostSnapshot host, boolean on) {
        return on ? host.autostartFault().map(List::of).orElse(List.of()) : List.of();
    }

    private static Optional<Step> recordDeletion(Vgpu vgpu) {
        return vgpu.record()
                .map(record ->
                        new Step.ChangeRecord(vgpu.uuid(), Optional.of(record), Optional.empty()));
    }

    private static Step deletionOf(Vgpu vgpu, Definition definition) {
        return new Step.ChangeDefinition(
                vgpu.parent(), vgpu.uuid(), Optional.of(definition.text()), Optional.empty());
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
