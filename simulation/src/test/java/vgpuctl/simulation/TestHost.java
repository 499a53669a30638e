package vgpuctl.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import vgpuctl.linux.command.Commands;
import vgpuctl.linux.files.AttributeWriter.Answer;
import vgpuctl.linux.files.Errno;

/** A simulated host as others meet it: files, writes with an errno, tools. */
record TestHost(Simulation simulation) {

    static final String GPU = "0000:82:00.0";
    static final String VM = "y-k8s-n-1";
    static final String OTHER_VM = "y-k8s-n-2";

    static final Answer WRITTEN = new Answer.Written();

    static TestHost open(Path directory, String boards) {
        return new TestHost(Simulation.open(Simulation.PREFIX + boards, directory));
    }

    static Answer refused(Errno errno) {
        return new Answer.RefusedWith(errno);
    }

    private Path at(String path) {
        return simulation.root().resolve(path.substring(1));
    }

    boolean exists(String path) {
        return Files.exists(at(path));
    }

    String text(String path) {
        try {
            return Files.readString(at(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names(String directory) {
        var names = at(directory).toFile().list();
        return names == null ? List.of() : List.of(names).stream().sorted().toList();
    }

    Answer write(String path, String value) {
        return simulation.attributes().write(path, value);
    }

    /** The addresses of the virtual functions of a GPU, in the order of their numbers. */
    List<String> virtualFunctions(String gpu) {
        var directory = "/sys/bus/pci/devices/" + gpu;
        var count = Integer.parseInt(text(directory + "/sriov_numvfs").strip());
        return IntStream.range(0, count)
                .mapToObj(number -> target(directory + "/virtfn" + number))
                .toList();
    }

    private String target(String link) {
        try {
            return at(link).toRealPath().getFileName().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String vendorFile(String function, String file) {
        return "/sys/bus/pci/devices/" + function + "/nvidia/" + file;
    }

    Answer setType(String function, String type) {
        return write(vendorFile(function, "current_vgpu_type"), type);
    }

    String vendor(String function, String file) {
        return text(vendorFile(function, file)).strip();
    }

    static String typeDirectory(String parent, String type) {
        return "/sys/class/mdev_bus/" + parent + "/mdev_supported_types/" + type;
    }

    Answer createMdev(String parent, String type, UUID uuid) {
        return write(typeDirectory(parent, type) + "/create", uuid.toString());
    }

    Answer removeMdev(UUID uuid) {
        return write("/sys/bus/mdev/devices/" + uuid + "/remove", "1");
    }

    int available(String parent, String type) {
        return Integer.parseInt(text(typeDirectory(parent, type) + "/available_instances").strip());
    }

    /** What a tool printed and its exit status. */
    record Said(int status, String output) {}

    Said run(String line) {
        return switch (simulation.commands().run(List.of(line.split(" ", -1)), Duration.ZERO)) {
            case Commands.Result.Ended(var status, var output, _) -> new Said(status, output);
            case Commands.Result.Missing() -> new Said(127, "");
            case Commands.Result.Unfinished() -> new Said(124, "");
        };
    }

    /** Runs a tool that a test only prepares with. */
    TestHost after(String line) {
        var said = run(line);
        if (said.status() != 0) {
            throw new AssertionError(line + ": " + said);
        }
        return this;
    }

    String virsh(String line) {
        return simulation.virsh(List.of(line.split(" ", -1))).output().strip();
    }

    String lastLogLine() {
        return run("dmesg").output().lines().reduce("", (_, line) -> line);
    }

    /** Every file with its text and every link with its target, but for the kernel's log. */
    SortedMap<String, String> state() {
        var state = new TreeMap<String, String>();
        var root = simulation.root();
        var visitor =
                new SimpleFileVisitor<Path>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path path, BasicFileAttributes attributes) {
                        state.put("/" + root.relativize(path) + "/", "");
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                            throws IOException {
                        var text =
                                attributes.isSymbolicLink()
                                        ? "-> " + Files.readSymbolicLink(path)
                                        : Files.readString(path);
                        state.put("/" + root.relativize(path), text);
                        return FileVisitResult.CONTINUE;
                    }
                };
        try {
            Files.walkFileTree(root, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        state.keySet().removeIf(path -> path.startsWith("/var/"));
        return state;
    }
}
