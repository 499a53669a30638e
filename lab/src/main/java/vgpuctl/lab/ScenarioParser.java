package vgpuctl.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import vgpuctl.lab.Step.Expectation;
import vgpuctl.lab.Step.Span;

/** Reads a scenario. */
final class ScenarioParser {

    private static final Pattern HEADER = Pattern.compile("# (needs|host): *(.*)");
    private static final Pattern EXIT = Pattern.compile("\\[exit (\\d{1,3})]");
    private static final String CONTINUATION = "> ";
    private static final String REBOOT = "reboot";

    private final String name;
    private final List<String> lines;
    private final Set<String> needs = new TreeSet<>();
    private final List<Step> steps = new ArrayList<>();
    private String title = "";
    private String host = Scenario.DEFAULT_HOST;
    private int at;

    private ScenarioParser(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    static Scenario parse(String name, List<String> lines) {
        return new ScenarioParser(name, lines.stream().map(String::stripTrailing).toList())
                .scenario();
    }

    private Scenario scenario() {
        while (at < lines.size()) {
            item(lines.get(at));
        }
        return new Scenario(name, title, needs, host, steps, lines);
    }

    private void item(String line) {
        if (line.startsWith("#")) {
            prose(line);
            at++;
        } else if (line.equals(REBOOT)) {
            at++;
            steps.add(new Step.Reboot(at));
        } else if (line.isEmpty()) {
            at++;
        } else {
            command(line);
        }
    }

    private void prose(String line) {
        var header = HEADER.matcher(line);
        if (header.matches()) {
            header(header.group(1), header.group(2));
        } else if (title.isEmpty()) {
            title = line.substring(1).strip();
        }
    }

    private void header(String key, String value) {
        if (key.equals("host")) {
            host = value;
        } else {
            needs.addAll(List.of(value.split("[ ,]+")));
        }
    }

    private void command(String line) {
        var prompt =
                Prompt.of(line)
                        .orElseThrow(() ->
                                new ScenarioProblem(
                                        "%s:%d: neither a command ('$ …'), prose ('# …') nor 'reboot': %s"
                                                .formatted(name, at + 1, line)));
        var start = at++;
        var text = new StringBuilder(line.substring(prompt.text().length()));
        while (at < lines.size() && isContinuation(lines.get(at))) {
            var more = lines.get(at++);
            text.append('\n').append(more.length() > 1 ? more.substring(2) : "");
        }
        var body = body();
        steps.add(new Step.Command(start + 1, prompt, text.toString(), expectation(body), body));
    }

    private static boolean isContinuation(String line) {
        return line.startsWith(CONTINUATION) || line.equals(">");
    }

    private Span body() {
        var start = at;
        while (at < lines.size() && !beginsSomething(lines.get(at))) {
            at++;
        }
        var end = at;
        while (end > start && lines.get(end - 1).isEmpty()) {
            end--;
        }
        return new Span(start, end);
    }

    private static boolean beginsSomething(String line) {
        return line.startsWith("#") || line.equals(REBOOT) || Prompt.of(line + " ").isPresent();
    }

    private Expectation expectation(Span body) {
        var expected = lines.subList(body.start(), body.end());
        if (expected.isEmpty()) {
            return new Expectation(expected, 0);
        }
        var exit = EXIT.matcher(expected.getLast());
        return exit.matches()
                ? new Expectation(
                        expected.subList(0, expected.size() - 1), Integer.parseInt(exit.group(1)))
                : new Expectation(expected, 0);
    }
}
