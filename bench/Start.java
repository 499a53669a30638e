import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures whole processes, started and awaited by system calls: the JDK's own way of starting a process costs more
 * than the fastest of what is measured here, and tells neither processor time nor memory.
 */
final class Start {

    private static final int WARM_UP = 3;
    private static final int MEMORY_RUNS = 5;

    record Candidate(String name, List<String> command) {}

    record Run(double wallMs, double cpuMs, int exit) {}

    record Row(String name, double median, double p10, double p90, double cpuMs, double peakMib, int exit) {}

    private Start() {}

    public static void main(String[] arguments) throws Throwable {
        var root = arguments[0];
        var java = arguments[1] + "/bin/java";
        var hello = Path.of(arguments[2]);
        var options = List.of(arguments[3].split(" "));
        int runs = Integer.parseInt(arguments[4]);
        var candidates = candidates(root, java, hello, options);

        var text = table(measure(candidates, runs), runs, machine(Path.of(arguments[1])));
        System.out.print(text);
        if (arguments.length > 5) {
            var file = Path.of(arguments[5]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }

    private static List<Candidate> candidates(String root, String java, Path hello, List<String> options) {
        var jar = hello.resolve("hello.jar").toString();
        var cached = new ArrayList<>(List.of(java, "-XX:AOTCache=" + hello.resolve("aot"), "-Xlog:disable"));
        cached.addAll(options);
        cached.addAll(List.of("-cp", jar, "Hello"));
        var candidates = new ArrayList<Candidate>();
        candidates.add(new Candidate("JVM that says hello: the floor", cached));
        candidates.add(new Candidate("the same without options or cache", List.of(java, "-cp", jar, "Hello")));
        var installed = hello.resolve("installed/usr/bin/vgpuctl").toString();
        for (var command : List.of("--help", "gpus", "types", "list")) {
            var line = command.startsWith("-") ? List.of(command) : List.of("--host", "sim:tesla-p10", command);
            candidates.add(vgpuctl("vgpuctl " + command, root + "/vgpuctl", line));
            candidates.add(vgpuctl("installed: vgpuctl " + command, installed, line));
        }
        var tab = List.of("completion", "words", "--", "--host", "sim:tesla-p10", "stop", "");
        candidates.add(vgpuctl("installed: a Tab that asks the host", installed, tab));
        onPath("mdevctl").ifPresent(tool -> candidates.add(new Candidate("mdevctl types", List.of(tool, "types"))));
        return candidates;
    }

    private static Candidate vgpuctl(String name, String program, List<String> line) {
        return new Candidate(name, Stream.concat(Stream.of(program), line.stream()).toList());
    }

    private static Optional<String> onPath(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static List<Row> measure(List<Candidate> candidates, int runs) throws Throwable {
        var measured = new ArrayList<List<Run>>();
        candidates.forEach(_ -> measured.add(new ArrayList<>()));
        try (var processes = new Processes()) {
            for (int round = -WARM_UP; round < runs; round++) {
                for (int i = 0; i < candidates.size(); i++) {
                    var run = processes.run(candidates.get(i).command());
                    if (round >= 0) {
                        measured.get(i).add(run);
                    }
                }
            }
            var rows = new ArrayList<Row>();
            for (int i = 0; i < candidates.size(); i++) {
                rows.add(row(candidates.get(i), measured.get(i), processes));
            }
            return rows;
        }
    }

    private static Row row(Candidate candidate, List<Run> runs, Processes processes) throws Throwable {
        var wall = runs.stream().mapToDouble(Run::wallMs).sorted().toArray();
        var cpu = runs.stream().mapToDouble(Run::cpuMs).sorted().toArray();
        long peakKib = 0;
        for (int i = 0; i < MEMORY_RUNS; i++) {
            peakKib = Math.max(peakKib, processes.peakKib(candidate.command()));
        }
        return new Row(
                candidate.name(),
                at(wall, 0.5),
                at(wall, 0.1),
                at(wall, 0.9),
                at(cpu, 0.5),
                peakKib / 1024.0,
                runs.getFirst().exit());
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static String table(List<Row> rows, int runs, String machine) {
        var floor = rows.getFirst().median();
        var text =
                new StringBuilder("# How long a command takes\n\n")
                        .append("Whole processes, medians of %d interleaved runs, by `bench/start`. %s.\n\n"
                                .formatted(runs, machine))
                        .append(line("", "median ms", "p10", "p90", "cpu ms", "peak MiB", "of the floor"))
                        .append("|---|--:|--:|--:|--:|--:|--:|\n");
        for (var row : rows) {
            var name = row.exit() == 0 ? row.name() : row.name() + " (exit " + row.exit() + ")";
            text.append(
                    line(
                            name,
                            tenths(row.median()),
                            tenths(row.p10()),
                            tenths(row.p90()),
                            tenths(row.cpuMs()),
                            tenths(row.peakMib()),
                            String.format(Locale.ROOT, "%.2f", row.median() / floor)));
        }
        return text.toString();
    }

    private static String line(String name, String... cells) {
        var text = new StringBuilder("| %-36s |".formatted(name));
        for (var cell : cells) {
            text.append(" %12s |".formatted(cell));
        }
        return text.append('\n').toString();
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String machine(Path jdk) throws IOException {
        var version =
                Files.readAllLines(jdk.resolve("release")).stream()
                        .filter(line -> line.startsWith("IMPLEMENTOR_VERSION=") || line.startsWith("JAVA_RUNTIME_VERSION="))
                        .findFirst()
                        .map(line -> line.replaceFirst(".*=\"(.*)\"", "$1"))
                        .orElse("an unknown JDK");
        return "%d cores, Linux %s, %s"
                .formatted(Runtime.getRuntime().availableProcessors(), System.getProperty("os.version"), version);
    }

    /** posix_spawn and wait4. */
    private static final class Processes implements AutoCloseable {

        private static final int WNOHANG = 1;
        private static final int O_RDWR = 2;
        // Larger than any C library's.
        private static final long FILE_ACTIONS_BYTES = 512;
        private static final long RUSAGE_BYTES = 256;

        private final Arena arena = Arena.ofConfined();
        private final MethodHandle posixSpawn =
                function("posix_spawn", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        private final MethodHandle wait4 = function("wait4", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
        private final MemorySegment pid = arena.allocate(JAVA_INT);
        private final MemorySegment status = arena.allocate(JAVA_INT);
        private final MemorySegment usage = arena.allocate(RUSAGE_BYTES, 8);
        private final MemorySegment quiet = arena.allocate(FILE_ACTIONS_BYTES, 16);
        private final MemorySegment environment =
                strings(
                        System.getenv().entrySet().stream()
                                .map(variable -> variable.getKey() + "=" + variable.getValue())
                                .toList());

        Processes() throws Throwable {
            var _ = (int) function("posix_spawn_file_actions_init", JAVA_INT, ADDRESS).invokeExact(quiet);
            var open =
                    function(
                            "posix_spawn_file_actions_addopen", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
            for (int descriptor = 0; descriptor <= 2; descriptor++) {
                var _ = (int) open.invokeExact(quiet, descriptor, arena.allocateFrom("/dev/null"), O_RDWR, 0);
            }
        }

        Run run(List<String> command) throws Throwable {
            var arguments = strings(command);
            long began = System.nanoTime();
            int child = spawn(arguments);
            var _ = (int) wait4.invokeExact(child, status, 0, usage);
            long ended = System.nanoTime();
            // Two struct timeval, user and system; seconds and microseconds each.
            double cpuMs =
                    (usage.get(JAVA_LONG, 0) + usage.get(JAVA_LONG, 16)) * 1e3
                            + (usage.get(JAVA_LONG, 8) + usage.get(JAVA_LONG, 24)) / 1e3;
            return new Run((ended - began) / 1e6, cpuMs, status.get(JAVA_INT, 0) >> 8);
        }

        /**
         * The largest resident size seen while the process ran. Asked for over and over: the one that wait4 gives
         * counts the memory of the process that started it, which is this JVM.
         */
        long peakKib(List<String> command) throws Throwable {
            int child = spawn(strings(command));
            var file = Path.of("/proc/" + child + "/status");
            long peak = 0;
            while ((int) wait4.invokeExact(child, status, WNOHANG, usage) == 0) {
                peak = Math.max(peak, peakKib(file));
            }
            return peak;
        }

        private static long peakKib(Path file) throws IOException {
            try (var lines = Files.lines(file)) {
                return lines.filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0);
            }
        }

        private int spawn(MemorySegment arguments) throws Throwable {
            var program = arguments.get(ADDRESS, 0);
            int error = (int) posixSpawn.invokeExact(pid, program, quiet, MemorySegment.NULL, arguments, environment);
            if (error != 0) {
                throw new IOException("posix_spawn: error " + error);
            }
            return pid.get(JAVA_INT, 0);
        }

        private MemorySegment strings(List<String> values) {
            var array = arena.allocate(ADDRESS, values.size() + 1);
            for (int i = 0; i < values.size(); i++) {
                array.setAtIndex(ADDRESS, i, arena.allocateFrom(values.get(i)));
            }
            return array;
        }

        private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
            var linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters));
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
