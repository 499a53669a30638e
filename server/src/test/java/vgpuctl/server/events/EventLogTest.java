package vgpuctl.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vgpuctl.core.json.JsonObject;

@Timeout(30)
class EventLogTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final EventLog log = new EventLog("run");

    private static Happening happening(int number) {
        return new Happening("vgpu-changed", JsonObject.builder().put("number", number).build());
    }

    private void addAll(int first, int last) {
        log.add(IntStream.rangeClosed(first, last).mapToObj(EventLogTest::happening).toList());
    }

    private static List<String> ids(Optional<List<Event>> events) {
        return events.orElseThrow().stream().map(Event::id).toList();
    }

    @Test
    void aListenerGetsWhatHappensFromNowOn() throws Exception {
        addAll(1, 2);
        try (var listener = new Waiting(log)) {
            assertThat(listener.position()).isEqualTo("run-2");
            assertThat(ids(listener.next(Duration.ZERO))).isEmpty();

            addAll(3, 4);

            assertThat(listener.next(LONG).orElseThrow())
                    .containsExactly(
                            Event.of("run-3", happening(3)), Event.of("run-4", happening(4)));
            assertThat(ids(listener.next(Duration.ZERO))).isEmpty();
        }
    }

    @Test
    void whoComesBackGoesOnWhereItWas() throws Exception {
        addAll(1, 5);
        try (var listener = new Waiting(log, Optional.of("run-3"))) {
            assertThat(ids(listener.next(LONG))).containsExactly("run-4", "run-5");
        }
    }

    @Test
    void whoHasMissedSomethingIsToldSoAndGoesOnFromNow() throws Exception {
        addAll(1, EventLog.KEPT + 2);
        for (var id : List.of("run-1", "other-3", "nonsense", "run-x", "run-99999", "")) {
            try (var listener = new Waiting(log, Optional.of(id))) {
                var events = listener.next(LONG).orElseThrow();
                assertThat(events).hasSize(1);
                assertThat(events.getFirst().kind()).as(id).isEqualTo("reset");
                assertThat(events.getFirst().id()).isEqualTo("run-" + (EventLog.KEPT + 2));
                assertThat(ids(listener.next(Duration.ZERO))).isEmpty();
            }
        }
        try (var listener = new Waiting(log, Optional.of("run-2"))) {
            assertThat(listener.next(LONG).orElseThrow())
                    .hasSize(EventLog.KEPT)
                    .startsWith(Event.of("run-3", happening(3)));
        }
    }

    @Test
    void anIdOfAnEarlierRunIsToldAtOnceThatSomethingIsGoneAlsoWhereNothingHappenedSince()
            throws Exception {
        try (var listener = new Waiting(log, Optional.of("earlier-0"))) {
            assertThat(listener.next(LONG).orElseThrow())
                    .extracting(Event::kind)
                    .containsExactly("reset");
        }
    }

    @Test
    void everyListenerGetsEachEventOnceAndInOrder() throws Exception {
        var events = 500;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<List<String>>>();
            for (var i = 0; i < 50; i++) {
                var listener = new Waiting(log);
                all.add(
                        threads.submit(() -> {
                            var got = new ArrayList<String>();
                            while (got.size() < events) {
                                got.addAll(ids(listener.next(LONG)));
                            }
                            return got;
                        }));
            }
            for (var i = 1; i <= events; i++) {
                log.add(List.of(happening(i)));
            }
            var wanted = IntStream.rangeClosed(1, events).mapToObj(i -> "run-" + i).toList();
            for (var got : all) {
                assertThat(got.get()).isEqualTo(wanted);
            }
        }
    }

    @Test
    void itsEndEndsListeningAndLooking() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var listener = new Waiting(log);
            var next = threads.submit(() -> listener.next(LONG));
            var look = threads.submit(() -> log.awaitLook(LONG));

            log.close();

            assertThat(next.get()).isEmpty();
            assertThat(look.get()).isFalse();
        }
    }

    @Test
    void nobodyLooksWhileNobodyListens() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var look = threads.submit(() -> log.awaitLook(Duration.ZERO));
            Thread.sleep(200);
            assertThat(look.isDone()).isFalse();

            var listener = new Waiting(log);
            assertThat(look.get()).isTrue();

            listener.close();
            var later = threads.submit(() -> log.awaitLook(Duration.ZERO));
            log.nudge();
            Thread.sleep(200);
            assertThat(later.isDone()).isFalse();
            log.close();
            assertThat(Collections.singleton(later.get())).containsExactly(false);
        }
    }

    @Test
    void aReasonMakesALookDueBeforeItsTime() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var _ = new Waiting(log)) {
            var look = threads.submit(() -> log.awaitLook(Duration.ofHours(1)));
            log.nudge();
            assertThat(look.get()).isTrue();
        }
    }
}
