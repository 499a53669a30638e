package vgpuctl.operations.wire;

import static vgpuctl.operations.wire.AnswerJson.reading;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonBoolean;
import vgpuctl.core.json.JsonNull;
import vgpuctl.core.json.JsonNumber;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.live.Licence;
import vgpuctl.core.live.LiveGpu;
import vgpuctl.core.live.LiveHost;
import vgpuctl.core.live.LiveMatch;
import vgpuctl.core.live.LiveType;
import vgpuctl.core.live.LiveVgpu;
import vgpuctl.core.live.Percent;
import vgpuctl.operations.Answer;

/** What a host is doing. Memory is in bytes, power in milliwatts, use in percent. */
final class StatusJson {

    private StatusJson() {}

    static JsonObject status(Answer.Status answer) {
        var host = answer.host();
        return JsonObject.builder()
                .put("live", reading(answer.live(), StatusJson::source))
                .put("gpus", array(host.gpus(), gpu -> gpu(host, gpu, answer.live())))
                .build();
    }

    private static JsonObject source(LiveHost live) {
        return JsonObject.builder()
                .put("source", live.source().toString())
                .put("driver", reading(live.driver(), JsonString::new))
                .put("skipped", live.skipped())
                .build();
    }

    private static JsonObject gpu(HostSnapshot host, PhysicalGpu gpu, Reading<LiveHost> live) {
        var figures = LiveHost.gpu(live, gpu.name());
        var vgpus = host.activeOn(gpu);
        var match = LiveMatch.of(vgpus, figures.flatMap(LiveGpu::vgpus).orElse(List.of()));
        return JsonObject.builder()
                .put("gpu", gpu.name().text())
                .put("model", reading(gpu.model(), JsonString::new))
                .put("figures", reading(figures, StatusJson::figures))
                .put("vgpus", array(vgpus, vgpu -> vgpu(host, vgpu, match)))
                .put("unmatched", array(match.others(), StatusJson::vgpu))
                .build();
    }

    /** All that a GPU says, without its vGPUs. */
    private static JsonObject figures(LiveGpu gpu) {
        var json =
                JsonObject.builder()
                        .put("name", reading(gpu.name(), JsonString::new))
                        .put("uuid", reading(gpu.uuid(), JsonString::new))
                        .put("use", use(gpu.use()));
        var body = gpu.body();
        json.put("framebuffer", reading(body.framebuffer(), StatusJson::framebuffer))
                .put("temperatureCelsius", whole(body.temperatureCelsius()))
                .put("powerMilliwatts", reading(body.powerMilliwatts(), JsonNumber::of))
                .put("powerLimitMilliwatts", reading(body.powerLimitMilliwatts(), JsonNumber::of));
        var modes = gpu.modes();
        return json.put("ecc", reading(modes.ecc(), StatusJson::twoStates))
                .put("mig", reading(modes.mig(), StatusJson::twoStates))
                .put("virtualization", reading(modes.virtualization(), StatusJson::word))
                .put("hostVgpuMode", reading(modes.hostVgpuMode(), StatusJson::word))
                .put("mixedSizes", reading(modes.mixedSizes(), JsonBoolean::new))
                .put("scheduler", reading(modes.scheduling(), s -> word(s.scheduler())))
                .put("types", reading(gpu.types(), types -> array(types, StatusJson::type)))
                .build();
    }

    private static JsonObject framebuffer(LiveGpu.FrameBuffer memory) {
        return JsonObject.builder().put("total", memory.total()).put("used", memory.used()).build();
    }

    private static JsonObject twoStates(LiveGpu.Switch mode) {
        return JsonObject.builder().put("on", mode.on()).put("next", mode.next()).build();
    }

    private static Json word(Object constant) {
        return new JsonString(constant.toString());
    }

    private static JsonObject use(LiveGpu.Use use) {
        return JsonObject.builder()
                .put("sm", percent(use.sm()))
                .put("memory", percent(use.memory()))
                .put("encoder", percent(use.encoder()))
                .put("decoder", percent(use.decoder()))
                .build();
    }

    private static Json percent(Reading<Percent> share) {
        return reading(share, percent -> JsonNumber.of(percent.value()));
    }

    private static JsonObject type(LiveType type) {
        return JsonObject.builder()
                .put("id", type.id())
                .put("name", reading(type.name(), JsonString::new))
                .put("class", reading(type.series(), JsonString::new))
                .put("framebuffer", reading(type.framebuffer(), JsonNumber::of))
                .put("most", whole(type.limits().onGpu()))
                .put("mostPerVm", whole(type.limits().inVm()))
                .put("heads", whole(type.limits().heads()))
                .put("frameRateLimit", whole(type.limits().frameRate()))
                .put("creatable", reading(type.creatable(), JsonBoolean::new))
                .put(
                        "capabilities",
                        reading(
                                type.capabilities(),
                                all -> array(all.stream().sorted().toList(), StatusJson::word)))
                .build();
    }

    private static JsonObject vgpu(HostSnapshot host, Vgpu vgpu, LiveMatch match) {
        var json =
                JsonObject.builder()
                        .put("name", vgpu.label())
                        .put("uuid", vgpu.uuid().toString())
                        .put("type", vgpu.typeToken());
        json.put("vms", host.domainsWith(vgpu).stream().map(domain -> domain.name()).toList());
        return json.put(
                        "figures",
                        match.of(vgpu).<Json>map(StatusJson::vgpu).orElseGet(JsonNull::new))
                .build();
    }

    /** All that a vGPU says. */
    private static JsonObject vgpu(LiveVgpu vgpu) {
        var identity = vgpu.identity();
        return JsonObject.builder()
                .put("instance", identity.instance())
                .put("vm", reading(identity.vm(), JsonString::new))
                .put("mdev", reading(identity.mdev(), StatusJson::word))
                .put("typeId", whole(identity.typeId()))
                .put("placementId", reading(identity.placementId(), StatusJson::number))
                .put("gpuInstance", reading(identity.gpuInstance(), StatusJson::number))
                .put("use", use(vgpu.use()))
                .put("framebufferUsed", reading(vgpu.framebufferUsed(), JsonNumber::of))
                .put("licence", reading(vgpu.licence(), StatusJson::licence))
                .put("guestDriver", reading(vgpu.guestDriver(), JsonString::new))
                .put("frameRateLimit", whole(vgpu.frameRateLimit()))
                .put("encoder", reading(vgpu.encoding(), StatusJson::encoding))
                .build();
    }

    private static JsonObject encoding(LiveVgpu.Encoding encoding) {
        return JsonObject.builder()
                .put("sessions", encoding.sessions())
                .put("framesPerSecond", encoding.framesPerSecond())
                .put("latencyMicros", encoding.latencyMicros())
                .build();
    }

    private static JsonObject licence(Licence licence) {
        return JsonObject.builder()
                .put("state", licence.state().name())
                .putIfPresent("until", until(licence.expiry()))
                .build();
    }

    private static Optional<String> until(Licence.Expiry expiry) {
        return switch (expiry) {
            case Licence.Expiry.At(var text) -> Optional.of(text);
            case Licence.Expiry.Never() -> Optional.of("never");
            case Licence.Expiry.NotTold() -> Optional.empty();
        };
    }

    private static Json number(OptionalInt number) {
        return number.isPresent() ? JsonNumber.of(number.getAsInt()) : new JsonNull();
    }

    private static Json whole(Reading<Integer> number) {
        return reading(number, n -> JsonNumber.of(n));
    }

    private static <T> JsonArray array(List<T> all, Function<? super T, ? extends Json> write) {
        return new JsonArray(List.copyOf(all.stream().map(write).toList()));
    }
}
