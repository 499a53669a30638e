package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.cli.command.CommandTree;
import vgpuctl.cli.command.ConfigFile;
import vgpuctl.cli.line.CommandLine;
import vgpuctl.cli.line.Parsed;

/**
 * The configuration file: what it says holds where nothing is typed, and all mistakes come at once.
 */
@Timeout(60)
class ConfigFileTest {

    private static final Path SHIPPED = Path.of("..", "dist", "etc", "config.yaml");

    @TempDir private Path directory = Path.of("");

    private static Parsed line(String... words) {
        return (Parsed) CommandLine.parse(CommandTree.root(), List.of(words));
    }

    @Test
    void whatIsTypedGoesFirstThenTheFile() {
        var config =
                ConfigFile.read(
                        "config.yaml",
                        """
                        serve: {socket-group: libvirt, rate: 7, group-role: [a=view, b=operate]}
                        changes: {wait: 5}
                        restore:
                        """);
        var serve = config.completed(line("serve", "--rate", "9"));
        assertThat(serve.text("rate")).isEqualTo("9");
        assertThat(serve.text("socket-group")).isEqualTo("libvirt");
        assertThat(serve.all("group-role")).containsExactly("a=view", "b=operate");
        assertThat(serve.text("socket-role")).isEqualTo("operate");
        assertThat(config.completed(line("create", "P40-1Q")).text("wait")).isEqualTo("5");
        assertThat(config.completed(line("restore")).text("timeout")).isEqualTo("120");
    }

    @Test
    void theFileOfThePackageExplainsEveryKeyAndSaysNothing() throws IOException {
        var shipped = Files.readString(SHIPPED);
        assertThat(ConfigFile.read("shipped", shipped).completed(line("serve")).values()).isEmpty();
        var without = Pattern.compile("^( *)#(?=\\w)", Pattern.MULTILINE).matcher(shipped);

        var all = ConfigFile.read("shipped", without.replaceAll("$1"));

        for (var key : ConfigFile.keys()) {
            var section = key.substring(0, key.indexOf('.'));
            var command = section.equals("changes") ? "recover" : section;
            assertThat(all.completed(line(command)).values())
                    .as(key)
                    .containsKey(key.substring(section.length() + 1));
            assertThat(Files.readString(Path.of("..", "docs", "config.md"))).contains("`" + key);
        }
    }

    @Test
    void allMistakesComeAtOnceAndNothingIsDone() {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        host.write(
                ConfigFile.PATH,
                """
                serve:
                  socket-rôle: view
                  rate: 0
                chances:
                  wait: 5
                changes:
                  wait: soon
                """);
        var before = host.state();

        var said = host.vgpuctl("create", "P40-6Q");

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err())
                .contains("/etc/vgpuctl/config.yaml cannot be used")
                .contains("line 2, column 3", "did you mean 'socket-role'")
                .contains("line 3, column 9", "'rate' cannot be '0'")
                .contains("line 4, column 1", "did you mean 'changes'")
                .contains("line 7, column 9", "'wait' cannot be 'soon'");
        assertThat(host.state()).isEqualTo(before);
        assertThat(host.vgpuctl("gpus").exit()).isZero();

        var restored = host.vgpuctl("restore");
        assertThat(restored.exit()).isZero();
        assertThat(restored.err()).contains("'rate' cannot be '0'", "this goes on without it");
    }

    @Test
    void theDaemonIsWhereTheFileSays() throws Exception {
        var host = SimulatedHost.withOneCard(directory).after("gpus");
        var socket = directory.resolve("here.sock");
        host.write(ConfigFile.PATH, "serve: {socket: " + socket + "}\nchanges: {daemon: none}\n");
        var process = ChildJvm.start(host, Main.class, List.of(), List.of("serve")).process();
        try {
            assertThat(process.inputReader(UTF_8).readLine())
                    .isEqualTo("listening on unix:" + socket);
            host.after("create", "P40-6Q", "--daemon", socket.toString());
            assertThat(host.text("/var/log/vgpuctl/audit.jsonl").lines()).hasSize(2);
            host.after("create", "P40-6Q");
            assertThat(host.text("/var/log/vgpuctl/audit.jsonl").lines()).hasSize(2);
        } finally {
            process.toHandle().destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
