package vgpuctl.server;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.Answer;
import vgpuctl.operations.Request;
import vgpuctl.server.api.Api;
import vgpuctl.server.api.Backend;
import vgpuctl.server.api.Fleet;
import vgpuctl.server.events.EventLog;
import vgpuctl.server.events.FleetWatcher;
import vgpuctl.server.events.Signals;
import vgpuctl.server.events.Watcher;
import vgpuctl.server.http.ConsolePages;
import vgpuctl.server.http.FrontHandler;
import vgpuctl.server.http.Listeners;
import vgpuctl.server.metrics.Metrics;
import vgpuctl.server.metrics.OwnMetrics;
import vgpuctl.server.usage.Meter;
import vgpuctl.server.usage.Metering;

/** The daemon: from its start to its end. */
public final class Daemon implements AutoCloseable {

    /** A change that takes longer is finished or undone by whoever comes next. */
    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    private static final byte[] QUESTION =
            "GET /healthz HTTP/1.1\r\nHost: vgpuctl\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Path unix;
    private final Watcher watcher;
    private final Optional<FleetWatcher> fleet;
    private final Metering metering;
    private final Listeners listeners;
    private final Api api;

    private Daemon(
            Path unix,
            Watcher watcher,
            Optional<FleetWatcher> fleet,
            Metering metering,
            Listeners listeners,
            Api api) {
        this.unix = unix;
        this.watcher = watcher;
        this.fleet = fleet;
        this.metering = metering;
        this.listeners = listeners;
        this.api = api;
    }

    /** Settles what was cut off, then listens, and answers from now on. */
    public static Daemon start(Settings settings, Backend backend) {
        var run = Long.toString(backend.clock().millis(), 36);
        var events = new EventLog(run);
        var own = new OwnMetrics();
        var metering = metering(backend, own);
        var api =
                new Api(
                        backend,
                        run,
                        (command, outcome, took) -> {
                            own.ended(command, outcome.word(), took);
                            events.nudge();
                            metering.nudge();
                        });
        var handler =
                new ConsolePages(
                        new FrontHandler(api, new Metrics(status(backend), own), events, settings));
        settle(backend, api);
        var watched = backend.operations().apply("vgpuctl serve: watch");
        var watcher =
                Watcher.start(
                        events,
                        watched::look,
                        new Heard(backend.signals(), metering::nudge),
                        backend.log());
        metering.start();
        var fleet =
                backend.fleet()
                        .map(asked -> FleetWatcher.start(events, asked::hosts, backend.log()));
        try {
            return new Daemon(
                    settings.unix().path(),
                    watcher,
                    fleet,
                    metering,
                    Listeners.open(settings, handler),
                    api);
        } catch (ProblemException e) {
            metering.close();
            fleet.ifPresent(FleetWatcher::close);
            watcher.close();
            throw e;
        }
    }

    private static Metering metering(Backend backend, OwnMetrics own) {
        var meter =
                new Meter(
                        backend.fleet().map(Fleet::host).orElse(backend.host()),
                        backend.usage(),
                        backend.clock(),
                        System::nanoTime,
                        backend.log());
        own.metered(meter);
        return new Metering(
                meter,
                () -> backend.operations().apply("vgpuctl serve: usage").look(),
                backend.log());
    }

    /** What the host says, said to somebody else as well. */
    private record Heard(Signals signals, Runnable too) implements Signals {

        @Override
        public Listening listen(Runnable news) {
            return signals.listen(() -> {
                news.run();
                too.run();
            });
        }

        @Override
        public Duration pause() {
            return signals.pause();
        }
    }

    private static Supplier<Answer.Status> status(Backend backend) {
        var words = "vgpuctl serve: GET /metrics";
        var request = new Request.Status();
        return () -> (Answer.Status) backend.operations().apply(words).answer(request, words);
    }

    /** What an earlier run was killed in the middle of. */
    private static void settle(Backend backend, Api api) {
        var words = "vgpuctl serve: start";
        try {
            var answer = backend.operations().apply(words).answer(new Request.Recover(), words);
            if (answer instanceof Answer.Recovered recovered) {
                recovered.outcomes().forEach(backend.log());
                recovered.outcomes().forEach(api::settled);
            }
        } catch (ProblemException e) {
            backend.log().accept("not settled: " + e.problem().reason());
        }
    }

    /** Where it can be reached. */
    public List<String> addresses() {
        return listeners.addresses();
    }

    /** Whether somebody who connects now gets an answer. Waits for it. */
    public boolean answers() {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(unix))) {
            channel.write(ByteBuffer.wrap(QUESTION));
            return channel.read(ByteBuffer.allocate(1)) == 1;
        } catch (IOException _) {
            return false;
        }
    }

    /** Takes no more requests, and ends when the change that is on its way is over. */
    @Override
    public void close() {
        fleet.ifPresent(FleetWatcher::close);
        watcher.close();
        listeners.close();
        api.finish(LONGEST_END);
        metering.close();
    }
}
