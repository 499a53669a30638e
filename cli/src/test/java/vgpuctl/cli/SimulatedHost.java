package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A simulated host of a test's own, and vgpuctl run on it within this process. */
record SimulatedHost(Path stateDirectory, String boards) {

    static final String GPU = "0000:82:00.0";
    static final String SECOND_GPU = "0000:83:00.0";

    private static final String CARD = "tesla-p10";

    static SimulatedHost withOneCard(Path stateDirectory) {
        return new SimulatedHost(stateDirectory, CARD);
    }

    static SimulatedHost withTwoCards(Path stateDirectory) {
        return new SimulatedHost(stateDirectory, CARD + "," + CARD);
    }

    /** What a command said, and its exit status. */
    record Said(int exit, String out, String err) {}

    Said vgpuctl(String... words) {
        return vgpuctl(WaysOut.OPEN, words);
    }

    Said vgpuctl(WaysOut waysOut, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var main =
                new Main(
                        arguments(words),
                        environment(),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        waysOut);
        return new Said(main.run(), out.toString(UTF_8), err.toString(UTF_8));
    }

    /** Runs a command that a test only prepares with. */
    SimulatedHost after(String... words) {
        var said = vgpuctl(words);
        if (said.exit() != ExitCode.DONE) {
            throw new AssertionError(String.join(" ", words) + ": " + said);
        }
        return this;
    }

    /** Runs commands, each with its words separated by spaces. */
    SimulatedHost afterAll(List<String> commands) {
        commands.forEach(command -> after(command.split(" ")));
        return this;
    }

    List<String> arguments(String... words) {
        var arguments = new ArrayList<>(List.of("--host", "sim:" + boards));
        arguments.addAll(List.of(words));
        return arguments;
    }

    Map<String, String> environment() {
        return Map.of("VGPUCTL_STATE_DIR", stateDirectory.toString(), "COLUMNS", "200");
    }

    Path at(String path) {
        return stateDirectory
                .resolve("sim")
                .resolve(boards.replace(',', '+'))
                .resolve(path.substring(1));
    }

    String text(String path) {
        try {
            return Files.readString(at(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String path, String text) {
        try {
            Files.createDirectories(at(path).resolveSibling("."));
            Files.writeString(at(path), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file beside the host, and says where it is. */
    static String fileWith(Path file, String text) {
        try {
            Files.writeString(file, text);
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a file, or a directory with all that is in it. */
    void delete(String path) {
        if (!Files.exists(at(path))) {
            return;
        }
        try (var paths = Files.walk(at(path))) {
            for (var each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names(String directory) {
        var names = at(directory).toFile().list();
        return names == null ? List.of() : List.of(names).stream().sorted().toList();
    }

    /**
     * Every file with its text and every link with its target, by path: the state of the host. Not
     * part of it: locks, which say who held them last, and the kernel's log, which only grows.
     */
    SortedMap<String, String> state() {
        var state = new TreeMap<String, String>();
        var root = at("/");
        visit((path, attributes) -> {
            var name = "/" + root.relativize(path);
            if (!name.startsWith("/run/vgpuctl/")
                    && !name.startsWith("/var/log/")
                    && !name.startsWith("/var/lib/vgpuctl/usage/")) {
                state.put(
                        name,
                        attributes.isSymbolicLink()
                                ? "-> " + Files.readSymbolicLink(path)
                                : Files.readString(path));
            }
        });
        return state;
    }

    /** The same without what we noted of GPUs, which outlives what was switched on them. */
    SortedMap<String, String> stateBesideNotes() {
        var state = state();
        state.keySet().removeIf(name -> name.startsWith("/var/lib/vgpuctl/gpus/"));
        return state;
    }

    /**
     * The same without the numbers that are given anew when something is made again: IOMMU groups
     * by the kernel, GPU instances by the driver.
     */
    SortedMap<String, String> stateBesideNumbers() {
        var state = state();
        state.remove("/.driver");
        state.keySet()
                .removeIf(name ->
                        name.endsWith("/gpu_instance_id")
                                || name.endsWith("/iommu_group")
                                || name.startsWith("/sys/kernel/iommu_groups/"));
        return state;
    }

    SimulatedHost copyTo(Path directory) {
        var copy = new SimulatedHost(directory, boards);
        var root = at("/");
        visit((path, _) -> {
            var target = copy.at("/").resolve(root.relativize(path));
            Files.createDirectories(target.resolveSibling("."));
            Files.copy(path, target, LinkOption.NOFOLLOW_LINKS);
        });
        return copy;
    }

    private interface Visit {
        void file(Path path, BasicFileAttributes attributes) throws IOException;
    }

    private void visit(Visit visit) {
        try {
            Files.walkFileTree(
                    at("/"),
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                                throws IOException {
                            visit.file(path, attributes);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
