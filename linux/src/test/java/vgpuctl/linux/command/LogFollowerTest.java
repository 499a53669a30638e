package vgpuctl.linux.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log that is read while a tool writes it. */
class LogFollowerTest {

    private static final String WORDS = "Fehler: Größe „µ“ 🙂 ungültig";

    @TempDir private Path directory;

    private final List<String> lines = new ArrayList<>();

    private Path log() throws IOException {
        return Files.createFile(directory.resolve("driver.log"));
    }

    private static void append(Path log, byte[] bytes) throws IOException {
        Files.write(log, bytes, StandardOpenOption.APPEND);
    }

    @ParameterizedTest
    @ValueSource(ints = {8180, 8181, 8182, 8183, 8184, 8185, 8186, 8187, 8188, 8189, 8190, 8191})
    void aCharacterAcrossTheEndOfABufferIsWhole(int before) throws IOException {
        var log = log();
        try (var follower = new LogFollower(log.toFile(), lines::add)) {
            append(log, ("x".repeat(before) + WORDS + "\n").getBytes(UTF_8));
            follower.follow();

            assertThat(lines).containsExactly("x".repeat(before) + WORDS);
            assertThat(follower.end()).endsWith(WORDS + "\n");
        }
    }

    @Test
    void aLineWrittenByteForByteIsWhole() throws IOException {
        var log = log();
        try (var follower = new LogFollower(log.toFile(), lines::add)) {
            for (var one : (WORDS + "\n").getBytes(UTF_8)) {
                append(log, new byte[] {one});
                follower.follow();
            }
        }
        assertThat(lines).containsExactly(WORDS);
    }

    @Test
    void bytesThatAreNoCharactersAreShownAsSuch() throws IOException {
        var log = log();
        try (var follower = new LogFollower(log.toFile(), lines::add)) {
            append(log, new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b', '\n'});
            follower.follow();
        }
        assertThat(lines).containsExactly("a\ufffd\ufffdb");
    }
}
