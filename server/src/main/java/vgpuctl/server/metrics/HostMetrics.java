package vgpuctl.server.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import vgpuctl.core.inventory.Capacity;
import vgpuctl.core.inventory.Domain;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.live.Licence;
import vgpuctl.core.live.LiveGpu;
import vgpuctl.core.live.LiveHost;
import vgpuctl.core.live.LiveMatch;
import vgpuctl.core.live.LiveVgpu;
import vgpuctl.core.live.Percent;
import vgpuctl.operations.Answer;

/** What {@code status} shows, as metrics. What could not be seen is not there. */
final class HostMetrics {

    private static final double MIB = 1 << 20;

    private final Exposition out;

    HostMetrics(Exposition out) {
        this.out = out;
    }

    void write(Answer.Status status) {
        var host = status.host();
        out.gauge(
                "vgpuctl_live_figures",
                "Whether the driver gives figures of use.",
                status.live() instanceof Reading.Known<LiveHost> ? 1 : 0);
        out.gauge("vgpuctl_skipped", "What of the host could not be read.", host.skipped().size());
        for (var gpu : host.gpus()) {
            gpu(host, gpu);
            var live = LiveHost.gpu(status.live(), gpu.name());
            live.ifKnownOrElse(figures -> figures(gpu, figures), _ -> {});
            var active = host.activeOn(gpu);
            var match = LiveMatch.of(active, live.flatMap(LiveGpu::vgpus).orElse(List.of()));
            host.vgpusOn(gpu).forEach(vgpu -> vgpu(host, gpu, vgpu, match));
        }
        host.vgpus().stream()
                .flatMap(vgpu -> host.domainsWith(vgpu).stream())
                .distinct()
                .forEach(this::vm);
    }

    private void vm(Domain domain) {
        out.gauge(
                "vgpuctl_vm_running",
                "Whether a VM that has a vGPU runs.",
                domain.running() ? 1 : 0,
                "vm",
                domain.name());
    }

    private void gpu(HostSnapshot host, PhysicalGpu gpu) {
        var name = gpu.name().text();
        out.gauge(
                "vgpuctl_gpu_info",
                "A physical GPU.",
                1,
                "gpu",
                name,
                "model",
                gpu.model().orElse(""),
                "uuid",
                gpu.uuid().orElse(""),
                "interface",
                gpu.hostInterface().word().orElse(""));
        gpu.framebufferMib()
                .ifPresent(mib ->
                        out.gauge(
                                "vgpuctl_gpu_framebuffer_bytes",
                                "Frame buffer that vGPUs can share.",
                                mib * MIB,
                                "gpu",
                                name));
        out.gauge(
                "vgpuctl_gpu_framebuffer_allocated_bytes",
                "Frame buffer that active vGPUs take.",
                host.framebufferUsedMib(gpu) * MIB,
                "gpu",
                name);
        var capacity = Capacity.of(host, gpu);
        for (var offer : gpu.offers()) {
            capacity.count(offer)
                    .ifKnownOrElse(
                            count ->
                                    out.gauge(
                                            "vgpuctl_gpu_type_creatable",
                                            "How many vGPUs of a type can be created now.",
                                            count,
                                            "gpu",
                                            name,
                                            "type",
                                            offer.type().token()),
                            _ -> {});
        }
    }

    private void figures(PhysicalGpu gpu, LiveGpu figures) {
        var name = gpu.name().text();
        use("vgpuctl_gpu_utilization_ratio", "How busy a GPU is.", figures.use(), "gpu", name);
        var body = figures.body();
        body.framebuffer()
                .ifKnownOrElse(
                        memory -> {
                            out.gauge(
                                    "vgpuctl_gpu_memory_bytes",
                                    "Memory of a GPU.",
                                    (double) memory.total(),
                                    "gpu",
                                    name);
                            out.gauge(
                                    "vgpuctl_gpu_memory_used_bytes",
                                    "Memory of a GPU that is taken.",
                                    (double) memory.used(),
                                    "gpu",
                                    name);
                        },
                        _ -> {});
        gauge("vgpuctl_gpu_temperature_celsius", "Its chip.", body.temperatureCelsius(), 1, name);
        gauge("vgpuctl_gpu_power_watts", "What it takes.", body.powerMilliwatts(), 1000, name);
        gauge(
                "vgpuctl_gpu_power_limit_watts",
                "What it may take.",
                body.powerLimitMilliwatts(),
                1000,
                name);
    }

    private void gauge(
            String metric,
            String help,
            Reading<? extends Number> reading,
            double divisor,
            String gpu) {
        reading.ifKnownOrElse(
                value -> out.gauge(metric, help, value.doubleValue() / divisor, "gpu", gpu),
                _ -> {});
    }

    private void use(String metric, String help, LiveGpu.Use use, String... labels) {
        share(metric, help, use.sm(), "sm", labels);
        share(metric, help, use.memory(), "memory", labels);
        share(metric, help, use.encoder(), "encoder", labels);
        share(metric, help, use.decoder(), "decoder", labels);
    }

    private void share(
            String metric, String help, Reading<Percent> share, String engine, String... labels) {
        share.ifKnownOrElse(
                percent ->
                        out.gauge(
                                metric,
                                help,
                                percent.value() / 100.0,
                                with(labels, "engine", engine)),
                _ -> {});
    }

    private static String[] with(String[] labels, String name, String value) {
        var more = Arrays.copyOf(labels, labels.length + 2);
        more[labels.length] = name;
        more[labels.length + 1] = value;
        return more;
    }

    private void vgpu(HostSnapshot host, PhysicalGpu gpu, Vgpu vgpu, LiveMatch match) {
        var labels = labels(host, gpu, vgpu);
        out.gauge(
                "vgpuctl_vgpu_active",
                "Whether a vGPU is active; 0 where it is only defined.",
                vgpu.active() ? 1 : 0,
                labels);
        vgpu.framebufferMib()
                .ifPresent(mib ->
                        out.gauge(
                                "vgpuctl_vgpu_framebuffer_bytes",
                                "Frame buffer of a vGPU.",
                                mib * MIB,
                                labels));
        match.of(vgpu).ifPresent(live -> figures(live, labels));
    }

    private static String[] labels(HostSnapshot host, PhysicalGpu gpu, Vgpu vgpu) {
        var vms = host.domainsWith(vgpu).stream().map(Domain::name).sorted();
        return new String[] {
            "vgpu", vgpu.label(),
            "uuid", vgpu.uuid().toString(),
            "type", vgpu.typeToken(),
            "gpu", gpu.name().text(),
            "vm", vms.collect(Collectors.joining(","))
        };
    }

    private void figures(LiveVgpu live, String... labels) {
        use("vgpuctl_vgpu_utilization_ratio", "How busy a vGPU is.", live.use(), labels);
        live.framebufferUsed()
                .ifKnownOrElse(
                        bytes ->
                                out.gauge(
                                        "vgpuctl_vgpu_framebuffer_used_bytes",
                                        "Frame buffer that the guest uses.",
                                        bytes.doubleValue(),
                                        labels),
                        _ -> {});
        live.licence()
                .ifKnownOrElse(
                        licence ->
                                out.gauge(
                                        "vgpuctl_vgpu_licensed",
                                        "Whether the guest has a licence.",
                                        licence.state() == Licence.State.LICENSED ? 1 : 0,
                                        labels),
                        _ -> {});
        live.encoding()
                .ifKnownOrElse(
                        encoding ->
                                out.gauge(
                                        "vgpuctl_vgpu_encoder_sessions",
                                        "Encoder sessions of a vGPU.",
                                        encoding.sessions(),
                                        labels),
                        _ -> {});
    }
}
