package vgpuctl.linux.nvml;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vgpuctl.core.host.LiveFigures;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.live.LiveGpu;
import vgpuctl.core.live.LiveHost;

/**
 * The figures of a host from NVML: opens a session, reads everything, closes it.
 *
 * <p>A driver in trouble answers late or never, and a native call cannot be broken off. It is made
 * on a thread of its own; while one hangs no second one is begun.
 */
public final class NvmlFigures implements LiveFigures {

    /** It initialises every GPU that nobody holds: seconds each without persistence. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int MOST_GPUS = 64;
    private static final int TEXT = 80;

    private final String library;
    private final Duration limit;
    private CompletableFuture<Reading<LiveHost>> reading =
            CompletableFuture.completedFuture(Reading.unknown("not asked yet"));

    /**
     * Figures from the library of this name.
     *
     * @param library a file name that the system's loader finds, or a path
     */
    public NvmlFigures(String library) {
        this(library, LIMIT);
    }

    /** From the library that the host's driver has brought along. */
    public static NvmlFigures ofThisHost() {
        return new NvmlFigures(NvmlLibrary.NAME);
    }

    NvmlFigures(String library, Duration limit) {
        this.library = library;
        this.limit = limit;
    }

    @Override
    public synchronized Reading<LiveHost> read() {
        if (reading.isDone()) {
            reading = new CompletableFuture<>();
            begin(reading);
        }
        return await(reading);
    }

    private void begin(CompletableFuture<Reading<LiveHost>> answer) {
        Thread.ofPlatform()
                .daemon()
                .name("nvml")
                .start(() ->
                        answer.completeAsync(
                                () -> NvmlLibrary.load(library).flatMap(NvmlFigures::inSession),
                                Runnable::run));
    }

    private Reading<LiveHost> await(CompletableFuture<Reading<LiveHost>> answer) {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return Reading.unknown("NVML gave no answer within " + limit.toMillis() + " ms");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Reading.unknown("nobody waited for NVML's answer");
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }

    private static Reading<LiveHost> inSession(NvmlLibrary nvml) {
        var said = nvml.call("nvmlInit_v2");
        if (!said.succeeded()) {
            return said.unknown();
        }
        try (var arena = Arena.ofConfined()) {
            return Reading.of(host(new Questions(nvml, arena), arena));
        } finally {
            nvml.call("nvmlShutdown");
        }
    }

    private static LiveHost host(Questions ask, Arena arena) {
        var gpus = new ArrayList<LiveGpu>();
        var skipped = new ArrayList<String>();
        ask.number("nvmlDeviceGetCount_v2")
                .flatMap(NvmlFigures::believed)
                .ifKnownOrElse(
                        count -> {
                            for (var index = 0; index < count; index++) {
                                var which = "NVML's GPU " + index + ": ";
                                GpuFigures.handle(ask, arena, index)
                                        .flatMap(device -> new GpuFigures(ask, device).read())
                                        .ifKnownOrElse(gpus::add, why -> skipped.add(which + why));
                            }
                        },
                        skipped::add);
        return new LiveHost(
                LiveHost.Source.NVML, ask.text(TEXT, "nvmlSystemGetDriverVersion"), gpus, skipped);
    }

    private static Reading<Integer> believed(int count) {
        return count >= 0 && count <= MOST_GPUS
                ? Reading.of(count)
                : Reading.unknown("NVML speaks of " + Integer.toUnsignedString(count) + " GPUs");
    }
}
