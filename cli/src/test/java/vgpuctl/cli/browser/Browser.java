package vgpuctl.cli.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonWriter;

/** The machine's own Chromium, steered over its DevTools protocol: nothing is downloaded for it. */
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<String> PROGRAMS =
            List.of(
                    System.getenv().getOrDefault("VGPUCTL_CHROMIUM", "/none"),
                    "/usr/bin/chromium",
                    "/usr/bin/chromium-browser",
                    "/usr/bin/google-chrome");

    private final Process process;
    private final WebSocket socket;
    private final Answers answers;
    private final AtomicLong number = new AtomicLong();

    private Browser(Process process, WebSocket socket, Answers answers) {
        this.process = process;
        this.socket = socket;
        this.answers = answers;
    }

    /** The program; empty where this machine has none. */
    public static Optional<Path> program() {
        return PROGRAMS.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /**
     * Starts it.
     *
     * @param directory for its profile
     */
    public static Browser start(Path directory) throws IOException {
        var process =
                new ProcessBuilder(
                                program().orElseThrow().toString(),
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--hide-scrollbars",
                                "--no-first-run",
                                "--lang=en-GB",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + directory,
                                "about:blank")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var answers = new Answers();
        var socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(address(process), answers)
                        .join();
        return new Browser(process, socket, answers);
    }

    private static URI address(Process process) throws IOException {
        var lines = process.errorReader(UTF_8);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                // What it says from now on is read, so that it never waits for it.
                Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
                return URI.create(line.substring("DevTools listening on ".length()));
            }
        }
        throw new IOException("the browser ended before it listened");
    }

    /** A new page, with storage of its own. */
    public Page page() {
        var context = call("", "Target.createBrowserContext", Map.of());
        var target =
                call(
                        "",
                        "Target.createTarget",
                        Map.of(
                                "url",
                                "about:blank",
                                "browserContextId",
                                context.string("browserContextId").orElseThrow()));
        var session =
                call(
                        "",
                        "Target.attachToTarget",
                        Map.of(
                                "targetId",
                                target.string("targetId").orElseThrow(),
                                "flatten",
                                true));
        var page = new Page(this, session.string("sessionId").orElseThrow());
        page.prepare();
        return page;
    }

    /** Asks the browser, and waits for its answer. */
    JsonObject call(String session, String method, Map<String, Object> parameters) {
        var id = number.incrementAndGet();
        var json = JsonObject.builder().put("id", id).put("method", method);
        if (!session.isEmpty()) {
            json.put("sessionId", session);
        }
        json.put("params", object(parameters));
        var answer = new CompletableFuture<JsonObject>();
        answers.waiting.put(id, answer);
        synchronized (socket) {
            socket.sendText(JsonWriter.compact(json.build()), true).join();
        }
        var said = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (said.object("error").isPresent()) {
            throw new AssertionError(method + ": " + JsonWriter.compact(said));
        }
        return said.object("result").orElseThrow();
    }

    private static JsonObject object(Map<String, Object> members) {
        var json = JsonObject.builder();
        members.forEach((name, value) -> {
            switch (value) {
                case String text -> json.put(name, text);
                case Boolean truth -> json.put(name, truth);
                case Integer whole -> json.put(name, whole);
                case JsonObject object -> json.put(name, object);
                case vgpuctl.core.json.JsonArray array -> json.put(name, array);
                default -> throw new IllegalArgumentException(name + ": " + value);
            }
        });
        return json.build();
    }

    /** What went wrong in pages, as their consoles have it. */
    public List<String> faults() {
        return List.copyOf(answers.faults);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Answers implements WebSocket.Listener {

        private final Map<Long, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
        private final List<String> faults = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(JsonReader.readObject(text.toString()).orElseThrow());
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(JsonObject json) {
            var id = json.wholeNumber("id");
            if (id.isPresent()) {
                var answer = waiting.remove(id.getAsLong());
                if (answer != null) {
                    answer.complete(json);
                }
                return;
            }
            var event = json.string("method").orElse("");
            var line = JsonWriter.compact(json);
            if (event.equals("Runtime.exceptionThrown")
                    || (event.equals("Log.entryAdded") && line.contains("Content Security"))) {
                faults.add(line);
            }
        }
    }
}
