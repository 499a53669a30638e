package vgpuctl.cli.watch;

import java.util.function.Supplier;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.view.History;
import vgpuctl.cli.view.StatusView;
import vgpuctl.core.live.LiveHost;
import vgpuctl.operations.Answer;

/** Shows what a host is doing, once a second, until somebody presses q. */
public final class StatusWatch {

    private static final long INTERVAL_MILLIS = 1000;
    private static final String FOOT = "q leaves";

    private final Supplier<Answer.Status> looking;
    private final Screen screen;
    private final History history = History.none();

    /**
     * A watch.
     *
     * @param screen of the terminal when it began; its size is asked for again each time
     */
    public StatusWatch(Supplier<Answer.Status> looking, Screen screen) {
        this.looking = looking;
        this.screen = screen;
    }

    /** Until q is pressed, or Ctrl-C, which ends the whole program. */
    public void on(Terminal terminal) {
        do {
            var status = looking.get();
            note(status);
            terminal.show(page(status, terminal.size()));
        } while (!terminal.key(INTERVAL_MILLIS).map(key -> key == 'q' || key == 'Q').orElse(false));
    }

    private void note(Answer.Status status) {
        for (var gpu : status.host().gpus()) {
            LiveHost.gpu(status.live(), gpu.name())
                    .flatMap(figures -> figures.use().sm())
                    .ifKnownOrElse(share -> history.note(gpu.name(), share), _ -> {});
        }
    }

    /** As many lines as there is room for, and how to leave. */
    private String page(Answer.Status status, Terminal.Size size) {
        var sized = new Screen(size.columns(), true, screen.colours(), screen.unicode());
        var lines = StatusView.render(status, sized, history).split("\n", -1);
        var page = new StringBuilder();
        var room = Math.max(0, size.lines() - 1);
        for (var i = 0; i < Math.min(room, lines.length); i++) {
            page.append(lines[i]).append('\n');
        }
        return page + (lines.length > room ? "… more lines, " : "") + FOOT;
    }
}
