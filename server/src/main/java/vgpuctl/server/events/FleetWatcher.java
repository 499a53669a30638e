package vgpuctl.server.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vgpuctl.core.fleet.SeenHost;
import vgpuctl.core.fleet.SeenHostJson;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;

/** Looks at the fleet while somebody listens, and logs how its hosts change. */
public final class FleetWatcher implements AutoCloseable {

    /** Twice a second: what the store tells by itself is there already. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final EventLog log;
    private final Supplier<List<SeenHost>> hosts;
    private final Consumer<String> notices;
    private final Thread thread;

    private Optional<Map<String, SeenHost>> seen = Optional.empty();
    private Optional<Problem> trouble = Optional.empty();

    private FleetWatcher(EventLog log, Supplier<List<SeenHost>> hosts, Consumer<String> notices) {
        this.log = log;
        this.hosts = hosts;
        this.notices = notices;
        this.thread = Thread.ofVirtual().name("watch-fleet").unstarted(this::watch);
    }

    /**
     * Begins to watch.
     *
     * @param hosts the fleet's, anew
     * @param notices is told what was not expected
     */
    public static FleetWatcher start(
            EventLog log, Supplier<List<SeenHost>> hosts, Consumer<String> notices) {
        var watcher = new FleetWatcher(log, hosts, notices);
        watcher.thread.start();
        return watcher;
    }

    private void watch() {
        try {
            do {
                lookSafely();
            } while (log.awaitListener(PAUSE));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A bug ends no watching. */
    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            notices.accept("a bug in vgpuctl, while it watched the fleet: " + e);
        }
    }

    private void look() {
        try {
            var now = new TreeMap<String, SeenHost>();
            hosts.get().forEach(host -> now.put(host.id(), host));
            var news = seen.map(before -> between(before, now)).orElseGet(ArrayList::new);
            if (trouble.isPresent()) {
                news.addFirst(new Happening("fleet-seen", JsonObject.builder().build()));
            }
            log.add(news);
            seen = Optional.of(now);
            trouble = Optional.empty();
        } catch (ProblemException e) {
            if (!trouble.equals(Optional.of(e.problem()))) {
                log.add(List.of(Happening.failed("fleet-look-failed", e.problem())));
            }
            trouble = Optional.of(e.problem());
        }
    }

    private static List<Happening> between(
            Map<String, SeenHost> before, Map<String, SeenHost> now) {
        var news = new ArrayList<Happening>();
        now.forEach((id, host) -> {
            if (!host.equals(before.get(id))) {
                news.add(new Happening("fleet-host-changed", SeenHostJson.brief(host)));
            }
        });
        for (var id : before.keySet()) {
            if (!now.containsKey(id)) {
                var gone = JsonObject.builder().put("host", id).build();
                news.add(new Happening("fleet-host-removed", gone));
            }
        }
        return news;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
