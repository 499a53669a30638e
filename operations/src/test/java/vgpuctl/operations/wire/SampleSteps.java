package vgpuctl.operations.wire;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.Claim;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.GpuRecord;
import vgpuctl.core.inventory.GpuRecord.InstanceAt;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.MdevAttribute;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.inventory.VgpuRecord.Kept;
import vgpuctl.core.inventory.VgpuRecord.Start;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.Feature;
import vgpuctl.core.plan.Hostdev;
import vgpuctl.core.plan.Purpose;
import vgpuctl.core.plan.Step;
import vgpuctl.core.plan.SystemFile;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;

/** A step of every kind, with texts that are hard to write as JSON. */
final class SampleSteps {

    private static final UUID VGPU = UUID.fromString("3eb9d560-0b31-11ee-91a9-bb28039c61eb");
    private static final DeviceName GPU = new DeviceName("10000:82:00.0");
    private static final Optional<VgpuRecord> RECORD =
            Optional.of(
                    new VgpuRecord(
                            VGPU,
                            "desk",
                            GPU,
                            new TypeName("GRID P40-12C"),
                            Claim.of(Optional.of("vm \"ü\"\n"), Optional.of("team\t\"é\"")),
                            Optional.empty()));
    private static final DeviceName FUNCTION = new DeviceName("10000:82:00.4");
    private static final HostDevice MDEV = new HostDevice.Mdev(VGPU);
    private static final HostDevice ON_FUNCTION =
            new HostDevice.PciFunction(FUNCTION.address().orElseThrow());

    private static Optional<VgpuRecord> kept(Optional<Start> start, Optional<String> boot) {
        var parameters = Parameters.parse("frame_rate_limiter=0,vgpu-placement-id=12");
        return RECORD.map(record -> record.keeping(new Kept(start, parameters, boot)));
    }

    private SampleSteps() {}

    static List<Step> all() {
        var type = new TypeId("nvidia-286");
        var text = Optional.of("{\n  \"mdev_type\": \"nvidia-286\"\t}");
        return List.of(
                new Step.CreateMdev(GPU, type, VGPU),
                new Step.RemoveMdev(new DeviceName("mtty"), type, VGPU),
                new Step.AssignType(FUNCTION, type, VGPU),
                new Step.ReleaseType(FUNCTION, type, VGPU),
                new Step.ChangeParameters(
                        MDEV, Parameters.NONE, Parameters.parse("frame_rate_limiter=0")),
                new Step.ChangeParameters(
                        ON_FUNCTION, Parameters.parse("vgpu-placement-id=12"), Parameters.NONE),
                new Step.SetAttribute(VGPU, new MdevAttribute("assign_adapter", "\"5\"\n")),
                new Step.LeaveAttribute(VGPU, new MdevAttribute("nvidia/x", "")),
                new Step.Switch(GPU, Feature.VIRTUAL_FUNCTIONS, true),
                new Step.Switch(GPU, Feature.MIG, false),
                new Step.Switch(GPU, Feature.MIXED_SIZES, true),
                new Step.ChangeScheduler(GPU, Scheduler.BEST_EFFORT, Scheduler.FIXED_SHARE),
                new Step.ChangeModuleOptions(Optional.empty(), text),
                new Step.ChangeGpuRecord(
                        GPU,
                        Optional.empty(),
                        Optional.of(
                                new GpuRecord(
                                        GPU,
                                        true,
                                        false,
                                        true,
                                        List.of(new InstanceAt("1g.5gb", 6)),
                                        Optional.of(Scheduler.EQUAL_SHARE)))),
                new Step.CreateInstance(GPU, "1g.5gb+me", 6),
                new Step.DestroyInstance(GPU, "7g.40gb", 0),
                new Step.ChangeRecord(
                        VGPU, RECORD, kept(Optional.of(Start.AUTO), Optional.of("boot-1"))),
                new Step.ChangeRecord(
                        VGPU, RECORD, kept(Optional.of(Start.MANUAL), Optional.empty())),
                new Step.ChangeRecord(VGPU, kept(Optional.empty(), Optional.empty()), RECORD),
                new Step.AttachHostdev(
                        "vm", new Hostdev(ON_FUNCTION, false), EnumSet.of(Affect.CONFIG)),
                new Step.ChangeDefinition(GPU, VGPU, Optional.empty(), text),
                new Step.ChangeDefinition(GPU, VGPU, text, Optional.empty()),
                new Step.ChangeDefinition(GPU, VGPU, text, Optional.of("")),
                new Step.ChangeRecord(VGPU, Optional.empty(), RECORD),
                new Step.ChangeRecord(VGPU, RECORD, RECORD.map(VgpuRecord::meantForNone)),
                new Step.AttachHostdev(
                        "a 'vm'", new Hostdev(MDEV, true), EnumSet.allOf(Affect.class)),
                new Step.AttachHostdev("vm", new Hostdev(MDEV, false), EnumSet.of(Affect.LIVE)),
                new Step.DetachHostdev("vm", new Hostdev(MDEV, false), EnumSet.of(Affect.CONFIG)),
                new Step.EndProcess(31016, "4711"),
                new Step.RestartService(
                        "nvidia-vgpu-mgr.service", "d1c8f8a1b9c94a0ab2a5a4a3d2c1e0f9"),
                new Step.ChangeSystemFile(
                        SystemFile.GRUB_DEFAULTS,
                        text,
                        Optional.of("A=\"b\"\n"),
                        List.of("update-grub")),
                new Step.ChangeSystemFile(
                        SystemFile.NOUVEAU_BLACKLIST, Optional.empty(), text, List.of()),
                new Step.RunTool(
                        Purpose.INSTALL, "550.90.05", List.of("sh", "/root/a 'b'.run", "-s")));
    }
}
