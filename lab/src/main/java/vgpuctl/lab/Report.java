package vgpuctl.lab;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import vgpuctl.lab.Comparison.Row;

/** Says a line a step, the difference where there is one, and the totals. */
final class Report {

    private static final String MARGIN = " ".repeat(15);

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void begin(Scenario scenario, Where where) {
        var place =
                switch (where) {
                    case KERNEL -> "the kernel";
                    case SIMULATOR -> "the simulator, " + scenario.host();
                };
        out.println("%s: %s (on %s)".formatted(scenario.name(), scenario.title(), place));
    }

    void passed(Step step, long milliseconds) {
        line("passed", step, seconds(milliseconds));
    }

    void rewritten(Step step, long milliseconds) {
        line("written", step, seconds(milliseconds));
    }

    void skipped(Step step, String why) {
        line("skipped", step, why);
    }

    void failed(Step.Command step, Comparison comparison, int exit, long milliseconds) {
        line("FAILED", step, seconds(milliseconds));
        comparison.rows().forEach(row -> out.println(MARGIN + text(row)));
        if (exit != step.expected().exit()) {
            out.println(MARGIN + "- [exit %d]".formatted(step.expected().exit()));
            out.println(MARGIN + "+ [exit %d]".formatted(exit));
        }
    }

    private static String text(Row row) {
        return switch (row) {
            case Row.Same(var _, var actual) -> "  " + actual;
            case Row.Missing(var expected) -> "- " + expected;
            case Row.Extra(var actual) -> "+ " + actual;
        };
    }

    void restarting(Step step) {
        line("restart", step, "");
    }

    void end(Scenario scenario, Progress progress) {
        failures(progress.failed());
        out.println(
                "%s: %s in %s"
                        .formatted(
                                scenario.name(),
                                totals(progress),
                                seconds(progress.milliseconds())));
    }

    private void failures(List<String> failed) {
        failed.forEach(title -> out.println("  failed: " + title));
    }

    static String totals(Progress progress) {
        return "%d passed, %d failed, %d skipped"
                .formatted(progress.passed(), progress.failed().size(), progress.skipped());
    }

    private void line(String outcome, Step step, String note) {
        out.println(
                "  %-7s %4d  %-90s %s"
                        .formatted(outcome, step.line(), step.title(), note)
                        .stripTrailing());
    }

    private static String seconds(long milliseconds) {
        return String.format(Locale.ROOT, "%.1f s", milliseconds / 1000.0);
    }
}
