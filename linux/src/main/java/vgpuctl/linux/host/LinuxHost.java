package vgpuctl.linux.host;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import vgpuctl.core.attach.MultiVgpuRule;
import vgpuctl.core.doctor.Gatherer;
import vgpuctl.core.host.Host;
import vgpuctl.core.host.StepState;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.Holder;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.Step;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.doctor.LinuxGatherer;
import vgpuctl.linux.driver.VgpuConfigXml;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.kernellog.KernelLog;
import vgpuctl.linux.libvirt.DomainFiles;
import vgpuctl.linux.libvirt.Libvirt;
import vgpuctl.linux.mdevctl.DefinitionFiles;
import vgpuctl.linux.process.VfioHolders;
import vgpuctl.linux.records.RecordFiles;
import vgpuctl.linux.sysfs.MdevReader;

/** A Linux host: its sysfs, its definitions, its libvirt. */
public final class LinuxHost implements Host {

    private final HostFiles files;
    private final Commands commands;
    private final SnapshotReader snapshots;
    private final MdevReader mdevs;
    private final DefinitionFiles definitions;
    private final RecordFiles records;
    private final DomainFiles domains;
    private final VfioHolders holders;
    private final MdevSteps mdevSteps;
    private final HostdevSteps hostdevSteps;

    /**
     * A host with these ways in.
     *
     * @param libvirt connected on first use only
     */
    public LinuxHost(
            HostFiles files,
            AttributeWriter attributes,
            Commands commands,
            Supplier<Libvirt> libvirt) {
        this.files = files;
        this.commands = commands;
        this.snapshots = new SnapshotReader(files);
        this.mdevs = new MdevReader(files);
        this.definitions = new DefinitionFiles(files);
        this.records = new RecordFiles(files);
        this.domains = new DomainFiles(files);
        this.holders = new VfioHolders(files);
        var refusals = new Refusals(new KernelLog(commands));
        this.mdevSteps = new MdevSteps(attributes, mdevs, holders, refusals);
        this.hostdevSteps = new HostdevSteps(libvirt, refusals);
    }

    @Override
    public HostSnapshot look() {
        return snapshots.read();
    }

    @Override
    public Gatherer gatherer() {
        return new LinuxGatherer(files, commands, this);
    }

    @Override
    public List<Holder> holdersOf(Vgpu vgpu) {
        return mdevs.iommuGroup(vgpu.uuid()).map(holders::of).orElse(List.of());
    }

    @Override
    public MultiVgpuRule multiVgpuRule(PhysicalGpu gpu) {
        return fromDriver(gpu)
                .or(() -> gpu.architecture().map(MultiVgpuRule.OfArchitecture::new))
                .orElseGet(MultiVgpuRule.Unknown::new);
    }

    private Optional<MultiVgpuRule> fromDriver(PhysicalGpu gpu) {
        return files.textIfThere(VgpuConfigXml.PATH)
                .orElse(Optional.empty())
                .flatMap(VgpuConfigXml::parse)
                .flatMap(config -> gpu.pciDevice().flatMap(config::ruleFor));
    }

    @Override
    public StepState stateOf(Step step) {
        return switch (step) {
            case Step.CreateMdev create -> mdevState(create);
            case Step.RemoveMdev remove -> reversed(stateOf(remove.inverse()));
            case Step.ChangeDefinition change -> definitionState(change);
            case Step.ChangeRecord change -> recordState(change);
            case Step.AttachHostdev attach -> hostdevState(attach);
            case Step.DetachHostdev detach -> reversed(stateOf(detach.inverse()));
        };
    }

    private static StepState reversed(StepState state) {
        return switch (state) {
            case StepState.Before() -> new StepState.After();
            case StepState.After() -> new StepState.Before();
            case StepState.Partly partly -> partly;
            case StepState.Neither neither -> neither;
        };
    }

    private StepState mdevState(Step.CreateMdev step) {
        var mdev = mdevs.read(step.uuid());
        if (mdev.isEmpty()) {
            return new StepState.Before();
        }
        var found = mdev.get();
        return found.parent().equals(step.parent()) && found.type().equals(Reading.of(step.type()))
                ? new StepState.After()
                : new StepState.Neither("another vGPU has its UUID, on " + found.parent());
    }

    private StepState definitionState(Step.ChangeDefinition step) {
        return switch (definitions.text(step.parent(), step.uuid())) {
            case Reading.Unknown<Optional<String>>(var why) -> new StepState.Neither(why);
            case Reading.Known<Optional<String>>(var now) ->
                    state(now, step.before(), step.after(), "its definition was changed meanwhile");
        };
    }

    private StepState recordState(Step.ChangeRecord step) {
        return state(
                records.of(step.uuid()),
                step.before(),
                step.after(),
                "its record was changed meanwhile");
    }

    private static <T> StepState state(T now, T before, T after, String otherwise) {
        if (now.equals(after)) {
            return new StepState.After();
        }
        return now.equals(before) ? new StepState.Before() : new StepState.Neither(otherwise);
    }

    private StepState hostdevState(Step.AttachHostdev step) {
        var domain = domains.read(step.domain());
        if (domain.isEmpty()) {
            return new StepState.Neither("the VM " + step.domain() + " is gone");
        }
        var there = step.affect().stream().filter(face -> has(domain.get(), step, face)).count();
        if (there == 0) {
            return new StepState.Before();
        }
        return there == step.affect().size() ? new StepState.After() : new StepState.Partly();
    }

    private static boolean has(Domain domain, Step.AttachHostdev step, Affect face) {
        var device = new HostDevice.Mdev(step.hostdev().uuid());
        return switch (face) {
            case LIVE -> domain.hasLive(device);
            case CONFIG -> domain.hasInConfig(device);
        };
    }

    @Override
    public void take(Step step) {
        switch (step) {
            case Step.CreateMdev create -> mdevSteps.create(create, this::look);
            case Step.RemoveMdev remove -> mdevSteps.remove(remove);
            case Step.ChangeDefinition change -> take(change);
            case Step.ChangeRecord change ->
                    change.after()
                            .ifPresentOrElse(records::write, () -> records.delete(change.uuid()));
            case Step.AttachHostdev attach -> hostdevSteps.attach(attach);
            case Step.DetachHostdev detach -> hostdevSteps.detach(detach);
        }
    }

    @Override
    public void deleteUnfinished(Step step) {
        switch (step) {
            case Step.ChangeDefinition change -> definitions.deleteUnfinished(change.uuid());
            case Step.ChangeRecord change -> records.deleteUnfinished(change.uuid());
            case Step.CreateMdev _,
                    Step.RemoveMdev _,
                    Step.AttachHostdev _,
                    Step.DetachHostdev _ -> {
                // The kernel and libvirt leave nothing half-done.
            }
        }
    }

    private void take(Step.ChangeDefinition change) {
        change.after()
                .ifPresentOrElse(
                        text -> definitions.write(change.parent(), change.uuid(), text),
                        () -> definitions.delete(change.parent(), change.uuid()));
    }
}
