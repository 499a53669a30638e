package vgpuctl.operations.wire;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.GpuRecordText;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.MdevAttribute;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.pci.Bdf;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.Feature;
import vgpuctl.core.plan.Hostdev;
import vgpuctl.core.plan.Purpose;
import vgpuctl.core.plan.Step;
import vgpuctl.core.plan.SystemFile;
import vgpuctl.core.type.TypeId;

/** Steps as JSON, for the journal and for {@code --dry-run --output json}. */
public final class StepJson {

    private static final String KIND = "step";
    private static final String UUID_MEMBER = "uuid";
    private static final String GPU = "gpu";
    private static final String FUNCTION = "function";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";

    private StepJson() {}

    public static JsonObject write(Step step) {
        return switch (step) {
            case Step.CreateMdev(var parent, var type, var uuid) ->
                    mdev("create-mdev", parent, type, uuid);
            case Step.RemoveMdev(var parent, var type, var uuid) ->
                    mdev("remove-mdev", parent, type, uuid);
            case Step.AssignType(var function, var type, var uuid) ->
                    mdev("assign-type", function, type, uuid);
            case Step.ReleaseType(var function, var type, var uuid) ->
                    mdev("release-type", function, type, uuid);
            case Step.ChangeParameters(var device, var before, var after) ->
                    device(kind("change-parameters"), device)
                            .put(BEFORE, before.text())
                            .put(AFTER, after.text())
                            .build();
            case Step.SetAttribute(var uuid, var attribute) ->
                    attribute("set-attribute", uuid, attribute);
            case Step.LeaveAttribute(var uuid, var attribute) ->
                    attribute("leave-attribute", uuid, attribute);
            case Step.Switch(var gpu, var feature, var on) ->
                    kind("switch")
                            .put(GPU, gpu.text())
                            .put("feature", feature.name())
                            .put("on", on)
                            .build();
            case Step.ChangeScheduler(var gpu, var before, var after) ->
                    kind("change-scheduler")
                            .put(GPU, gpu.text())
                            .put(BEFORE, before.toString())
                            .put(AFTER, after.toString())
                            .build();
            case Step.ChangeModuleOptions(var before, var after) ->
                    kind("change-module-options")
                            .putIfPresent(BEFORE, before)
                            .putIfPresent(AFTER, after)
                            .build();
            case Step.CreateInstance(var gpu, var profile, var start) ->
                    instance("create-instance", gpu, profile, start);
            case Step.DestroyInstance(var gpu, var profile, var start) ->
                    instance("destroy-instance", gpu, profile, start);
            case Step.ChangeDefinition(var parent, var uuid, var before, var after) ->
                    kind("change-definition")
                            .put("parent", parent.text())
                            .put(UUID_MEMBER, uuid.toString())
                            .putIfPresent(BEFORE, before)
                            .putIfPresent(AFTER, after)
                            .build();
            case Step.ChangeRecord change -> record(change);
            case Step.ChangeGpuRecord change -> record(change);
            case Step.AttachHostdev(var domain, var hostdev, var affect) ->
                    hostdev("attach-hostdev", domain, hostdev, affect);
            case Step.DetachHostdev(var domain, var hostdev, var affect) ->
                    hostdev("detach-hostdev", domain, hostdev, affect);
            case Step.EndProcess(var pid, var started) ->
                    kind("end-process").put("pid", pid).put("started", started).build();
            case Step.RestartService(var unit, var invocation) ->
                    kind("restart-service").put("unit", unit).put("invocation", invocation).build();
            case Step.ChangeSystemFile(var file, var before, var after, var refresh) ->
                    kind("change-system-file")
                            .put("file", file.name())
                            .putIfPresent(BEFORE, before)
                            .putIfPresent(AFTER, after)
                            .put("refresh", refresh)
                            .build();
            case Step.RunTool(var purpose, var about, var command) ->
                    kind("run-tool")
                            .put("purpose", purpose.name())
                            .put("about", about)
                            .put("command", command)
                            .build();
        };
    }

    private static JsonObject mdev(String kind, DeviceName parent, TypeId type, UUID uuid) {
        return kind(kind)
                .put("parent", parent.text())
                .put("type", type.text())
                .put(UUID_MEMBER, uuid.toString())
                .build();
    }

    private static JsonObject attribute(String kind, UUID uuid, MdevAttribute attribute) {
        return kind(kind)
                .put(UUID_MEMBER, uuid.toString())
                .put("name", attribute.name())
                .put("value", attribute.value())
                .build();
    }

    private static Optional<Step.SetAttribute> attribute(JsonObject json) {
        var name = json.string("name");
        var value = json.string("value");
        return uuid(json)
                .filter(_ -> name.isPresent() && value.isPresent())
                .map(uuid ->
                        new Step.SetAttribute(
                                uuid, new MdevAttribute(name.orElseThrow(), value.orElseThrow())));
    }

    private static JsonObject.Builder kind(String kind) {
        return JsonObject.builder().put(KIND, kind);
    }

    private static JsonObject instance(String kind, DeviceName gpu, String profile, int start) {
        return kind(kind).put(GPU, gpu.text()).put("profile", profile).put("start", start).build();
    }

    /** The UUID of a mediated device, the address of a virtual function. */
    private static JsonObject.Builder device(JsonObject.Builder json, HostDevice device) {
        return switch (device) {
            case HostDevice.Mdev(var uuid) -> json.put(UUID_MEMBER, uuid.toString());
            case HostDevice.PciFunction(var address) -> json.put(FUNCTION, address.toString());
        };
    }

    private static Optional<HostDevice> device(JsonObject json) {
        return json.string(UUID_MEMBER)
                .flatMap(VgpuRecordText::uuid)
                .<HostDevice>map(HostDevice.Mdev::new)
                .or(() ->
                        json.string(FUNCTION).flatMap(Bdf::parse).map(HostDevice.PciFunction::new));
    }

    private static JsonObject record(Step.ChangeRecord change) {
        var json = kind("change-record").put(UUID_MEMBER, change.uuid().toString());
        change.before().ifPresent(record -> json.put(BEFORE, VgpuRecordText.toJson(record)));
        change.after().ifPresent(record -> json.put(AFTER, VgpuRecordText.toJson(record)));
        return json.build();
    }

    private static JsonObject record(Step.ChangeGpuRecord change) {
        var json = kind("change-gpu-record").put(GPU, change.gpu().text());
        change.before().ifPresent(record -> json.put(BEFORE, GpuRecordText.toJson(record)));
        change.after().ifPresent(record -> json.put(AFTER, GpuRecordText.toJson(record)));
        return json.build();
    }

    private static Optional<Step> gpuRecord(JsonObject json) {
        return json.string(GPU)
                .flatMap(DeviceName::parse)
                .map(gpu ->
                        new Step.ChangeGpuRecord(
                                gpu,
                                json.object(BEFORE).flatMap(GpuRecordText::ofJson),
                                json.object(AFTER).flatMap(GpuRecordText::ofJson)));
    }

    private static JsonObject hostdev(
            String kind, String domain, Hostdev hostdev, Set<Affect> affect) {
        return device(kind(kind).put("domain", domain), hostdev.device())
                .put("display", hostdev.display())
                .put("affect", affect.stream().sorted().map(Enum::name).toList())
                .build();
    }

    /** Empty where it is no step of this version. */
    public static Optional<Step> read(JsonObject json) {
        return switch (json.string(KIND).orElse("")) {
            case "create-mdev" -> ofVgpu(json, Step.CreateMdev::new);
            case "remove-mdev" -> ofVgpu(json, Step.RemoveMdev::new);
            case "assign-type" -> ofVgpu(json, Step.AssignType::new);
            case "release-type" -> ofVgpu(json, Step.ReleaseType::new);
            case "change-parameters" -> device(json).map(device -> parameters(json, device));
            case "set-attribute" -> attribute(json).map(step -> step);
            case "leave-attribute" -> attribute(json).map(Step.SetAttribute::inverse);
            case "switch" -> change(json);
            case "change-scheduler" -> scheduler(json);
            case "change-module-options" ->
                    Optional.of(
                            new Step.ChangeModuleOptions(json.string(BEFORE), json.string(AFTER)));
            case "create-instance" -> instance(json).map(step -> step);
            case "destroy-instance" -> instance(json).map(Step.CreateInstance::inverse);
            case "change-gpu-record" -> gpuRecord(json);
            case "change-definition" -> definition(json);
            case "change-record" ->
                    uuid(json)
                            .map(uuid ->
                                    new Step.ChangeRecord(
                                            uuid, record(json, BEFORE), record(json, AFTER)));
            case "attach-hostdev" -> attach(json).map(step -> step);
            case "detach-hostdev" -> attach(json).map(Step.AttachHostdev::inverse);
            case "end-process" -> process(json);
            case "restart-service" -> service(json);
            case "change-system-file" -> systemFile(json);
            case "run-tool" -> tool(json);
            default -> Optional.empty();
        };
    }

    private static Optional<UUID> uuid(JsonObject json) {
        return json.string(UUID_MEMBER).flatMap(VgpuRecordText::uuid);
    }

    private static Step parameters(JsonObject json, HostDevice device) {
        return new Step.ChangeParameters(
                device,
                Parameters.parse(json.string(BEFORE).orElse("")),
                Parameters.parse(json.string(AFTER).orElse("")));
    }

    private static Optional<Step> change(JsonObject json) {
        var gpu = json.string(GPU).flatMap(DeviceName::parse);
        var on = json.truth("on");
        return json.string("feature")
                .flatMap(StepJson::feature)
                .filter(_ -> gpu.isPresent() && on.isPresent())
                .map(feature -> new Step.Switch(gpu.orElseThrow(), feature, on.orElseThrow()));
    }

    private static Optional<Feature> feature(String name) {
        for (var feature : Feature.values()) {
            if (feature.name().equals(name)) {
                return Optional.of(feature);
            }
        }
        return Optional.empty();
    }

    private static Optional<Step.CreateInstance> instance(JsonObject json) {
        var gpu = json.string(GPU).flatMap(DeviceName::parse);
        var start = json.wholeNumber("start");
        return json.string("profile")
                .filter(_ -> gpu.isPresent() && start.isPresent())
                .map(profile ->
                        new Step.CreateInstance(
                                gpu.orElseThrow(), profile, (int) start.getAsLong()));
    }

    private static Optional<Step> scheduler(JsonObject json) {
        var gpu = json.string(GPU).flatMap(DeviceName::parse);
        var before = json.string(BEFORE).flatMap(Scheduler::named);
        var after = json.string(AFTER).flatMap(Scheduler::named);
        return gpu.filter(_ -> before.isPresent() && after.isPresent())
                .map(name ->
                        new Step.ChangeScheduler(name, before.orElseThrow(), after.orElseThrow()));
    }

    private static Optional<Step> definition(JsonObject json) {
        var uuid = uuid(json);
        return parent(json)
                .filter(_ -> uuid.isPresent())
                .map(parent ->
                        new Step.ChangeDefinition(
                                parent,
                                uuid.orElseThrow(),
                                json.string(BEFORE),
                                json.string(AFTER)));
    }

    /** A step that makes or removes one vGPU. */
    private interface OfVgpu {
        Step step(DeviceName parent, TypeId type, UUID uuid);
    }

    private static Optional<Step> ofVgpu(JsonObject json, OfVgpu made) {
        var uuid = uuid(json);
        var type = json.string("type").filter(TypeId::isSafe).map(TypeId::new);
        return parent(json)
                .filter(_ -> type.isPresent() && uuid.isPresent())
                .map(parent -> made.step(parent, type.orElseThrow(), uuid.orElseThrow()));
    }

    private static Optional<Step.AttachHostdev> attach(JsonObject json) {
        var device = device(json);
        return json.string("domain")
                .filter(_ -> device.isPresent())
                .map(domain ->
                        new Step.AttachHostdev(
                                domain,
                                new Hostdev(
                                        device.orElseThrow(), json.truth("display").orElse(false)),
                                affect(json)));
    }

    private static Optional<Step> process(JsonObject json) {
        var pid = json.wholeNumber("pid");
        return json.string("started")
                .filter(_ -> pid.isPresent())
                .map(started -> new Step.EndProcess(pid.getAsLong(), started));
    }

    private static Optional<Step> service(JsonObject json) {
        var unit = json.string("unit");
        return json.string("invocation")
                .filter(_ -> unit.isPresent())
                .map(invocation -> new Step.RestartService(unit.orElseThrow(), invocation));
    }

    private static Optional<Step> systemFile(JsonObject json) {
        for (var file : SystemFile.values()) {
            if (json.string("file").equals(Optional.of(file.name()))) {
                return Optional.of(
                        new Step.ChangeSystemFile(
                                file,
                                json.string(BEFORE),
                                json.string(AFTER),
                                strings(json, "refresh")));
            }
        }
        return Optional.empty();
    }

    private static Optional<Step> tool(JsonObject json) {
        var command = strings(json, "command");
        for (var purpose : Purpose.values()) {
            if (json.string("purpose").equals(Optional.of(purpose.name())) && !command.isEmpty()) {
                return Optional.of(
                        new Step.RunTool(purpose, json.string("about").orElse(""), command));
            }
        }
        return Optional.empty();
    }

    private static List<String> strings(JsonObject json, String member) {
        var strings = new ArrayList<String>();
        for (var item : json.array(member).map(JsonArray::items).orElse(List.of())) {
            if (item instanceof JsonString(var text)) {
                strings.add(text);
            }
        }
        return strings;
    }

    private static Set<Affect> affect(JsonObject json) {
        var items = json.array("affect").map(JsonArray::items).orElse(List.of());
        var affect = EnumSet.noneOf(Affect.class);
        for (var face : Affect.values()) {
            if (items.contains(new JsonString(face.name()))) {
                affect.add(face);
            }
        }
        return affect;
    }

    private static Optional<DeviceName> parent(JsonObject json) {
        return json.string("parent").flatMap(DeviceName::parse);
    }

    private static Optional<VgpuRecord> record(JsonObject json, String member) {
        return json.object(member).flatMap(VgpuRecordText::ofJson);
    }
}
