package vgpuctl.fleet.etcd;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.StoreException.Fate;
import vgpuctl.fleet.store.Watch;

/**
 * A watch that goes on at another member, from the change behind the last one that it told.
 *
 * <p>A member that is frozen or cut off keeps the connection and says nothing: after some silence
 * it is another one's turn.
 */
final class EtcdWatch implements Watch {

    private static final int PAUSE_MS = 200;

    /** What the stream said, or that it is over. */
    private sealed interface Said {
        record Line(String text) implements Said {}

        record Over(String why) implements Said {}
    }

    private record Stream(InputStream in, BlockingQueue<Said> said, int member, Thread listener) {}

    private final Members members;
    private final String prefix;
    private long from;
    private Optional<Stream> stream = Optional.empty();
    private long heard = System.nanoTime();
    private volatile boolean isClosed;

    EtcdWatch(Members members, String prefix, long from) {
        this.members = members;
        this.prefix = prefix;
        this.from = from;
    }

    @Override
    public News next(Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        while (!isClosed) {
            var left = end - System.nanoTime();
            var said = said(left);
            if (said.isEmpty()) {
                if (left <= 0) {
                    return new Changes(List.of());
                }
                continue;
            }
            if (said.get() instanceof Said.Line(var text)) {
                heard = System.nanoTime();
                var news = news(text);
                if (news.isPresent()) {
                    return news.get();
                }
            } else {
                another();
            }
        }
        return new Changes(List.of());
    }

    private Optional<Said> said(long left) {
        if (stream.isEmpty()) {
            open();
        }
        if (stream.isEmpty()) {
            Members.sleep(PAUSE_MS);
            return Optional.empty();
        }
        if (System.nanoTime() - heard > members.settings().silence().toNanos()) {
            return Optional.of(new Said.Over("silence"));
        }
        try {
            var most = Math.min(Math.max(left, 0), TimeUnit.SECONDS.toNanos(1));
            return Optional.ofNullable(stream.get().said().poll(most, TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            isClosed = true;
            return Optional.empty();
        }
    }

    private void open() {
        var member = members.member();
        try {
            var wanted =
                    JsonObject.builder()
                            .put("key", Wire.first(prefix))
                            .put("range_end", Wire.behind(prefix))
                            .put("start_revision", Long.toString(from))
                            .build();
            var in =
                    members.stream(
                            "/v3/watch",
                            JsonObject.builder().put("create_request", wanted).build());
            var said = new ArrayBlockingQueue<Said>(1000);
            var listener = Thread.ofVirtual().name("watch").start(() -> listen(in, said));
            stream = Optional.of(new Stream(in, said, member, listener));
            heard = System.nanoTime();
        } catch (IOException _) {
            members.next(member);
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.NOT_PERMITTED) {
                throw refused(e.said());
            }
            members.next(member);
        }
    }

    private static void listen(InputStream in, BlockingQueue<Said> said) {
        try {
            try (var lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    said.put(new Said.Line(line));
                }
                said.put(new Said.Over("its end"));
            } catch (IOException e) {
                said.put(new Said.Over(String.valueOf(e.getMessage())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<News> news(String line) {
        JsonObject result;
        try {
            result = Members.read(200, line).object("result").orElseThrow();
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.NOT_PERMITTED) {
                throw refused(e.said());
            }
            another();
            return Optional.empty();
        }
        if (result.truth("canceled").orElse(false)) {
            return cancelled(result);
        }
        var changes = Wire.changes(result);
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        from = changes.getLast().revision() + 1;
        return Optional.of(new Changes(changes));
    }

    private Optional<News> cancelled(JsonObject result) {
        var oldest = Wire.number(result, "compact_revision");
        if (oldest > 0) {
            return Optional.of(new Forgotten(oldest));
        }
        var why = result.string("cancel_reason").orElse("");
        if (Refusal.of(why) == Refusal.NOT_PERMITTED) {
            throw refused(why);
        }
        another();
        return Optional.empty();
    }

    private StoreException refused(String said) {
        return new StoreException(
                Fate.NOT_DONE,
                new Problem.NotPermitted(
                        members.settings().name()
                                + " does not let us watch "
                                + prefix
                                + ": "
                                + said,
                        "ask whoever administers it for a role that may"));
    }

    /** Goes on at the next member. */
    private void another() {
        stream.ifPresent(old -> members.next(old.member()));
        end();
        Members.sleep(PAUSE_MS);
    }

    private void end() {
        stream.ifPresent(old -> {
            old.listener().interrupt();
            try {
                old.in().close();
            } catch (IOException _) {
                // It is over in any case.
            }
        });
        stream = Optional.empty();
    }

    @Override
    public void close() {
        isClosed = true;
        end();
    }
}
