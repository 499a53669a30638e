package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * What we say to a few hundred of mdevctl's command lines, on hosts made of files: in {@code
 * mdevctl.matrix}, beside what mdevctl itself printed, in {@code mdevctl.recorded}.
 */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class MdevctlMatrixTest {

    private static final Path FOLDER = Path.of("src/test/resources/vgpuctl/cli");
    private static final Path MATRIX = FOLDER.resolve("mdevctl.matrix");
    private static final Path RECORDED = FOLDER.resolve("mdevctl.recorded");
    private static final String NEW = "<uuid>";
    private static final String UUID_LINE = "1\\|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @TempDir private Path directory = Path.of("");

    /** A command line and what came of it: lines with their stream, then the exit status. */
    private record Case(String words, List<String> said, String reason) {

        List<String> printed() {
            return said.stream().filter(line -> line.startsWith("1|")).toList();
        }

        /** What counts of it: the words of a usage error are each program's own. */
        List<String> compared() {
            var compared = new ArrayList<>(printed());
            var status = said.getLast();
            if (!status.equals("[2]")) {
                said.stream()
                        .filter(line -> line.startsWith("2|"))
                        .findFirst()
                        .ifPresent(compared::add);
            }
            compared.add(status);
            return compared;
        }
    }

    private static List<Case> read(Path file) throws IOException {
        var cases = new ArrayList<Case>();
        var said = new ArrayList<String>();
        var words = "";
        var reason = "";
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith("$ ")) {
                if (!words.isEmpty()) {
                    cases.add(new Case(words, List.copyOf(said), reason));
                }
                words = line.substring(2);
                reason = "";
                said.clear();
            } else if (line.startsWith("~ ")) {
                reason = line.substring(2);
            } else if (line.startsWith("1|") || line.startsWith("2|") || line.startsWith("[")) {
                said.add(line.matches(UUID_LINE) && !words.contains("cat ") ? "1|" + NEW : line);
            }
        }
        cases.add(new Case(words, List.copyOf(said), reason));
        return cases;
    }

    @Test
    void everyCommandLineIsAnsweredAsWritten() throws IOException {
        var written = Files.readString(MATRIX);
        var played = new Play(directory).of(written);
        if (Boolean.getBoolean("vgpuctl.rewrite")) {
            Files.writeString(MATRIX, played);
        }
        assertThat(played).isEqualTo(written);
    }

    @Test
    void whatDiffersFromMdevctlDoesSoForAReasonThatIsWrittenDown() throws IOException {
        var ours = read(MATRIX);
        var theirs = read(RECORDED);
        var reasons = Files.readString(Path.of("../docs/mdevctl.md"));
        assertThat(ours).hasSizeGreaterThan(200);
        assertThat(theirs.stream().map(Case::words))
                .isEqualTo(ours.stream().map(Case::words).toList());
        var wrong = new ArrayList<String>();
        for (var i = 0; i < ours.size(); i++) {
            var mine = ours.get(i);
            var isEqual = mine.compared().equals(theirs.get(i).compared());
            if (isEqual != mine.reason().isEmpty()) {
                wrong.add(
                        mine.words()
                                + "\n  ours   "
                                + mine.compared()
                                + " ~ "
                                + mine.reason()
                                + "\n  theirs "
                                + theirs.get(i).compared());
            }
            if (!mine.reason().isEmpty() && !reasons.contains("| `" + mine.reason() + "` |")) {
                wrong.add("docs/mdevctl.md does not say what " + mine.reason() + " is");
            }
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    /** Plays a matrix, and writes it down anew with what is said now. */
    private static final class Play {

        private final Path directory;
        private final StringBuilder text = new StringBuilder();
        private Path root;
        private int roots;
        private String words = "";
        private String input = "";
        private String reason = "";

        Play(Path directory) {
            this.directory = directory;
            this.root = directory;
        }

        String of(String matrix) throws IOException {
            for (var line : matrix.lines().toList()) {
                if (line.startsWith("~ ")) {
                    reason = line + "\n";
                } else if (line.startsWith("< ")) {
                    input = line.substring(2);
                } else if (!line.startsWith("1|")
                        && !line.startsWith("2|")
                        && !line.startsWith("[")) {
                    settle();
                    text.append(line).append("\n");
                    setUp(line);
                }
            }
            settle();
            return text.toString();
        }

        private void settle() throws IOException {
            if (!words.isEmpty()) {
                if (!input.isEmpty()) {
                    text.append("< ").append(input).append("\n");
                }
                run();
                text.append(reason);
            }
            words = "";
            input = "";
            reason = "";
        }

        private void setUp(String line) throws IOException {
            var parts = line.split(" ", 3);
            switch (parts[0]) {
                case "==" -> {
                    root = directory.resolve("root" + roots++);
                    for (var folder :
                            List.of(
                                    "tmp",
                                    "sys/bus/mdev/devices",
                                    "sys/class/mdev_bus",
                                    "etc/mdevctl.d/scripts.d/callouts",
                                    "etc/mdevctl.d/scripts.d/notifiers")) {
                        Files.createDirectories(root.resolve(folder));
                    }
                    // With autostart in order there is nothing to warn of.
                    put("/usr/bin/mdevctl", "");
                    put(
                            "/usr/lib/udev/rules.d/60-mdevctl.rules",
                            "RUN+=\"/usr/bin/mdevctl start-parent-mdevs %k\"");
                }
                case "$" -> words = line.substring(2);
                case "parent" -> {
                    Files.createDirectories(
                            at("/sys/devices/" + parts[1] + "/mdev_supported_types"));
                    link("/sys/class/mdev_bus/" + parts[1], "../../devices/" + parts[1]);
                }
                case "type" -> type(line);
                case "active" -> {
                    var words = line.split(" ", -1);
                    var device = "/sys/devices/" + words[1] + "/" + words[2];
                    Files.createDirectories(at(device));
                    link(device + "/mdev_type", "../mdev_supported_types/" + words[3]);
                    link(
                            "/sys/bus/mdev/devices/" + words[2],
                            "../../../devices/" + words[1] + "/" + words[2]);
                }
                case "file" -> put(parts[1], parts.length > 2 ? parts[2] : "");
                case "script" -> {
                    put(parts[1], "#!/bin/sh\\n" + parts[2] + "\\n");
                    assertThat(at(parts[1]).toFile().setExecutable(true)).isTrue();
                }
                default -> assertThat(line).matches("|#.*");
            }
        }

        private void type(String line) throws IOException {
            var fields = line.split("\\|", -1);
            var words = fields[0].split(" ", -1);
            var at = "/sys/devices/" + words[1] + "/mdev_supported_types/" + words[2];
            put(at + "/available_instances", words[3] + "\\n");
            put(at + "/device_api", words[4] + "\\n");
            if (!fields[1].isEmpty()) {
                put(at + "/name", fields[1] + "\\n");
            }
            if (!fields[2].isEmpty()) {
                put(at + "/description", fields[2] + "\\n");
            }
            put(at + "/create", "");
        }

        private Path at(String path) {
            return root.resolve(path.substring(1));
        }

        private void put(String path, String text) throws IOException {
            Files.createDirectories(at(path).resolveSibling("."));
            Files.writeString(at(path), text.replace("\\n", "\n"));
        }

        private void link(String path, String target) throws IOException {
            Files.createSymbolicLink(at(path), Path.of(target));
        }

        private void run() throws IOException {
            var arguments = split(words.replace("{root}", root.toString()));
            if (arguments.getFirst().equals("cat")) {
                var file = at(arguments.get(1));
                if (Files.exists(file)) {
                    say("1|", Files.readString(file));
                }
                text.append(Files.exists(file) ? "[0]\n" : "[1]\n");
                return;
            }
            var line = new ArrayList<String>(List.of("mdev"));
            if (arguments.getFirst().equals("lsmdev")) {
                line.add("list");
            }
            line.addAll(arguments.subList(1, arguments.size()));
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            var before = System.in;
            System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
            try {
                var status =
                        new Main(
                                        line,
                                        Map.of("MDEVCTL_ENV_ROOT", root.toString()),
                                        new PrintStream(out, true, UTF_8),
                                        new PrintStream(err, true, UTF_8))
                                .run();
                say("1|", out.toString(UTF_8));
                say("2|", err.toString(UTF_8));
                text.append("[").append(status).append("]\n");
            } finally {
                System.setIn(before);
            }
        }

        private void say(String stream, String said) {
            var isNew = !words.contains("-u") && !words.startsWith("cat");
            said.replace(root.toString(), "")
                    .lines()
                    .forEach(line ->
                            text.append(
                                            isNew && (stream + line).matches(UUID_LINE)
                                                    ? stream + NEW
                                                    : stream + line)
                                    .append("\n"));
        }

        /** Words between blanks, or between apostrophes. */
        private static List<String> split(String line) {
            var words = new ArrayList<String>();
            var word = new StringBuilder();
            var quoted = false;
            var begun = false;
            for (var i = 0; i < line.length(); i++) {
                var c = line.charAt(i);
                if (c == '\'') {
                    quoted = !quoted;
                    begun = true;
                } else if (c == ' ' && !quoted) {
                    if (begun) {
                        words.add(word.toString());
                    }
                    word.setLength(0);
                    begun = false;
                } else {
                    word.append(c);
                    begun = true;
                }
            }
            if (begun) {
                words.add(word.toString());
            }
            return words;
        }
    }
}
