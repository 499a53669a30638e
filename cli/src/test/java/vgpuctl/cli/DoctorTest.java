package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.command.CommandTree;
import vgpuctl.cli.line.CommandLine;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.doctor.Rule;
import vgpuctl.core.doctor.rule.Rules;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;

/** What somebody sees who asks what is wrong. */
class DoctorTest {

    @TempDir private Path directory;
    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withOneCard(directory).after("gpus");
    }

    private String log(String text) throws IOException {
        return Files.writeString(directory.resolve("sent.log"), text).toString();
    }

    @Test
    void aFindingHasItsLineItsCauseAndWhatToDo() throws IOException {
        var file =
                log(
                        "all is well\nerror: Failed to start domain 'web'\nerror: device not found:"
                                + " mediated device '0b1e57a0-1111-4222-8333-444455556666' not found\n");

        var said = host.vgpuctl("doctor", "--log", file);

        assertThat(said.out())
                .startsWith(
                        "error: A VM has a vGPU that is not there:"
                                + " 0b1e57a0-1111-4222-8333-444455556666 [mdev-not-found]\n  "
                                + file
                                + ":3: error: device not found")
                .contains(
                        "\n  why:   The vGPU is only defined",
                        "\n  do:    Start it",
                        "\n  run:   vgpuctl start 0b1e57a0-1111-4222-8333-444455556666\n",
                        "\n  hence: A VM did not start [domain-not-started]\n")
                .endsWith("1 thing to do (1 text read).\n");
        assertThat(said.exit()).isEqualTo(10);
    }

    @Test
    void aHealthyLogIsSaidToBeInALine() throws IOException {
        var said = host.vgpuctl("doctor", "--log", log("nvidia-vgpud.service: Deactivated"));

        assertThat(said.out()).isEqualTo("Nothing wrong found (1 text read).\n");
        assertThat(said.exit()).isZero();
    }

    @Test
    void aNoticeIsALineAndNothingToDo() throws IOException {
        var said = host.vgpuctl("doctor", log("vmiop_log: (0x0): vGPU migration disabled\n"));

        assertThat(said.out())
                .startsWith("note:  VMs with this vGPU cannot be moved while they run");
        assertThat(said.exit()).isZero();
    }

    @Test
    void whatALogSaysReachesNoTerminal() throws IOException {
        var said = host.vgpuctl("doctor", log("\u001b[2J error: never heard of\u0007\n"));

        assertThat(said.out()).doesNotContain("\u001b", "\u0007").contains("\\x1b[2J error");
    }

    @Test
    void asJsonNothingIsLeftOut() throws IOException {
        var said = host.vgpuctl("doctor", "-o", "json", log("No devices were found\n"));

        var finding =
                ((JsonObject) JsonReader.read(said.out()))
                        .array("findings")
                        .orElseThrow()
                        .items()
                        .getFirst();
        assertThat(((JsonObject) finding).string("rule")).contains("no-devices-found");
        assertThat(((JsonObject) finding).array("evidence")).isPresent();
        assertThat(said.exit()).isEqualTo(10);
    }

    @Test
    void aLogThatIsNotThereIsAMistakeAndNoDiagnosis() {
        var said = host.vgpuctl("doctor", "--log", "/no/such/log");

        assertThat(said.err()).startsWith("error: /no/such/log is not there");
        assertThat(said.exit()).isEqualTo(3);
    }

    @Test
    void theSimulatedHostIsHealthyAndSaysWhatItCouldNotRead() {
        var said = host.vgpuctl("doctor");

        assertThat(said.out()).contains("note:  not read: systemctl cat nvidia-vgpud.service");
        assertThat(said.out()).contains("Nothing wrong found (");
        assertThat(said.exit()).isZero();
    }

    @Test
    void aVgpuThatIsOnlyDefinedIsFoundAndItsCommandMendsIt() {
        host.after("create", "P40-6Q", "--name", "desk", "--autostart").after("stop", "desk");

        var sick = host.vgpuctl("doctor", "-o", "json");
        var finding = (JsonObject) findings(sick.out()).getFirst();
        assertThat(finding.string("rule")).contains("vgpu-not-active");
        var command = finding.string("command").orElseThrow();
        host.after(command.substring("vgpuctl ".length()).split(" "));

        assertThat(host.vgpuctl("doctor").exit()).isZero();
    }

    @Test
    void aStartThatFailedBeforeTheVmWasConfiguredAnewIsOver() throws IOException {
        host.after("create", "P40-6Q", "--name", "desk", "--vm", "y-k8s-n-1");
        var log = "/var/log/libvirt/qemu/y-k8s-n-1.log";
        host.write(
                log,
                "qemu: vfio %s: error getting device from group 7: Input/output error\n"
                        .formatted(uuidOfTheVgpu()));
        var configured =
                Files.getLastModifiedTime(host.at("/etc/libvirt/qemu/y-k8s-n-1.xml")).toMillis();

        Files.setLastModifiedTime(host.at(log), FileTime.fromMillis(configured + 1000));
        assertThat(host.vgpuctl("doctor").out()).contains("[qemu-group-error]");
        Files.setLastModifiedTime(host.at(log), FileTime.fromMillis(configured - 1000));
        assertThat(host.vgpuctl("doctor").exit()).isZero();
    }

    private String uuidOfTheVgpu() {
        var list = (JsonObject) JsonReader.read(host.vgpuctl("list", "-o", "json").out());
        var vgpu = (JsonObject) list.array("vgpus").orElseThrow().items().getFirst();
        return vgpu.string("uuid").orElseThrow();
    }

    private static List<?> findings(String json) {
        return ((JsonObject) JsonReader.read(json)).array("findings").orElseThrow().items();
    }

    @Test
    void aBundleSaysElsewhereWhatTheHostSaysItself() {
        host.after("create", "P40-6Q", "--name", "desk", "--autostart").after("stop", "desk");
        var bundle = directory.resolve("it.zip").toString();

        var written = host.vgpuctl("bundle", "--output-file", bundle);
        assertThat(written.exit()).isZero();
        assertThat(written.out()).contains("Wrote " + bundle + " with ");

        var here = host.vgpuctl("doctor");
        assertThat(host.vgpuctl("doctor", "--bundle", bundle).out()).isEqualTo(here.out());
        assertThat(host.vgpuctl("bundle", "--output-file", bundle).exit()).isEqualTo(4);
    }

    @Test
    void everyCommandThatARuleGivesIsOneOfOurs() {
        for (var rule : Rules.all()) {
            rule.description().command().ifPresent(command -> typed(rule, command));
        }
    }

    private static void typed(Rule rule, String command) {
        var words = List.of(command.replace("{}", "desk").split(" "));
        var line = CommandLine.parse(CommandTree.root(), words.subList(1, words.size()));
        assertThat(line).as(rule.description().id()).isInstanceOf(Parsed.class);
    }
}
