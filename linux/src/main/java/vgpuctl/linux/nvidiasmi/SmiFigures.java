package vgpuctl.linux.nvidiasmi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.host.LiveFigures;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.live.LiveGpu;
import vgpuctl.core.live.LiveGpu.Body;
import vgpuctl.core.live.LiveGpu.FrameBuffer;
import vgpuctl.core.live.LiveGpu.HostVgpuMode;
import vgpuctl.core.live.LiveGpu.Modes;
import vgpuctl.core.live.LiveGpu.Switch;
import vgpuctl.core.live.LiveGpu.Use;
import vgpuctl.core.live.LiveGpu.Virtualization;
import vgpuctl.core.live.LiveHost;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;

/** The figures that {@code nvidia-smi} prints, for hosts whose library cannot be asked. */
public final class SmiFigures implements LiveFigures {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Commands commands;

    public SmiFigures(Commands commands) {
        this.commands = commands;
    }

    @Override
    public Reading<LiveHost> read() {
        var vgpus = output(List.of("nvidia-smi", "vgpu", "-q")).map(SmiVgpus::parse);
        return output(List.of("nvidia-smi", "-q", "-x"))
                .flatMap(SmiXml::parse)
                .map(xml -> host(xml, vgpus));
    }

    private static LiveHost host(SmiXml xml, Reading<SmiVgpus> vgpus) {
        var gpus = new ArrayList<LiveGpu>();
        xml.gpus().forEach(gpu -> gpus.add(gpu(gpu, vgpus)));
        return new LiveHost(
                LiveHost.Source.NVIDIA_SMI,
                said("driver version", xml.driverVersion()),
                gpus,
                List.of());
    }

    private static LiveGpu gpu(SmiGpu gpu, Reading<SmiVgpus> vgpus) {
        var figures = gpu.figures();
        var use = figures.use();
        return new LiveGpu(
                gpu.address(),
                said("name", gpu.productName()),
                said("UUID", gpu.uuid()),
                new Use(
                        SmiWords.percent("use", use.gpu()),
                        SmiWords.percent("memory use", use.memory()),
                        SmiWords.percent("encoder use", use.encoder()),
                        SmiWords.percent("decoder use", use.decoder())),
                new Body(
                        framebuffer(figures.memory()),
                        SmiWords.whole("temperature", figures.temperature(), "C"),
                        SmiWords.milliwatts("power", figures.power()),
                        SmiWords.milliwatts("power limit", figures.powerLimit())),
                modes(gpu),
                Reading.unknown("nvidia-smi was asked for no types"),
                vgpus.map(all -> all.onGpus().getOrDefault(gpu.address(), List.of())));
    }

    private static Reading<FrameBuffer> framebuffer(SmiGpu.Pair memory) {
        return SmiWords.bytes("frame buffer", memory.first())
                .flatMap(total ->
                        SmiWords.bytes("frame buffer used", memory.second())
                                .map(used -> new FrameBuffer(total, used)));
    }

    private static Modes modes(SmiGpu gpu) {
        return new Modes(
                twoStates(
                        "ECC",
                        isOn(gpu.figures().ecc().first()),
                        isOn(gpu.figures().ecc().second())),
                twoStates("MIG mode", gpu.migEnabled(), gpu.migEnabledNext()),
                said("virtualization mode", gpu.virtualizationMode().flatMap(SmiFigures::mode)),
                said("host vGPU mode", gpu.hostVgpuMode().flatMap(SmiFigures::hostMode)),
                said("mixed sizes", gpu.mixedSize()),
                Reading.unknown("nvidia-smi was not asked for the scheduler"));
    }

    private static Reading<Switch> twoStates(
            String what, Optional<Boolean> now, Optional<Boolean> next) {
        return said(what, now.map(on -> new Switch(on, next.orElse(on))));
    }

    private static Optional<Boolean> isOn(Optional<String> word) {
        return word.filter(w -> w.equals("Enabled") || w.equals("Disabled"))
                .map(w -> w.equals("Enabled"));
    }

    private static Optional<Virtualization> mode(String words) {
        return switch (words) {
            case "None" -> Optional.of(Virtualization.NONE);
            case "Pass-Through" -> Optional.of(Virtualization.PASS_THROUGH);
            case "VGPU" -> Optional.of(Virtualization.VGPU);
            case "Host VGPU" -> Optional.of(Virtualization.HOST_VGPU);
            case "Host VSGA" -> Optional.of(Virtualization.HOST_VSGA);
            default -> Optional.empty();
        };
    }

    private static Optional<HostVgpuMode> hostMode(String words) {
        return switch (words) {
            case "SR-IOV" -> Optional.of(HostVgpuMode.SRIOV);
            case "Non SR-IOV" -> Optional.of(HostVgpuMode.NON_SRIOV);
            default -> Optional.empty();
        };
    }

    private static <T> Reading<T> said(String what, Optional<T> value) {
        return value.map(Reading::of).orElseGet(() -> SmiWords.unsaid(what));
    }

    private Reading<String> output(List<String> command) {
        var tool = String.join(" ", command);
        return switch (commands.run(command, LIMIT)) {
            case Result.Ended(var status, var output, var errors) ->
                    status == 0
                            ? Reading.of(output)
                            : Reading.unknown(tool + " failed: " + (output + errors).strip());
            case Result.Missing() -> Reading.unknown("nvidia-smi is not on this host");
            case Result.Unfinished() ->
                    Reading.unknown(tool + " gave no answer within " + LIMIT.toSeconds() + " s");
        };
    }
}
