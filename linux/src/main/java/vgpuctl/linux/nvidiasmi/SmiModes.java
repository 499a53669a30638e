package vgpuctl.linux.nvidiasmi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.attach.MultiVgpuCapabilities;
import vgpuctl.core.inventory.Partition.Instance;
import vgpuctl.core.inventory.Partition.Mig;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.pci.Bdf;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.command.Commands.Result;
import vgpuctl.linux.sysfs.DriverModes;

/** What nvidia-smi says of how GPUs are switched; asked once, when the first answer is wanted. */
public final class SmiModes implements DriverModes {

    /** It initialises every GPU that nobody holds: seconds on a large host without persistence. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Commands commands;
    private Optional<Reading<SmiXml>> said = Optional.empty();

    public SmiModes(Commands commands) {
        this.commands = commands;
    }

    @Override
    public Reading<Boolean> mixedSizes(String gpu) {
        return of(gpu).map(smi -> smi.mixedSize().orElse(false));
    }

    @Override
    public Mig mig(String gpu) {
        return of(gpu).map(smi -> mig(gpu, smi)).orElseGet(Mig.Unseen::new);
    }

    @Override
    public Reading<Integer> memoryMib(String gpu) {
        return of(gpu).flatMap(smi ->
                SmiWords.bytes("frame buffer", smi.figures().memory().first())
                        .map(bytes -> (int) (bytes >> 20)));
    }

    /** What it said of several vGPUs in one VM where it was asked for anything; nobody is asked. */
    public MultiVgpuCapabilities alreadySaid(String gpu) {
        return said.map(all ->
                        all.flatMap(smi -> among(smi, gpu))
                                .map(smi -> smi.can().multiVgpu())
                                .orElseGet(_ -> MultiVgpuCapabilities.unknown()))
                .orElseGet(MultiVgpuCapabilities::unknown);
    }

    private Mig mig(String gpu, SmiGpu smi) {
        if (smi.migEnabled().isEmpty()) {
            return new Mig.NotThere();
        }
        var on = smi.migEnabled().get();
        var pending = !smi.migEnabledNext().orElse(on).equals(on);
        return on
                ? instances(gpu)
                        .<Mig>map(instances -> new Mig.On(instances, pending))
                        .orElseGet(Mig.Unseen::new)
                : new Mig.Off(pending);
    }

    private Reading<SmiGpu> of(String gpu) {
        return all().flatMap(smi -> among(smi, gpu));
    }

    private static Reading<SmiGpu> among(SmiXml smi, String name) {
        for (var gpu : smi.gpus()) {
            if (Bdf.parse(name).equals(Optional.of(gpu.address()))) {
                return Reading.of(gpu);
            }
        }
        return Reading.unknown("nvidia-smi does not list " + name);
    }

    private Reading<SmiXml> all() {
        if (said.isEmpty()) {
            said = Optional.of(output(List.of("nvidia-smi", "-q", "-x")).flatMap(SmiXml::parse));
        }
        return said.get();
    }

    private Reading<List<Instance>> instances(String gpu) {
        var command = List.of("nvidia-smi", "mig", "-i", gpu, "-lgi");
        return switch (commands.run(command, LIMIT)) {
            // It also fails where there is none to list.
            case Result.Ended(_, var output, var errors)
                    when (output + errors).contains("No GPU instances found") ->
                    Reading.of(List.of());
            case Result.Ended ended -> output(ended).map(SmiModes::instancesIn);
            case Result.Missing _, Result.Unfinished _ -> output(command).map(_ -> List.of());
        };
    }

    private static List<Instance> instancesIn(String table) {
        var instances = new ArrayList<Instance>();
        for (var row : GpuInstancesTable.parse(table).rows()) {
            instances.add(new Instance(row.instanceId(), row.profile(), row.start(), row.size()));
        }
        instances.sort((left, right) -> left.start() - right.start());
        return List.copyOf(instances);
    }

    private Reading<String> output(List<String> command) {
        return switch (commands.run(command, LIMIT)) {
            case Result.Ended ended -> output(ended);
            case Result.Missing() -> Reading.unknown("nvidia-smi is not on this host");
            case Result.Unfinished() ->
                    Reading.unknown("nvidia-smi gave no answer within " + LIMIT.toSeconds() + " s");
        };
    }

    private static Reading<String> output(Result.Ended ended) {
        return ended.status() == 0
                ? Reading.of(ended.output())
                : Reading.unknown(
                        "nvidia-smi failed: " + (ended.output() + ended.errors()).strip());
    }
}
