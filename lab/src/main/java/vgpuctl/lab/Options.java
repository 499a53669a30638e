package vgpuctl.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the runner is called.
 *
 * @param work the files of this play
 * @param results where the totals go, and a rewritten scenario
 * @param write rewrite what is expected instead of failing
 */
record Options(
        Where where,
        Path repository,
        WorkFolder work,
        Path results,
        boolean keepGoing,
        boolean write,
        Duration commandLimit,
        Path scenario) {

    private static final String USAGE =
            "usage: --on simulator|kernel --repository DIR --work DIR --results DIR"
                    + " [--keep-going] [--write] [--command-limit SECONDS] SCENARIO";
    private static final Set<String> FLAGS = Set.of("--keep-going", "--write");
    private static final Set<String> VALUES =
            Set.of("--on", "--repository", "--work", "--results", "--command-limit");
    private static final String SCENARIO = "SCENARIO";
    private static final String DEFAULT_COMMAND_LIMIT = "120";

    static Options parse(List<String> arguments) {
        var flags = new TreeSet<String>();
        var values = new TreeMap<String, String>();
        var left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            var argument = left.pop();
            if (FLAGS.contains(argument)) {
                flags.add(argument);
            } else if (VALUES.contains(argument) && !left.isEmpty()) {
                values.put(argument, left.pop());
            } else if (argument.startsWith("-") || values.put(SCENARIO, argument) != null) {
                throw new ScenarioProblem(USAGE);
            }
        }
        return new Options(
                Where.parse(required(values, "--on")),
                Path.of(required(values, "--repository")),
                new WorkFolder(Path.of(required(values, "--work"))),
                Path.of(required(values, "--results")),
                flags.contains("--keep-going") || flags.contains("--write"),
                flags.contains("--write"),
                seconds(values.getOrDefault("--command-limit", DEFAULT_COMMAND_LIMIT)),
                Path.of(required(values, SCENARIO)));
    }

    private static String required(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow(() -> new ScenarioProblem(USAGE));
    }

    private static Duration seconds(String text) {
        try {
            return Duration.ofSeconds(Long.parseLong(text));
        } catch (NumberFormatException _) {
            throw new ScenarioProblem("'%s' is not a number of seconds".formatted(text));
        }
    }
}
