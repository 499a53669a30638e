package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.DefinitionText;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.MdevAttribute;
import vgpuctl.core.inventory.MdevConfig;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.inventory.VgpuRecord.Kept;
import vgpuctl.core.inventory.VgpuRecord.Start;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeId;

/**
 * The steps of a vGPU's life, which differ by what the vGPU is to the host: a mediated device,
 * whose definition is mdevctl's, or a virtual function with a type, whose definition is our record.
 */
public sealed interface LifeSteps {

    static LifeSteps of(Vgpu vgpu) {
        return switch (vgpu.device()) {
            case HostDevice.Mdev _ -> new OfMdev(vgpu);
            case HostDevice.PciFunction _ -> new OfFunction(vgpu);
        };
    }

    /** What a new vGPU takes beside its record, which is written first. */
    List<Step> creation(TypeId type, CreateWish.Life life);

    /**
     * Makes it active.
     *
     * @param boot which boot of the host this is
     */
    List<Step> activation(TypeId type, String boot);

    /**
     * Gives it back to the driver; its parameters first, so that they are set again where this is
     * taken back.
     */
    default List<Step> release(TypeId type) {
        var steps = new ArrayList<Step>();
        if (!vgpu().parameters().isEmpty()) {
            steps.add(
                    new Step.ChangeParameters(
                            vgpu().device(), vgpu().parameters(), Parameters.NONE));
        }
        steps.add(removal(type));
        return steps;
    }

    Vgpu vgpu();

    /** What alone gives it back. */
    Step removal(TypeId type);

    /** What is to be noted of it once it has been given back and its definition stays. */
    List<Step> released();

    List<Step> define(TypeId type, boolean autostart);

    List<Step> undefine(Definition definition);

    List<Step> autostart(Definition definition, boolean on);

    /** Keeps other plugin parameters in the definition; the active vGPU is another matter. */
    List<Step> reparameterize(Definition definition, Parameters parameters);

    /** Deletes what is kept of it, once it is not active any more. */
    List<Step> forget(Optional<Definition> definition);

    /** A mediated device. */
    record OfMdev(Vgpu vgpu) implements LifeSteps {

        @Override
        public List<Step> creation(TypeId type, CreateWish.Life life) {
            var steps = new ArrayList<Step>();
            if (life.defined()) {
                steps.addAll(define(type, life.autostart()));
            }
            if (life.active()) {
                steps.addAll(activation(type, ""));
            }
            return steps;
        }

        @Override
        public List<Step> activation(TypeId type, String boot) {
            var create = new Step.CreateMdev(vgpu.parent(), type, vgpu.uuid());
            return vgpu.definition()
                    .map(definition -> definition.map(Definition::text).orElse(""))
                    .flatMap(MdevConfig::read)
                    .map(config -> withAttributes(create, config.attributes()))
                    .orElseGet(_ -> withParameters(create, vgpu));
        }

        @Override
        public Step removal(TypeId type) {
            return new Step.RemoveMdev(vgpu.parent(), type, vgpu.uuid());
        }

        @Override
        public List<Step> released() {
            return List.of();
        }

        @Override
        public List<Step> define(TypeId type, boolean autostart) {
            var text = DefinitionText.of(type, autostart, vgpu.parameters());
            return List.of(change(Optional.empty(), Optional.of(text)));
        }

        @Override
        public List<Step> undefine(Definition definition) {
            return List.of(change(Optional.of(definition.text()), Optional.empty()));
        }

        @Override
        public List<Step> autostart(Definition definition, boolean on) {
            var text = DefinitionText.withAutostart(definition, on);
            return List.of(change(Optional.of(definition.text()), Optional.of(text)));
        }

        @Override
        public List<Step> reparameterize(Definition definition, Parameters parameters) {
            var text = DefinitionText.withParameters(definition, parameters);
            return List.of(change(Optional.of(definition.text()), Optional.of(text)));
        }

        private Step change(Optional<String> before, Optional<String> after) {
            return new Step.ChangeDefinition(vgpu.parent(), vgpu.uuid(), before, after);
        }

        @Override
        public List<Step> forget(Optional<Definition> definition) {
            var steps = new ArrayList<Step>();
            definition.ifPresent(there -> steps.addAll(undefine(there)));
            steps.addAll(deletionOfRecord(vgpu));
            return steps;
        }
    }

    /** A virtual function with a type. */
    record OfFunction(Vgpu vgpu) implements LifeSteps {

        /** The record is all that is kept of it. */
        @Override
        public List<Step> creation(TypeId type, CreateWish.Life life) {
            return life.active() ? assignment(type) : List.of();
        }

        /** Whose vGPU the function carries is on the disk before it carries one. */
        @Override
        public List<Step> activation(TypeId type, String boot) {
            var steps = new ArrayList<Step>();
            steps.add(
                    changed(kept -> new Kept(kept.start(), kept.parameters(), Optional.of(boot))));
            steps.addAll(assignment(type));
            return steps;
        }

        private List<Step> assignment(TypeId type) {
            return withParameters(new Step.AssignType(vgpu.parent(), type, vgpu.uuid()), vgpu);
        }

        @Override
        public Step removal(TypeId type) {
            return new Step.ReleaseType(vgpu.parent(), type, vgpu.uuid());
        }

        /** From now on the function may carry somebody else's vGPU. */
        @Override
        public List<Step> released() {
            return vgpu.record().isEmpty()
                    ? List.of()
                    : List.of(
                            changed(kept ->
                                    new Kept(kept.start(), kept.parameters(), Optional.empty())));
        }

        @Override
        public List<Step> define(TypeId type, boolean autostart) {
            var start = autostart ? Start.AUTO : Start.MANUAL;
            return List.of(starting(Optional.of(start)));
        }

        @Override
        public List<Step> undefine(Definition definition) {
            return List.of(starting(Optional.empty()));
        }

        @Override
        public List<Step> autostart(Definition definition, boolean on) {
            return List.of(starting(Optional.of(on ? Start.AUTO : Start.MANUAL)));
        }

        @Override
        public List<Step> reparameterize(Definition definition, Parameters parameters) {
            return List.of(changed(kept -> new Kept(kept.start(), parameters, kept.boot())));
        }

        private Step starting(Optional<Start> start) {
            return changed(kept -> new Kept(start, vgpu.parameters(), kept.boot()));
        }

        @Override
        public List<Step> forget(Optional<Definition> definition) {
            return deletionOfRecord(vgpu);
        }

        private interface Change {
            Kept apply(Kept kept);
        }

        private Step changed(Change change) {
            var record = vgpu.record().orElseThrow(() -> notOurs().thrown());
            var kept =
                    record.kept()
                            .orElseGet(() ->
                                    new Kept(Optional.empty(), Parameters.NONE, Optional.empty()));
            return new Step.ChangeRecord(
                    vgpu.uuid(),
                    Optional.of(record),
                    Optional.of(record.keeping(change.apply(kept))));
        }

        private Problem notOurs() {
            return new Problem.Conflict(
                    "the vGPU on " + vgpu.parent() + " was made by somebody else",
                    "leave it to them, or give it back to the driver and make it again:"
                            + " vgpuctl remove "
                            + vgpu.label());
        }
    }

    /** A mediated device and what is written into it; its plugin parameters are read back. */
    public static List<Step> withAttributes(
            Step.CreateMdev creation, List<MdevAttribute> attributes) {
        var device = new HostDevice.Mdev(creation.uuid());
        var steps = new ArrayList<Step>();
        steps.add(creation);
        var parameters = Parameters.NONE;
        for (var attribute : attributes) {
            if (attribute.name().equals(MdevAttribute.PARAMETERS)) {
                var next = Parameters.parse(attribute.value());
                steps.add(new Step.ChangeParameters(device, parameters, next));
                parameters = next;
            } else {
                steps.add(new Step.SetAttribute(creation.uuid(), attribute));
            }
        }
        return steps;
    }

    private static List<Step> withParameters(Step creation, Vgpu vgpu) {
        return vgpu.parameters().isEmpty()
                ? List.of(creation)
                : List.of(
                        creation,
                        new Step.ChangeParameters(
                                vgpu.device(), Parameters.NONE, vgpu.parameters()));
    }

    private static List<Step> deletionOfRecord(Vgpu vgpu) {
        return vgpu.record().stream()
                .map((VgpuRecord record) ->
                        (Step)
                                new Step.ChangeRecord(
                                        vgpu.uuid(), Optional.of(record), Optional.empty()))
                .toList();
    }
}
