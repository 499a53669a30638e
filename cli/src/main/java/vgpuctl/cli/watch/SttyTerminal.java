package vgpuctl.cli.watch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The terminal of this process, switched by {@code stty}, which is on every host and spares us a
 * native call. The shell's screen lies untouched behind an alternate one.
 */
public final class SttyTerminal implements Terminal {

    private static final File TTY = new File("/dev/tty");
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String TOP = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";
    private static final Size USUAL = new Size(80, 24);
    private static final long LOOK_FOR_KEYS_MILLIS = 50;

    private final InputStream keys;
    private final PrintStream out;
    private final String settings;
    private final Thread onInterrupt = new Thread(this::restore, "terminal");
    private final AtomicBoolean taken = new AtomicBoolean(true);

    private SttyTerminal(InputStream keys, PrintStream out, String settings) {
        this.keys = keys;
        this.out = out;
        this.settings = settings;
    }

    /** Takes the terminal over; empty where this process has none, or there is no stty. */
    public static Optional<Terminal> take(InputStream keys, PrintStream out) {
        return stty("-g")
                .map(settings -> {
                    var terminal = new SttyTerminal(keys, out, settings);
                    // Ctrl-C ends the JVM: the terminal is to be as it was then, too.
                    Runtime.getRuntime().addShutdownHook(terminal.onInterrupt);
                    stty("-icanon", "-echo", "min", "0", "time", "0");
                    out.print(ENTER);
                    out.flush();
                    return terminal;
                });
    }

    @Override
    public Size size() {
        return stty("size").flatMap(SttyTerminal::size).orElse(USUAL);
    }

    private static Optional<Size> size(String text) {
        var words = text.split(" ", -1);
        try {
            var size = new Size(Integer.parseInt(words[1]), Integer.parseInt(words[0]));
            return size.columns() > 0 && size.lines() > 0 ? Optional.of(size) : Optional.empty();
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException unsaid) {
            return Optional.empty();
        }
    }

    /** Line by line over the old text: clearing all of it first would flicker. */
    @Override
    public void show(String text) {
        out.print(TOP + text.replace("\n", REST_OF_LINE + "\r\n") + REST_OF_SCREEN);
        out.flush();
    }

    @Override
    public Optional<Character> key(long millis) {
        var end = System.nanoTime() + millis * 1_000_000;
        try {
            while (System.nanoTime() < end) {
                if (keys.available() > 0) {
                    return Optional.of((char) keys.read());
                }
                Thread.sleep(LOOK_FOR_KEYS_MILLIS);
            }
            return Optional.empty();
        } catch (IOException gone) {
            // Nobody is there any more, as if q had been pressed.
            return Optional.of('q');
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of('q');
        }
    }

    @Override
    public void close() {
        restore();
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
    }

    private void restore() {
        if (taken.getAndSet(false)) {
            out.print(LEAVE);
            out.flush();
            stty(settings);
        }
    }

    private static Optional<String> stty(String... words) {
        var line = new ArrayList<>(List.of("stty"));
        line.addAll(List.of(words));
        try {
            var process =
                    new ProcessBuilder(line)
                            .redirectInput(Redirect.from(TTY))
                            .redirectError(Redirect.DISCARD)
                            .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(said.strip()) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
