package vgpuctl.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import vgpuctl.cli.line.Parsed;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.json.YamlWriter;
import vgpuctl.core.problem.Problem;
import vgpuctl.server.usage.UsageDay;
import vgpuctl.server.usage.UsageReport;
import vgpuctl.server.usage.UsageReport.By;

/** What was used, as the daemon took it down: asks its files, and no host. */
final class UsageLine {

    private static final Pattern AGO = Pattern.compile("([1-9][0-9]{0,4})([hd])");
    private static final double SECONDS_AN_HOUR = 3600;

    private final Parsed line;
    private final UsageDays days;
    private final Instant now;
    private final PrintStream out;
    private final PrintStream err;

    UsageLine(Parsed line, UsageDays days, Instant now, PrintStream out, PrintStream err) {
        this.line = line;
        this.days = days;
        this.now = now;
        this.out = out;
        this.err = err;
    }

    int run(Screen screen) {
        var until = line.optional("until").map(this::time).orElse(now);
        var since = line.optional("since").map(this::time).orElse(Instant.EPOCH);
        if (!since.isBefore(until)) {
            throw new Problem.BadInput(
                            "nothing is later than --since and earlier than --until",
                            "write --since 30d, or two times in their order")
                    .thrown();
        }
        var report = UsageReport.of(days, since, until, columns());
        switch (line.text("output")) {
            case "json" -> out.print(JsonWriter.pretty(json(report)) + "\n");
            case "yaml" -> out.print(YamlWriter.write(json(report)) + "\n");
            case "csv" -> csv(report);
            default -> table(report, screen);
        }
        return ExitCode.DONE;
    }

    private List<By> columns() {
        var columns = new ArrayList<By>();
        for (var word : line.text("by").split(",", -1)) {
            var by =
                    By.named(word)
                            .filter(each -> !columns.contains(each))
                            .orElseThrow(() ->
                                    new Problem.BadInput(
                                                    "--by cannot be '" + line.text("by") + "'",
                                                    "name some of owner, type, host, day and hour,"
                                                            + " each once: owner,type")
                                            .thrown());
            columns.add(by);
        }
        return columns;
    }

    private Instant time(String text) {
        var ago = AGO.matcher(text);
        if (ago.matches()) {
            var number = Long.parseLong(ago.group(1));
            return now.minus(
                    ago.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number));
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new Problem.BadInput(
                            "'" + text + "' is not a time",
                            "write 2026-11-01, 2026-11-01T06:00:00Z (UTC), or 12h or 30d for as"
                                    + " long ago")
                    .thrown();
        }
    }

    private static String hours(Duration time) {
        return String.format(Locale.ROOT, "%.4f", time.toMillis() / 1000.0 / SECONDS_AN_HOUR);
    }

    private void table(UsageReport report, Screen screen) {
        var columns = new ArrayList<Column>();
        report.by().forEach(by -> columns.add(Column.left(by.word().toUpperCase(Locale.ROOT))));
        columns.add(Column.right("VGPU-HOURS"));
        var table = new Table(columns.toArray(Column[]::new));
        report.rows()
                .forEach((values, time) -> {
                    var cells = new ArrayList<String>();
                    values.forEach(value -> cells.add(value.isEmpty() ? "-" : value));
                    cells.add(hours(time));
                    table.row(cells.toArray(String[]::new));
                });
        out.print(table.isEmpty() ? "Nothing was used.\n" : table.render(screen));
        notes(report);
    }

    /** What is missing stands beside what was counted, and in no column of it. */
    private void notes(UsageReport report) {
        for (var gap : report.gaps()) {
            err.println("note:  %s (%s to %s)".formatted(gap.why(), gap.from(), gap.to()));
        }
        for (var name : report.unreadable()) {
            err.println("note:  what was used on " + name + " cannot be read");
        }
    }

    private void csv(UsageReport report) {
        var head = new ArrayList<String>();
        report.by().forEach(by -> head.add(by.word()));
        head.add("vgpu_seconds");
        head.add("vgpu_hours");
        out.print(String.join(",", head) + "\r\n");
        report.rows()
                .forEach((values, time) -> {
                    var cells = new ArrayList<String>();
                    values.forEach(value -> cells.add(cell(value)));
                    cells.add(Long.toString(time.toSeconds()));
                    cells.add(hours(time));
                    out.print(String.join(",", cells) + "\r\n");
                });
        notes(report);
    }

    /** As RFC 4180 has it; what a spreadsheet would take for a formula is a text. */
    private static String cell(String value) {
        var text = !value.isEmpty() && "=+-@".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private static JsonObject json(UsageReport report) {
        var rows = new ArrayList<Json>();
        report.rows()
                .forEach((values, time) -> {
                    var row = JsonObject.builder();
                    for (var i = 0; i < values.size(); i++) {
                        row.put(report.by().get(i).word(), values.get(i));
                    }
                    rows.add(row.put("vgpuSeconds", time.toSeconds()).build());
                });
        var gaps = new ArrayList<Json>();
        report.gaps().forEach(gap -> gaps.add(json(gap)));
        return JsonObject.builder()
                .put("usage", new JsonArray(rows))
                .put("gaps", new JsonArray(gaps))
                .put("unreadable", report.unreadable())
                .build();
    }

    private static JsonObject json(UsageDay.Gap gap) {
        return JsonObject.builder()
                .put("from", gap.from().toString())
                .put("to", gap.to().toString())
                .put("why", gap.why())
                .build();
    }
}
