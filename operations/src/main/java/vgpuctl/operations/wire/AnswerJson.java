package vgpuctl.operations.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import vgpuctl.core.apply.Difference;
import vgpuctl.core.catalogue.KnownType;
import vgpuctl.core.catalogue.KnownType.Origin;
import vgpuctl.core.catalogue.KnownTypes;
import vgpuctl.core.host.KnownCards;
import vgpuctl.core.install.Stage;
import vgpuctl.core.inventory.Capacity;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.IommuGroup;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonNull;
import vgpuctl.core.json.JsonNumber;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.layout.LayoutJson;
import vgpuctl.core.mdev.MdevDevice;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Select;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeDescription;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.core.type.VgpuType;
import vgpuctl.core.upgrade.UpgradeFinding;
import vgpuctl.operations.Answer;

/**
 * Answers as JSON, for scripts: a contract. What could not be seen is {@code {"unknown": "why"}},
 * what is not there is {@code null}. Sizes are in MiB.
 */
public final class AnswerJson implements Answer.Visitor<JsonObject> {

    private AnswerJson() {}

    public static JsonObject write(Answer answer) {
        return answer.accept(new AnswerJson());
    }

    @Override
    public JsonObject gpus(Answer.Gpus answer) {
        var host = answer.host();
        return host(host).put("gpus", array(host.gpus(), gpu -> gpu(host, gpu))).build();
    }

    @Override
    public JsonObject types(Answer.Types answer) {
        var host = answer.host();
        var skipped = new ArrayList<>(host.skipped());
        skipped.addAll(answer.known().skipped());
        return skipped(skipped)
                .put("gpus", array(answer.gpus(), gpu -> types(host, gpu, answer.known())))
                .build();
    }

    @Override
    public JsonObject vgpus(Answer.Vgpus answer) {
        var host = answer.host();
        return host(host).put("vgpus", array(host.vgpus(), vgpu -> vgpu(host, vgpu))).build();
    }

    @Override
    public JsonObject oneVgpu(Answer.OneVgpu answer) {
        return vgpu(answer.host(), answer.vgpu());
    }

    @Override
    public JsonObject partitions(Answer.Partitions answer) {
        var host = answer.host();
        return host(host).put("gpus", array(answer.gpus(), PartitionJson::partition)).build();
    }

    @Override
    public JsonObject fitted(Answer.Fitted answer) {
        return FitJson.outcome(answer.outcome());
    }

    @Override
    public JsonObject compared(Answer.Compared answer) {
        return JsonObject.builder()
                .put(
                        "differences",
                        array(answer.comparison().differences(), AnswerJson::difference))
                .put("notes", answer.comparison().notes())
                .build();
    }

    private static JsonObject difference(Difference difference) {
        return JsonObject.builder()
                .put("kind", difference.getClass().getSimpleName())
                .put("words", difference.words())
                .build();
    }

    @Override
    public JsonObject exported(Answer.Exported answer) {
        return LayoutJson.of(answer.layout());
    }

    /** The layout alone, to be read by whoever reads layouts; its notes go where errors go. */
    @Override
    public JsonObject imported(Answer.Imported answer) {
        return LayoutJson.of(answer.layout());
    }

    @Override
    public JsonObject rehearsed(Answer.Rehearsed answer) {
        var rehearsal = answer.rehearsal();
        return JsonObject.builder()
                .put("findings", array(rehearsal.findings(), AnswerJson::finding))
                .put("untold", rehearsal.untold())
                .build();
    }

    private static JsonObject finding(UpgradeFinding finding) {
        return JsonObject.builder()
                .put("kind", finding.getClass().getSimpleName())
                .put("gpu", finding.gpu().text())
                .put("loss", finding.isLoss())
                .put("reason", finding.reason())
                .put("wayOut", finding.wayOut())
                .build();
    }

    @Override
    public JsonObject restored(Answer.Restored answer) {
        return JsonObject.builder()
                .put("done", answer.done())
                .put("failed", array(answer.failed(), AnswerJson::failure))
                .build();
    }

    private static JsonObject failure(Problem problem) {
        return JsonObject.builder()
                .put("kind", problem.getClass().getSimpleName())
                .put("reason", problem.reason())
                .putIfPresent("said", problem.quoted())
                .put("wayOut", problem.wayOut())
                .build();
    }

    @Override
    public JsonObject planned(Answer.Planned answer) {
        return plan(answer.plan()).build();
    }

    @Override
    public JsonObject mdevs(Answer.Mdevs answer) {
        return skipped(answer.hidden())
                .put("devices", array(answer.devices(), AnswerJson::mdev))
                .build();
    }

    private static JsonObject mdev(MdevDevice device) {
        var json =
                JsonObject.builder()
                        .put("uuid", device.uuid().toString())
                        .put("parent", device.parent().text())
                        .put("active", device.active())
                        .put("defined", device.defined());
        device.config().json().members().forEach(json::put);
        return json.build();
    }

    @Override
    public JsonObject mdevTypes(Answer.MdevTypes answer) {
        return JsonObject.builder()
                .put("parents", array(answer.parents(), AnswerJson::mdevParent))
                .build();
    }

    private static JsonObject mdevParent(Answer.MdevTypes.Parent parent) {
        return JsonObject.builder()
                .put("parent", parent.name().text())
                .put("types", array(parent.types(), AnswerJson::mdevType))
                .build();
    }

    private static JsonObject mdevType(Answer.MdevTypes.Type type) {
        return JsonObject.builder()
                .put("id", type.offer().type().id().orElseThrow().text())
                .put("name", type.offer().type().name().full())
                .put("available", reading(type.offer().available(), count -> JsonNumber.of(count)))
                .put("deviceApi", type.deviceApi())
                .put("description", type.offer().type().description().text())
                .build();
    }

    @Override
    public JsonObject recovered(Answer.Recovered answer) {
        return JsonObject.builder().put("outcomes", answer.outcomes()).build();
    }

    @Override
    public JsonObject diagnosed(Answer.Diagnosed answer) {
        return DiagnosisJson.write(answer.diagnosis());
    }

    @Override
    public JsonObject bundled(Answer.Bundled answer) {
        return DiagnosisJson.write(answer.contents());
    }

    @Override
    public JsonObject leftovers(Answer.Leftovers answer) {
        return LeftoversJson.write(answer);
    }

    @Override
    public JsonObject cleanedUp(Answer.CleanedUp answer) {
        return LeftoversJson.write(answer);
    }

    @Override
    public JsonObject status(Answer.Status answer) {
        return StatusJson.status(answer);
    }

    @Override
    public JsonObject guest(Answer.Guest answer) {
        return GuestJson.write(answer);
    }

    @Override
    public JsonObject driverChanged(Answer.DriverChanged answer) {
        return JsonObject.builder()
                .put("state", answer.state().name().toLowerCase(Locale.ROOT))
                .put("findings", array(answer.preflight().findings(), DiagnosisJson::finding))
                .put("refused", answer.preflight().obstacle().isPresent())
                .put("done", array(answer.done(), AnswerJson::step))
                .put("left", array(answer.left(), AnswerJson::stage))
                .put("notes", answer.notes())
                .put("log", answer.log())
                .build();
    }

    private static JsonObject stage(Stage stage) {
        return JsonObject.builder()
                .put("steps", array(stage.steps(), AnswerJson::step))
                .put("restart", text(stage.restart()))
                .build();
    }

    /** A problem, with the exit status that goes with it. */
    public static JsonObject write(Problem problem, int status) {
        var error =
                JsonObject.builder()
                        .put("kind", problem.getClass().getSimpleName())
                        .put("status", status)
                        .put("reason", problem.reason())
                        .putIfPresent("said", problem.quoted())
                        .put("wayOut", problem.wayOut());
        return JsonObject.builder().put("error", error.build()).build();
    }

    private static JsonObject.Builder host(HostSnapshot host) {
        return skipped(host.skipped());
    }

    private static JsonObject.Builder skipped(List<String> skipped) {
        var json = JsonObject.builder();
        return skipped.isEmpty() ? json : json.put("skipped", skipped);
    }

    private static JsonObject gpu(HostSnapshot host, PhysicalGpu gpu) {
        var json =
                JsonObject.builder()
                        .put("gpu", gpu.name().text())
                        .put("model", reading(gpu.model(), JsonString::new))
                        .put("driver", reading(gpu.driver(), AnswerJson::text))
                        .put("numaNode", reading(gpu.numaNode(), AnswerJson::number))
                        .put("iommuGroup", reading(gpu.iommuGroup(), AnswerJson::group))
                        .put("framebufferMib", number(gpu.framebufferMib()))
                        .put("framebufferUsedMib", JsonNumber.of(host.framebufferUsedMib(gpu)))
                        .put("memoryMib", reading(gpu.memoryMib(), AnswerJson::number))
                        .put("vgpus", host.activeOn(gpu).size());
        PartitionJson.members(gpu).members().forEach(json::put);
        return hostInterface(json, gpu).build();
    }

    private static JsonObject.Builder hostInterface(JsonObject.Builder json, PhysicalGpu gpu) {
        json.put("interface", text(gpu.hostInterface().word()));
        return gpu.hostInterface()
                .obstacle()
                .map(cause -> Select.notReady(gpu.name(), cause))
                .map(problem ->
                        json.put("reason", problem.reason()).put("wayOut", problem.wayOut()))
                .orElse(json);
    }

    private static Json group(Optional<IommuGroup> group) {
        return group.<Json>map(g ->
                        JsonObject.builder()
                                .put("number", g.number())
                                .put("others", g.others())
                                .build())
                .orElseGet(JsonNull::new);
    }

    private static JsonObject types(HostSnapshot host, PhysicalGpu gpu, KnownCards known) {
        return hostInterface(
                        JsonObject.builder()
                                .put("gpu", gpu.name().text())
                                .put("model", reading(gpu.model(), JsonString::new)),
                        gpu)
                .put("types", types(host, gpu, known.of(gpu.name())))
                .build();
    }

    private static JsonArray types(HostSnapshot host, PhysicalGpu gpu, KnownTypes known) {
        if (gpu.hostInterface().obstacle().isPresent()) {
            return array(known.types(), AnswerJson::type);
        }
        var capacity = Capacity.of(host, gpu);
        return array(gpu.offers(), offer -> type(offer.type(), capacity.creatable(offer)));
    }

    private static JsonObject type(VgpuType type, Capacity.Creatable creatable) {
        return type(type.name(), type.id(), type.description())
                .put("creatable", reading(creatable.count(), count -> JsonNumber.of(count)))
                .putIfPresent("whyNone", creatable.whyNone())
                .build();
    }

    /** One that cannot be created now, for the reason that its GPU has. */
    private static JsonObject type(KnownType type) {
        return type(type.name(), type.id(), type.description())
                .put("creatable", new JsonNull())
                .put("knownFrom", type.origin() == Origin.DRIVER ? "driver" : "catalogue")
                .build();
    }

    private static JsonObject.Builder type(
            TypeName name, Optional<TypeId> id, TypeDescription description) {
        return JsonObject.builder()
                .put("type", name.token())
                .put("name", name.full())
                .put("id", text(id.map(TypeId::text)))
                .put("use", text(name.use()))
                .put("framebufferMib", number(description.framebufferMib()))
                .put("heads", number(description.heads()))
                .put("maxResolution", text(description.maxResolution()))
                .put("framesPerSecond", number(description.framesPerSecond()))
                .put("max", number(description.maxInstances()));
    }

    private static JsonObject vgpu(HostSnapshot host, Vgpu vgpu) {
        return JsonObject.builder()
                .put("name", text(vgpu.record().map(VgpuRecord::name)))
                .put("uuid", vgpu.uuid().toString())
                .put("type", vgpu.typeToken())
                .put("typeId", reading(vgpu.type().map(TypeId::text), JsonString::new))
                .put("framebufferMib", number(vgpu.framebufferMib()))
                .put(
                        "gpu",
                        host.gpuOf(vgpu.parent())
                                .map(PhysicalGpu::name)
                                .orElse(vgpu.parent())
                                .text())
                .put("parent", vgpu.parent().text())
                .putIfPresent("function", function(vgpu.device()))
                .put("placementId", number(vgpu.location().placementId()))
                .put("gpuInstance", number(vgpu.location().gpuInstance()))
                .put("parameters", vgpu.parameters().text())
                .put("active", vgpu.active())
                .put("defined", vgpu.isDefined())
                .put("autostart", vgpu.isAutostart())
                .put("foreign", vgpu.isForeign())
                .put("claim", claim(vgpu))
                .put("vms", reading(host.domains(), _ -> vms(host, vgpu)))
                .build();
    }

    private static Json claim(Vgpu vgpu) {
        return vgpu.record().isEmpty() || vgpu.record().get().claim().isNone()
                ? new JsonNull()
                : VgpuRecordText.toJson(vgpu.record().get().claim());
    }

    /** What a VM is given, where it is no mediated device. */
    private static Optional<String> function(HostDevice device) {
        return device instanceof HostDevice.PciFunction
                ? Optional.of(device.text())
                : Optional.empty();
    }

    private static JsonArray vms(HostSnapshot host, Vgpu vgpu) {
        var device = vgpu.device();
        return array(host.domainsWith(vgpu), domain -> vm(domain, device));
    }

    private static JsonObject vm(Domain domain, HostDevice device) {
        return JsonObject.builder()
                .put("name", domain.name())
                .put("running", domain.running())
                .put("live", domain.hasLive(device))
                .put("config", domain.hasInConfig(device))
                .build();
    }

    private static JsonObject.Builder plan(Plan plan) {
        return JsonObject.builder()
                .put("steps", array(plan.steps(), AnswerJson::step))
                .put("notes", plan.notes());
    }

    private static JsonObject step(Step step) {
        var json = JsonObject.builder().put("words", step.words());
        StepJson.write(step).members().forEach(json::put);
        return json.put("reversible", step instanceof Step.Reversible).build();
    }

    @Override
    public JsonObject changed(Answer.Changed changed) {
        var after = changed.after();
        var touched =
                after.vgpus().stream()
                        .filter(vgpu -> !changed.before().vgpus().contains(vgpu))
                        .toList();
        var gone =
                changed.before().vgpus().stream()
                        .map(Vgpu::uuid)
                        .filter(uuid -> after.vgpu(uuid).isEmpty())
                        .map(Object::toString)
                        .toList();
        return plan(changed.plan())
                .put("vgpus", array(touched, vgpu -> vgpu(after, vgpu)))
                .put("gone", gone)
                .build();
    }

    static <T> Json reading(Reading<T> reading, Function<? super T, ? extends Json> write) {
        return reading.<Json>map(write)
                .orElseGet(why -> JsonObject.builder().put("unknown", why).build());
    }

    private static Json text(Optional<String> text) {
        return text.<Json>map(JsonString::new).orElseGet(JsonNull::new);
    }

    private static Json number(OptionalInt number) {
        return number.isPresent() ? JsonNumber.of(number.getAsInt()) : new JsonNull();
    }

    private static <T> JsonArray array(List<T> items, Function<? super T, ? extends Json> write) {
        var array = new ArrayList<Json>();
        items.forEach(item -> array.add(write.apply(item)));
        return new JsonArray(array);
    }
}
