package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.LoadSettings;
import vgpuctl.core.pci.Bdf;
import vgpuctl.layout.text.LayoutText;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.operations.Operations;
import vgpuctl.simulation.Simulation;

/**
 * What the commands that look cost to start, told by the classes that they load: with an AOT cache
 * made as {@code scripts/build} makes it, and without one, where only what is used is loaded.
 */
class LookingStartTest {

    private static final String HOST = "--host sim:tesla-p10 ";

    /** A class or two of the JDK's own, which no cache takes. */
    private static final int NOT_CACHED = 2;

    private static final int ALL_CLASSES = 1275;
    private static final int HELP_CLASSES = 650;

    @TempDir private static Path directory = Path.of("");
    private static String classPath = "";

    @BeforeAll
    static void train() throws IOException, InterruptedException, URISyntaxException {
        classPath = jars();
        java("vgpuctl.cli.Main " + HOST + "create P40-12C --count 2");
        java("vgpuctl.cli.Main " + HOST + "attach p40-12c-1 y-k8s-n-1");
        var host = directory.resolve("state/sim/tesla-p10");
        var notes = directory.resolve("notes");
        java(
                "-XX:AOTMode=record -XX:AOTConfiguration="
                        + notes
                        + " vgpuctl.cli.Training look "
                        + host);
        java(
                "-XX:AOTMode=create -XX:AOTConfiguration=%s -XX:AOTCache=%s"
                        .formatted(notes, directory.resolve("aot")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpus",
                "types",
                "list",
                "show p40-12c-2",
                "gpus -o json",
                "types -o json",
                "list -o json",
                "show p40-12c-1 -o json",
            })
    void withACacheNoClassOfOursIsMadeOrReadAnew(String command) throws Exception {
        var options = "-XX:AOTMode=on -XX:AOTCache=" + directory.resolve("aot");

        assertThat(loaded(options, HOST + command))
                .filteredOn(line -> !line.contains("shared objects file"))
                .hasSizeLessThanOrEqualTo(NOT_CACHED)
                .noneMatch(line -> line.contains(" vgpuctl."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpus", "types", "list", "show p40-12c-1", "list -o json"})
    void aLookTakesFewClasses(String command) throws Exception {
        var loaded = loaded("-Xshare:auto", HOST + command);

        assertThat(loaded.size()).isBetween(300, ALL_CLASSES);
        assertThat(
                        matching(
                                loaded,
                                " java.lang.runtime.", // switches over sealed types, equality of
                                // records
                                " java.util.Comparator$$Lambda",
                                " java.util.regex.",
                                " java.util.stream.",
                                " javax.xml.",
                                " java.util.Formatter",
                                " java.util.logging.",
                                " jdk.internal.logger.",
                                " java.lang.foreign.",
                                " java.lang.ProcessHandle",
                                " vgpuctl.linux.libvirt.NativeLibvirt",
                                " vgpuctl.layout.",
                                " org.snakeyaml."))
                .isEmpty();
    }

    @Test
    void helpTakesHardlyMoreThanTheJvmItself() throws Exception {
        assertThat(loaded("-Xshare:auto", "--help").size()).isBetween(300, HELP_CLASSES);
    }

    private static List<String> matching(List<String> lines, String... parts) {
        return lines.stream()
                .filter(line -> Arrays.stream(parts).anyMatch(line::contains))
                .toList();
    }

    private static List<String> loaded(String options, String command)
            throws IOException, InterruptedException {
        var log = directory.resolve("classes");
        java(options + " -Xlog:class+load:file=" + log + " vgpuctl.cli.Main " + command);
        return Files.readAllLines(log, UTF_8);
    }

    private static void java(String words) throws IOException, InterruptedException {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:+UseSerialGC", "-cp", classPath));
        line.addAll(List.of(words.split(" ")));
        var output = directory.resolve("output");
        var builder = new ProcessBuilder(line);
        builder.environment().put("VGPUCTL_STATE_DIR", directory.resolve("state").toString());
        var exit =
                builder.redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
        assertThat(exit).as(() -> words + ": " + output).isZero();
    }

    /** A class path of jars, which is the only one that a cache can be made for. */
    private static String jars() throws IOException, URISyntaxException {
        var jars = new ArrayList<String>();
        for (var type :
                List.of(
                        Main.class,
                        Bdf.class,
                        HostFiles.class,
                        Operations.class,
                        Simulation.class,
                        LayoutText.class,
                        LoadSettings.class)) {
            var classes = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
            jars.add((Files.isDirectory(classes) ? jar(classes, jars.size()) : classes).toString());
        }
        return String.join(File.pathSeparator, jars);
    }

    private static Path jar(Path classes, int number) {
        var jar = directory.resolve(number + ".jar");
        var tool = ToolProvider.findFirst("jar").orElseThrow();
        var said = new PrintStream(System.err, false, UTF_8);
        tool.run(said, said, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        return jar;
    }
}
