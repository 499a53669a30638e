package vgpuctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole plays, with a launcher that says how it was called. */
class MainTest {

    @TempDir Path folder;

    @BeforeEach
    void launcherThatEchoes() throws IOException {
        var launcher = folder.resolve("vgpuctl");
        Files.writeString(launcher, "#!/bin/sh\necho \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void theSimulatorAnswersForVirshAndSkipsTheKernelsSteps() throws IOException {
        var played =
                play(
                        "simulator",
                        """
                        # Where what runs
                        # host: sim:board
                        $ vgpuctl gpus
                        --host sim:board gpus
                        $ virsh list
                        --host sim:board sim virsh -- list
                        lab$ mdevctl list
                        reboot
                        sim$ echo $((1 + 1)); echo wrong >&2; exit 3
                        2
                        wrong
                        [exit 3]
                        """);
        assertThat(played.exit()).as(played.report()).isZero();
        assertThat(Files.readString(folder.resolve("totals"))).isEqualTo("4 0 1\n");
    }

    @Test
    void aFailureShowsTheDifferenceAndSkipsTheRest() throws IOException {
        var played =
                play(
                        "simulator",
                        """
                        # Wrong
                        $ echo one; echo two
                        one
                        three
                        $ echo never
                        """);
        assertThat(played.exit()).isEqualTo(1);
        assertThat(played.report()).contains("  one\n", "- three\n", "+ two\n");
        assertThat(played.report()).endsWith("0 passed, 1 failed, 1 skipped in <time>\n");
    }

    @Test
    void onTheKernelARebootEndsTheProcessAndTheNextOneGoesOn() throws IOException {
        var text =
                """
                # Restart
                $ vgpuctl new
                <word:what>
                reboot
                $ echo {what}
                new
                """;
        assertThat(play("kernel", text).exit()).isEqualTo(100);
        var rest = play("kernel", text);
        assertThat(rest.exit()).as(rest.report()).isZero();
        assertThat(Files.readString(folder.resolve("totals"))).isEqualTo("3 0 0\n");
    }

    @Test
    void writingKeepsWhatStillFits() throws IOException {
        play(
                "simulator",
                """
                # Write

                $ echo 7 left; echo '<uuid>'; exit 4
                <number> left
                old
                # Prose stays.
                $ printf '1\\n2\\n3\\nend\\n'
                …
                fin
                $ echo 0123456789
                <word:id>
                $ echo again {id}
                """,
                "--write");
        assertThat(Files.readString(folder.resolve("rewritten")))
                .isEqualTo(
                        """
                        # Write

                        $ echo 7 left; echo '<uuid>'; exit 4
                        <number> left
                        \\<uuid>
                        [exit 4]
                        # Prose stays.
                        $ printf '1\\n2\\n3\\nend\\n'
                        …
                        $ echo 0123456789
                        <word:id>
                        $ echo again {id}
                        again {id}
                        """);
    }

    @Test
    void aCommandThatHangsIsEnded() throws IOException {
        var played = play("simulator", "# Slow\n$ sleep 60\n", "--command-limit", "1");
        assertThat(played.exit()).isEqualTo(1);
        assertThat(played.report()).contains("+ (ended after 1 s)");
    }

    @Test
    void aCommandMayEndWithTheCodeOfATimeOut() throws IOException {
        var played = play("simulator", "# Own code\n$ exit 124\n[exit 124]\n");
        assertThat(played.exit()).as(played.report()).isZero();
    }

    @Test
    void aBackgroundChildKeepsNobodyWaiting() throws IOException {
        var played = play("simulator", "# Background\n$ sleep 5 & echo done\ndone\n");
        assertThat(played.exit()).as(played.report()).isZero();
    }

    private record Played(int exit, String report) {}

    private Played play(String where, String text, String... more) throws IOException {
        var file = folder.resolve("try.scenario");
        Files.writeString(file, text);
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--on",
                                where,
                                "--repository",
                                folder.toString(),
                                "--work",
                                folder.resolve("work").toString(),
                                "--results",
                                folder.toString()));
        arguments.addAll(List.of(more));
        arguments.add(file.toString());
        var report = new ByteArrayOutputStream();
        var exit =
                Main.run(
                        Options.parse(arguments),
                        new PrintStream(report, true, StandardCharsets.UTF_8));
        return new Played(
                exit,
                report.toString(StandardCharsets.UTF_8).replaceAll("[0-9.]+ s\\n", "<time>\n"));
    }
}
