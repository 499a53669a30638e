package vgpuctl.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** How far a play is; stored, it goes on after the machine's restart. */
final class Progress {

    private static final String CAPTURE = "capture.";
    private static final String FAILED = "failed.";
    private static final String EXPECTATION = "expectation.";

    private int next;
    private int passed;
    private int skipped;
    private long milliseconds;
    private Captures captures = Captures.NONE;
    private final List<String> failed = new ArrayList<>();
    private final Map<Integer, List<String>> expectations = new TreeMap<>();

    int next() {
        return next;
    }

    int passed() {
        return passed;
    }

    int skipped() {
        return skipped;
    }

    List<String> failed() {
        return List.copyOf(failed);
    }

    long milliseconds() {
        return milliseconds;
    }

    Captures captures() {
        return captures;
    }

    Map<Integer, List<String>> expectations() {
        return Map.copyOf(expectations);
    }

    void pass(Captures known, long took) {
        captures = known;
        passed++;
        finish(took);
    }

    void fail(String title, Captures known, long took) {
        captures = known;
        failed.add(title);
        finish(took);
    }

    void skip() {
        skipped++;
        finish(0);
    }

    /** The step came out otherwise, and the file shall say so. */
    void rewrite(List<String> expectation, Captures known, long took) {
        expectations.put(next, List.copyOf(expectation));
        pass(known, took);
    }

    private void finish(long took) {
        milliseconds += took;
        next++;
    }

    void store(Path file) {
        var stored = new Properties();
        stored.setProperty("next", Integer.toString(next));
        stored.setProperty("passed", Integer.toString(passed));
        stored.setProperty("skipped", Integer.toString(skipped));
        stored.setProperty("milliseconds", Long.toString(milliseconds));
        captures.values().forEach((name, value) -> stored.setProperty(CAPTURE + name, value));
        for (var i = 0; i < failed.size(); i++) {
            stored.setProperty(FAILED + "%06d".formatted(i), failed.get(i));
        }
        expectations.forEach(
                (step, lines) -> stored.setProperty(EXPECTATION + step, String.join("\n", lines)));
        try (var out = Files.newBufferedWriter(file)) {
            stored.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the start where nothing is stored. */
    static Progress load(Path file) {
        var progress = new Progress();
        if (!Files.exists(file)) {
            return progress;
        }
        var stored = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            stored.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.next = Integer.parseInt(stored.getProperty("next", "0"));
        progress.passed = Integer.parseInt(stored.getProperty("passed", "0"));
        progress.skipped = Integer.parseInt(stored.getProperty("skipped", "0"));
        progress.milliseconds = Long.parseLong(stored.getProperty("milliseconds", "0"));
        progress.captures = new Captures(startingWith(stored, CAPTURE));
        progress.failed.addAll(startingWith(stored, FAILED).values());
        startingWith(stored, EXPECTATION)
                .forEach((step, text) ->
                        progress.expectations.put(Integer.parseInt(step), text.lines().toList()));
        return progress;
    }

    private static Map<String, String> startingWith(Properties stored, String prefix) {
        var found = new TreeMap<String, String>();
        for (var key : stored.stringPropertyNames()) {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), stored.getProperty(key, ""));
            }
        }
        return found;
    }
}
