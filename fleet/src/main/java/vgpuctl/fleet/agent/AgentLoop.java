package vgpuctl.fleet.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.documents.Keys.Part;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Watch;

/**
 * Drives an agent: a round when its allocation changes, and now and then without that. Where the
 * store is away it asks ever less often, at a moment of its own: a thousand hosts that wait for one
 * store do not all come at once.
 */
public final class AgentLoop implements Runnable {

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(5);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** How soon it sees that it is to end, where it waits for news. */
    private static final Duration AT_ONCE = Duration.ofMillis(250);

    private final Agent agent;
    private final Store store;
    private final String allocation;
    private Optional<Watch> watch = Optional.empty();
    private Duration pause = Duration.ofSeconds(1);
    private final CountDownLatch ending = new CountDownLatch(1);

    public AgentLoop(Agent agent, Store store, Keys keys, String host) {
        this.agent = agent;
        this.store = store;
        allocation = keys.host(host, Part.ALLOCATION);
    }

    /** Until it is told to end, or the agent may not be in this fleet. */
    @Override
    public void run() {
        var heartbeat = Thread.ofVirtual().name("fleet heartbeat").start(this::stayHeard);
        try {
            agent.start();
            rest(between(Duration.ZERO, Duration.ofSeconds(1)));
            while (!isEnding()) {
                var watched = watched();
                if (agent.round() && watched) {
                    pause = Duration.ofSeconds(1);
                    await();
                } else {
                    rest(between(pause.dividedBy(2), pause));
                    var longer = pause.multipliedBy(2);
                    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            ending.countDown();
            join(heartbeat);
            watch.ifPresent(Watch::close);
        }
    }

    /** While a round carries out a long change, too. */
    private void stayHeard() {
        try {
            while (!rest(agent.life().dividedBy(4))) {
                try {
                    agent.stayHeard();
                } catch (StoreException _) {
                    // The rounds say so.
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins to watch before the round looks: no change falls between the two. */
    private boolean watched() {
        try {
            if (watch.isEmpty()) {
                watch = Optional.of(store.watch(allocation, store.list(allocation).revision() + 1));
            }
            return true;
        } catch (StoreException _) {
            return false;
        }
    }

    private void await() throws InterruptedException {
        try {
            var time = between(BETWEEN_ROUNDS.dividedBy(2), BETWEEN_ROUNDS);
            var end = System.nanoTime() + time.toNanos();
            while (!isEnding() && System.nanoTime() < end) {
                switch (watch.orElseThrow().next(AT_ONCE)) {
                    case Watch.Changes(var changes) -> {
                        if (!changes.isEmpty()) {
                            return;
                        }
                    }
                    case Watch.Forgotten _ -> {
                        watch.orElseThrow().close();
                        watch = Optional.empty();
                        return;
                    }
                }
            }
        } catch (StoreException _) {
            watch.orElseThrow().close();
            watch = Optional.empty();
            rest(BETWEEN_ROUNDS);
        }
    }

    /**
     * Ends it, after the round that is on its way. An interrupt would not do: it closes whatever
     * file its thread is reading, and a store that is a directory with it.
     */
    public void end() {
        ending.countDown();
    }

    private boolean isEnding() {
        return ending.getCount() == 0;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration between(Duration least, Duration most) {
        return least.plusMillis(
                ThreadLocalRandom.current().nextLong(most.minus(least).toMillis() + 1));
    }

    /** True where it is to end. */
    private boolean rest(Duration time) throws InterruptedException {
        return ending.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs on a thread of its own; a refusal of the fleet is told and ends it. */
    public Thread start(Consumer<String> log) {
        return Thread.ofVirtual()
                .name("fleet agent")
                .start(() -> {
                    try {
                        run();
                    } catch (ProblemException e) {
                        log.accept(
                                "not in the fleet: "
                                        + e.problem().reason()
                                        + "; "
                                        + e.problem().wayOut());
                    }
                });
    }
}
