package vgpuctl.core.apply;

import java.util.Optional;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.DefinitionText;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Step;

/** A vGPU as it will be after some steps, for deciding what comes after them. */
final class Afterwards {

    private Afterwards() {}

    static Vgpu of(Vgpu vgpu, Plan plan) {
        var later = vgpu;
        for (var step : plan.steps()) {
            later = of(later, step);
        }
        return later;
    }

    private static Vgpu of(Vgpu vgpu, Step step) {
        return switch (step) {
            case Step.ChangeRecord(var uuid, _, var after) when uuid.equals(vgpu.uuid()) ->
                    recorded(vgpu, after);
            case Step.ChangeDefinition(_, var uuid, _, var after) when uuid.equals(vgpu.uuid()) ->
                    defined(vgpu, after);
            case Step.ChangeParameters(var device, _, var after)
                    when device.equals(vgpu.device()) ->
                    with(vgpu, vgpu.active(), vgpu.definition(), vgpu.record(), after);
            case Step.CreateMdev(_, _, var uuid) when uuid.equals(vgpu.uuid()) ->
                    active(vgpu, true);
            case Step.AssignType(_, _, var uuid) when uuid.equals(vgpu.uuid()) ->
                    active(vgpu, true);
            case Step.RemoveMdev(_, _, var uuid) when uuid.equals(vgpu.uuid()) ->
                    active(vgpu, false);
            case Step.ReleaseType(_, _, var uuid) when uuid.equals(vgpu.uuid()) ->
                    active(vgpu, false);
            case Step.ChangeRecord _,
                    Step.ChangeDefinition _,
                    Step.ChangeParameters _,
                    Step.CreateMdev _,
                    Step.AssignType _,
                    Step.RemoveMdev _,
                    Step.ReleaseType _,
                    Step.SetAttribute _,
                    Step.LeaveAttribute _,
                    Step.Switch _,
                    Step.CreateInstance _,
                    Step.DestroyInstance _,
                    Step.ChangeScheduler _,
                    Step.ChangeModuleOptions _,
                    Step.ChangeGpuRecord _,
                    Step.AttachHostdev _,
                    Step.DetachHostdev _,
                    Step.EndProcess _,
                    Step.RestartService _,
                    Step.ChangeSystemFile _,
                    Step.RunTool _ ->
                    vgpu;
        };
    }

    private static Vgpu recorded(Vgpu vgpu, Optional<VgpuRecord> record) {
        var kept = record.flatMap(VgpuRecord::kept);
        if (kept.isEmpty()) {
            return with(vgpu, vgpu.active(), vgpu.definition(), record, vgpu.parameters());
        }
        var definition =
                kept.get()
                        .start()
                        .map(start ->
                                new Definition(
                                        Optional.empty(),
                                        start == VgpuRecord.Start.AUTO,
                                        kept.get().parameters(),
                                        ""));
        return with(vgpu, vgpu.active(), Reading.of(definition), record, vgpu.parameters());
    }

    private static Vgpu defined(Vgpu vgpu, Optional<String> text) {
        var definition =
                text.isEmpty()
                        ? Reading.of(Optional.<Definition>empty())
                        : DefinitionText.read(text.get()).map(Optional::of);
        return with(vgpu, vgpu.active(), definition, vgpu.record(), vgpu.parameters());
    }

    private static Vgpu active(Vgpu vgpu, boolean active) {
        return with(vgpu, active, vgpu.definition(), vgpu.record(), vgpu.parameters());
    }

    /** What is not active has the parameters that its start will set. */
    private static Optional<Parameters> definition(Reading<Optional<Definition>> definition) {
        return definition.orElse(Optional.empty()).map(Definition::parameters);
    }

    private static Vgpu with(
            Vgpu vgpu,
            boolean active,
            Reading<Optional<Definition>> definition,
            Optional<VgpuRecord> record,
            Parameters parameters) {
        return new Vgpu(
                vgpu.uuid(),
                vgpu.parent(),
                vgpu.device(),
                vgpu.type(),
                vgpu.resolved(),
                active,
                definition,
                record,
                active ? parameters : definition(definition).orElse(parameters),
                vgpu.location());
    }
}
