package vgpuctl.operations.wire;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.Hostdev;
import vgpuctl.core.plan.Step;
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
                            Optional.of("vm \"ü\"\n")));

    private SampleSteps() {}

    static List<Step> all() {
        var type = new TypeId("nvidia-286");
        var text = Optional.of("{\n  \"mdev_type\": \"nvidia-286\"\t}");
        return List.of(
                new Step.CreateMdev(GPU, type, VGPU),
                new Step.RemoveMdev(new DeviceName("mtty"), type, VGPU),
                new Step.ChangeDefinition(GPU, VGPU, Optional.empty(), text),
                new Step.ChangeDefinition(GPU, VGPU, text, Optional.empty()),
                new Step.ChangeDefinition(GPU, VGPU, text, Optional.of("")),
                new Step.ChangeRecord(VGPU, Optional.empty(), RECORD),
                new Step.ChangeRecord(VGPU, RECORD, RECORD.map(VgpuRecord::unclaimed)),
                new Step.AttachHostdev(
                        "a 'vm'", new Hostdev(VGPU, true), EnumSet.allOf(Affect.class)),
                new Step.AttachHostdev("vm", new Hostdev(VGPU, false), EnumSet.of(Affect.LIVE)),
                new Step.DetachHostdev("vm", new Hostdev(VGPU, false), EnumSet.of(Affect.CONFIG)));
    }
}
