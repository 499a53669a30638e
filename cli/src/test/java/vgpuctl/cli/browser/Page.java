package vgpuctl.cli.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonNumber;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonString;
import vgpuctl.core.json.JsonWriter;

/** A page, used as a person does: with a mouse, with keys, with the eyes. */
public final class Page {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Browser browser;
    private final String session;

    Page(Browser browser, String session) {
        this.browser = browser;
        this.session = session;
    }

    private JsonObject call(String method, Map<String, Object> parameters) {
        return browser.call(session, method, parameters);
    }

    void prepare() {
        call("Page.enable", Map.of());
        call("Runtime.enable", Map.of());
        call("Log.enable", Map.of());
        call("Network.enable", Map.of());
        size(1280, 900);
    }

    public void size(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the machine prefers: {@code light} or {@code dark}. */
    public void prefers(String theme) {
        var feature =
                JsonObject.builder()
                        .put("name", "prefers-color-scheme")
                        .put("value", theme)
                        .build();
        call("Emulation.setEmulatedMedia", Map.of("features", JsonArray.of(feature)));
    }

    public void open(String url) {
        call("Page.navigate", Map.of("url", url));
        await("document.readyState === 'complete'");
    }

    /** What an expression gives, as JSON; promises are waited for. */
    public String js(String expression) {
        var answer =
                call(
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                "(async () => JSON.stringify(await ("
                                        + expression
                                        + ")) ?? 'null')()",
                                "awaitPromise",
                                true,
                                "userGesture",
                                true));
        if (answer.object("exceptionDetails").isPresent()) {
            throw new AssertionError(expression + ": " + JsonWriter.compact(answer));
        }
        return answer.object("result").orElseThrow().string("value").orElseThrow();
    }

    /** Has a script run. */
    public void run(String script) {
        call("Runtime.evaluate", Map.of("expression", script, "awaitPromise", true));
    }

    /** Waits until an expression is true. */
    public void await(String expression) {
        await(expression, PATIENCE);
    }

    /** Waits, and says how long it took. */
    public Duration await(String expression, Duration patience) {
        var begin = System.nanoTime();
        while (!isTrue(expression)) {
            if (System.nanoTime() - begin > patience.toNanos()) {
                throw new AssertionError("never: " + expression + "\non the page: " + text());
            }
            pause();
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** While a page is on its way to another, nothing is true of it. */
    private boolean isTrue(String expression) {
        var answer = call("Runtime.evaluate", Map.of("expression", "Boolean(" + expression + ")"));
        return answer.object("result").flatMap(result -> result.truth("value")).orElse(false);
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What can be read on it. */
    public String text() {
        return js("document.body.innerText");
    }

    /** Waits until it can be read. */
    public void reads(String words) {
        await("document.body.innerText.includes(" + quoted(words) + ")");
    }

    /** The expression for the first button, link or label in a place whose text begins so. */
    private static String thing(String place, String words) {
        return "[...document.querySelectorAll("
                + quoted(place)
                + ")].find((e) => e.innerText.trim().startsWith("
                + quoted(words)
                + ") && !e.disabled)";
    }

    /** Presses what has these words, with the mouse. */
    public void press(String place, String words) {
        var thing = thing(place, words);
        await(thing);
        js("(" + thing + ").scrollIntoView({block: 'center'}) ?? 1");
        var at = middle(thing);
        mouse("mouseMoved", at[0], at[1], 0);
        mouse("mousePressed", at[0], at[1], 1);
        mouse("mouseReleased", at[0], at[1], 1);
    }

    private int[] middle(String thing) {
        var json =
                (JsonArray)
                        JsonReader.read(
                                js(
                                        "(() => { const b = ("
                                                + thing
                                                + ").getBoundingClientRect(); return"
                                                + " [Math.round(b.x + b.width / 2), Math.round(b.y +"
                                                + " b.height / 2)]; })()"));
        return json.items().stream()
                .mapToInt(item -> (int) ((JsonNumber) item).wholeNumber().orElseThrow())
                .toArray();
    }

    private void mouse(String type, int x, int y, int clicks) {
        call(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        type,
                        "x",
                        x,
                        "y",
                        y,
                        "button",
                        "left",
                        "buttons",
                        clicks,
                        "clickCount",
                        clicks));
    }

    /** Drags one thing onto another. */
    public void drag(String from, String to) {
        var start = middle("document.querySelector(" + quoted(from) + ")");
        var end = middle("document.querySelector(" + quoted(to) + ")");
        mouse("mouseMoved", start[0], start[1], 0);
        mouse("mousePressed", start[0], start[1], 1);
        for (var step = 1; step <= 5; step++) {
            mouse(
                    "mouseMoved",
                    start[0] + (end[0] - start[0]) * step / 5,
                    start[1] + (end[1] - start[1]) * step / 5,
                    1);
        }
        mouse("mouseReleased", end[0], end[1], 1);
    }

    /** Puts the focus on what has these words, as Tab would in the end. */
    public void focus(String place, String words) {
        await(thing(place, words));
        js("(" + thing(place, words) + ").focus() ?? 1");
    }

    public void key(String name) {
        var text = name.equals("Enter") ? "\r" : "";
        var code = name.equals("Enter") ? 13 : name.equals("Escape") ? 27 : 9;
        call(
                "Input.dispatchKeyEvent",
                Map.of(
                        "type",
                        "keyDown",
                        "key",
                        name,
                        "code",
                        name,
                        "text",
                        text,
                        "windowsVirtualKeyCode",
                        code));
        call(
                "Input.dispatchKeyEvent",
                Map.of("type", "keyUp", "key", name, "code", name, "windowsVirtualKeyCode", code));
    }

    /** Chooses or writes a value, as the browser tells the page of it. */
    public void put(String selector, String value) {
        await(
                "((e) => e && (!e.options || [...e.options].some((o) => o.value === "
                        + quoted(value)
                        + ")))(document.querySelector("
                        + quoted(selector)
                        + "))");
        js(
                "(() => { const e = document.querySelector("
                        + quoted(selector)
                        + "); e.focus(); const p = e instanceof HTMLSelectElement ?"
                        + " HTMLSelectElement : e instanceof HTMLTextAreaElement ?"
                        + " HTMLTextAreaElement : HTMLInputElement;"
                        + " Object.getOwnPropertyDescriptor(p.prototype, 'value').set.call(e, "
                        + quoted(value)
                        + "); e.dispatchEvent(new Event('input', {bubbles: true}));"
                        + " e.dispatchEvent(new Event('change', {bubbles: true})); return 1; })()");
    }

    /** A picture of it. */
    public void picture(Path file) {
        var answer = call("Page.captureScreenshot", Map.of("format", "png"));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(answer.string("data").orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text as a script has it. */
    public static String quoted(String text) {
        return JsonWriter.compact(new JsonString(text));
    }
}
