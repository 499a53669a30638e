package vgpuctl.linux.host;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import vgpuctl.core.attach.MultiVgpuRule;
import vgpuctl.core.catalogue.DriverDatabase;
import vgpuctl.core.cleanup.Remains;
import vgpuctl.core.doctor.Gatherer;
import vgpuctl.core.guest.GuestSight;
import vgpuctl.core.guest.KitWriter;
import vgpuctl.core.host.Host;
import vgpuctl.core.host.KnownCards;
import vgpuctl.core.host.LiveFigures;
import vgpuctl.core.host.Scripts;
import vgpuctl.core.host.StepState;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.Holder;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.live.LiveHost;
import vgpuctl.core.others.OthersTexts;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.SchedulerSetting;
import vgpuctl.core.plan.Step;
import vgpuctl.core.type.TypeId;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.doctor.LinuxGatherer;
import vgpuctl.linux.driver.DatabaseFile;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.guest.KitFiles;
import vgpuctl.linux.install.DriverSteps;
import vgpuctl.linux.install.LinuxDrivers;
import vgpuctl.linux.kernellog.KernelLog;
import vgpuctl.linux.libvirt.DomainFiles;
import vgpuctl.linux.libvirt.Libvirt;
import vgpuctl.linux.mdevctl.DefinitionFiles;
import vgpuctl.linux.mdevctl.ScriptFiles;
import vgpuctl.linux.nvidiasmi.SmiModes;
import vgpuctl.linux.others.OthersOnHost;
import vgpuctl.linux.process.VfioHolders;
import vgpuctl.linux.records.GpuRecordFiles;
import vgpuctl.linux.records.RecordFiles;
import vgpuctl.linux.sysfs.CardReader;
import vgpuctl.linux.sysfs.MdevReader;

/** A Linux host: its sysfs, its definitions, its libvirt. */
public final class LinuxHost implements Host {

    private final HostFiles files;
    private final AttributeWriter attributes;
    private final Commands commands;
    private final SnapshotReader snapshots;
    private final CardReader cards;
    private final MdevReader mdevs;
    private final DefinitionFiles definitions;
    private final RecordFiles records;
    private final GpuRecordFiles gpuRecords;
    private final DomainFiles domains;
    private final VfioHolders holders;
    private final MdevSteps mdevSteps;
    private final FunctionSteps functionSteps;
    private final HostdevSteps hostdevSteps;
    private final Supplier<LiveFigures> figures;

    /** Of the last look: what it asked nvidia-smi need not be asked again. */
    private SmiModes lastModes;

    /** The libraries of a host; each is loaded when something is first wanted of it. */
    public record Libraries(Supplier<Libvirt> libvirt, Supplier<LiveFigures> figures) {}

    /** A host with these ways in. */
    public LinuxHost(
            HostFiles files, AttributeWriter attributes, Commands commands, Libraries libraries) {
        this.files = files;
        this.attributes = attributes;
        this.commands = commands;
        this.lastModes = new SmiModes(commands);
        this.snapshots = new SnapshotReader(files, this::newModes);
        this.cards = new CardReader(files);
        this.mdevs = new MdevReader(files);
        this.definitions = new DefinitionFiles(files);
        this.records = new RecordFiles(files);
        this.gpuRecords = new GpuRecordFiles(files);
        this.domains = new DomainFiles(files);
        this.holders = new VfioHolders(files);
        var refusals = new Refusals(new KernelLog(commands));
        this.mdevSteps = new MdevSteps(attributes, mdevs, holders, refusals);
        this.functionSteps = new FunctionSteps(files, attributes, holders, refusals);
        this.hostdevSteps = new HostdevSteps(libraries.libvirt(), refusals);
        this.figures = libraries.figures();
    }

    // Made when they are wanted: a look should not load what changes a host.

    private ParameterSteps parameterSteps() {
        return new ParameterSteps(files, attributes);
    }

    private PartitionSteps partitionSteps() {
        return new PartitionSteps(commands, snapshots::read);
    }

    private SchedulerSteps schedulerSteps() {
        return new SchedulerSteps(files, commands);
    }

    private RemainsReader remains() {
        return new RemainsReader(files, commands, this::holdersOf, this::groupOf);
    }

    private CleanupSteps cleanupSteps() {
        return new CleanupSteps(files, commands, remains(), snapshots::read);
    }

    private DriverSteps driverSteps() {
        return new DriverSteps(files, commands, drivers());
    }

    private SmiModes newModes() {
        lastModes = new SmiModes(commands);
        return lastModes;
    }

    @Override
    public HostSnapshot look() {
        return snapshots.read();
    }

    @Override
    public Reading<LiveHost> live() {
        return figures.get().read();
    }

    @Override
    public Gatherer gatherer() {
        return new LinuxGatherer(files, commands, this);
    }

    @Override
    public List<Holder> holdersOf(Vgpu vgpu) {
        return switch (vgpu.device()) {
            case HostDevice.Mdev(var uuid) ->
                    mdevs.iommuGroup(uuid).map(holders::of).orElse(List.of());
            case HostDevice.PciFunction(var address) ->
                    functionSteps.holdersOf(DeviceName.of(address));
        };
    }

    private Optional<Integer> groupOf(Vgpu vgpu) {
        return switch (vgpu.device()) {
            case HostDevice.Mdev(var uuid) -> mdevs.iommuGroup(uuid);
            case HostDevice.PciFunction(var address) ->
                    functionSteps.groupOf(DeviceName.of(address));
        };
    }

    @Override
    public Remains remains(HostSnapshot now) {
        return remains().read(now);
    }

    @Override
    public Scripts scripts() {
        return new ScriptFiles(files);
    }

    @Override
    public Reading<String> deviceApi(DeviceName parent, TypeId type) {
        return files.attribute(
                "/sys/class/mdev_bus/" + parent + "/mdev_supported_types/" + type + "/device_api");
    }

    @Override
    public LinuxDrivers drivers() {
        return new LinuxDrivers(files, commands);
    }

    @Override
    public GuestSight guestSight() {
        return new GuestSight(
                files.attribute("/sys/module/nvidia/version"), remains().driverVgpus());
    }

    @Override
    public KitWriter kits() {
        return new KitFiles(commands);
    }

    @Override
    public DriverDatabase driverDatabase(String file) {
        return DatabaseFile.read(file);
    }

    @Override
    public OthersTexts others() {
        return new OthersOnHost(files, commands);
    }

    @Override
    public SchedulerSetting schedulerSetting(PhysicalGpu gpu) {
        return schedulerSteps().setting(gpu.name());
    }

    @Override
    public MultiVgpuRule multiVgpuRule(PhysicalGpu gpu) {
        return cards.multiVgpuRule(gpu, lastModes.alreadySaid(gpu.name().text()));
    }

    @Override
    public Optional<String> whyNotOffered(PhysicalGpu gpu, String type) {
        return cards.whyNotOffered(gpu, type);
    }

    @Override
    public KnownCards knownTypes(List<PhysicalGpu> gpus) {
        return cards.knownTypes(gpus);
    }

    @Override
    public StepState stateOf(Step step) {
        return switch (step) {
            case Step.CreateMdev create -> mdevState(create);
            case Step.RemoveMdev remove -> reversed(stateOf(remove.inverse()));
            case Step.AssignType assign -> functionSteps.state(assign);
            case Step.ReleaseType release -> reversed(stateOf(release.inverse()));
            case Step.ChangeParameters change -> parameterSteps().state(change);
            // Most attributes can be written only, so that nobody knows.
            case Step.SetAttribute _ -> new StepState.Before();
            case Step.LeaveAttribute _ -> new StepState.After();
            case Step.Switch change -> partitionSteps().state(change);
            case Step.ChangeScheduler change -> schedulerSteps().state(change);
            case Step.ChangeModuleOptions change -> schedulerSteps().state(change);
            case Step.CreateInstance create -> partitionSteps().state(create);
            case Step.DestroyInstance destroy -> reversed(stateOf(destroy.inverse()));
            case Step.ChangeDefinition change -> definitionState(change);
            case Step.ChangeRecord change -> recordState(change);
            case Step.ChangeGpuRecord change ->
                    state(
                            gpuRecords.of(change.gpu()),
                            change.before(),
                            change.after(),
                            "the record of " + change.gpu() + " was changed meanwhile");
            case Step.AttachHostdev attach -> hostdevState(attach);
            case Step.DetachHostdev detach -> reversed(stateOf(detach.inverse()));
            case Step.EndProcess end -> cleanupSteps().state(end);
            case Step.RestartService restart -> cleanupSteps().state(restart);
            case Step.ChangeSystemFile change -> driverSteps().state(change);
            case Step.RunTool run -> driverSteps().state(run);
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
        var device = step.hostdev().device();
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
            case Step.AssignType assign -> functionSteps.assign(assign, this::look);
            case Step.ReleaseType release -> functionSteps.release(release);
            case Step.ChangeParameters change -> parameterSteps().take(change);
            case Step.SetAttribute set -> new AttributeSteps(files, attributes).take(set);
            case Step.LeaveAttribute _ -> {
                // It goes with its device.
            }
            case Step.Switch change -> partitionSteps().take(change);
            case Step.ChangeScheduler change -> schedulerSteps().take(change);
            case Step.ChangeModuleOptions change -> schedulerSteps().take(change);
            case Step.CreateInstance create -> partitionSteps().take(create);
            case Step.DestroyInstance destroy -> partitionSteps().take(destroy);
            case Step.ChangeDefinition change -> take(change);
            case Step.ChangeRecord change ->
                    change.after()
                            .ifPresentOrElse(records::write, () -> records.delete(change.uuid()));
            case Step.ChangeGpuRecord change ->
                    change.after()
                            .ifPresentOrElse(
                                    gpuRecords::write, () -> gpuRecords.delete(change.gpu()));
            case Step.AttachHostdev attach -> hostdevSteps.attach(attach);
            case Step.DetachHostdev detach -> hostdevSteps.detach(detach);
            case Step.EndProcess end -> cleanupSteps().take(end);
            case Step.RestartService restart -> cleanupSteps().take(restart);
            case Step.ChangeSystemFile change -> driverSteps().take(change);
            case Step.RunTool run -> driverSteps().take(run);
        }
    }

    @Override
    public void deleteUnfinished(Step step) {
        switch (step) {
            case Step.ChangeDefinition change -> definitions.deleteUnfinished(change.uuid());
            case Step.ChangeRecord change -> records.deleteUnfinished(change.uuid());
            case Step.ChangeGpuRecord change -> gpuRecords.deleteUnfinished(change.gpu());
            case Step.ChangeModuleOptions _ -> schedulerSteps().deleteUnfinished();
            case Step.ChangeSystemFile change -> driverSteps().deleteUnfinished(change);
            case Step.CreateMdev _,
                    Step.RemoveMdev _,
                    Step.AssignType _,
                    Step.ReleaseType _,
                    Step.ChangeParameters _,
                    Step.SetAttribute _,
                    Step.LeaveAttribute _,
                    Step.Switch _,
                    Step.ChangeScheduler _,
                    Step.CreateInstance _,
                    Step.DestroyInstance _,
                    Step.AttachHostdev _,
                    Step.DetachHostdev _,
                    Step.EndProcess _,
                    Step.RestartService _,
                    Step.RunTool _ -> {
                // The kernel, libvirt and systemd leave nothing half-done; what an installer left,
                // only an installer mends.
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
