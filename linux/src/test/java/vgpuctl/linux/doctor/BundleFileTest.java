package vgpuctl.linux.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vgpuctl.core.doctor.Diagnosis;
import vgpuctl.core.doctor.Unread;
import vgpuctl.core.doctor.rule.Rules;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.problem.ProblemException;

/** What is written into a bundle, what is not, and what comes out of one that somebody sent. */
class BundleFileTest {

    @TempDir private Path directory;

    private Path file() {
        return directory.resolve("it.zip");
    }

    private Diagnosis read() {
        var examination = Rules.examination();
        new BundleFile(file().toString()).read(examination);
        return examination.diagnosis();
    }

    private static Map<String, Reading<String>> texts() {
        var texts = new LinkedHashMap<String, Reading<String>>();
        texts.put("nvidia-smi", Reading.of("No devices were found\n"));
        texts.put("dmesg", Reading.unknown("Operation not permitted"));
        return texts;
    }

    @Test
    void whatIsWrittenIsRead() {
        var written = new BundleFile(file().toString()).write(texts(), Redaction.ofSecrets());

        assertThat(written.sources()).containsExactly("nvidia-smi");
        var diagnosis = read();
        assertThat(diagnosis.findings().getFirst().evidence().getFirst().source())
                .isEqualTo("nvidia-smi");
        assertThat(diagnosis.unread())
                .containsExactly(new Unread("dmesg", "Operation not permitted"));
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        new BundleFile(file().toString()).write(texts(), Redaction.ofSecrets());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingIsOverwritten() {
        new BundleFile(file().toString()).write(texts(), Redaction.ofSecrets());

        assertThatThrownBy(() ->
                        new BundleFile(file().toString()).write(texts(), Redaction.ofSecrets()))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void secretsNeverGoIn() throws IOException {
        var texts = new LinkedHashMap<String, Reading<String>>();
        texts.put(
                "x",
                Reading.of(
                        """
                        <graphics type='vnc' passwd='hunter2'/>
                        http://me:hunter2@box/
                        token=hunter2 password: hunter2
                        Bearer eyJhdWQiOiJobHMi.hunter2hunter2.hunter2
                        """));
        new BundleFile(file().toString()).write(texts, Redaction.ofSecrets());

        assertThat(whole()).doesNotContain("hunter2").contains("<graphics type='vnc' passwd=");
    }

    @Test
    void onRequestHostsAndCardsCannotBeToldFromOthers() throws IOException {
        var texts = new LinkedHashMap<String, Reading<String>>();
        texts.put(
                "x",
                Reading.of(
                        """
                        Mar 03 10:11:12 rack7.example.org kernel: NVRM: 510.85.03
                        Mar 03 10:11:12 rack7 kernel: 192.0.2.17 52:54:00:12:34:56
                            Serial Number                         : 1320021000001
                            GPU UUID                              : GPU-01234567-89ab-cdef-0123-456789abcdef
                        """));
        new BundleFile(file().toString()).write(texts, Redaction.ofIdentity(List.of("rack7")));

        assertThat(whole())
                .doesNotContain("rack7", "example", "192.0.2", "52:54", "1320021", "01234567")
                .contains("kernel: NVRM: 510.85.03");
    }

    private String whole() throws IOException {
        var text = new StringBuilder();
        try (var zip = new ZipFile(file().toFile())) {
            for (var entry : zip.stream().toList()) {
                text.append(new String(zip.getInputStream(entry).readAllBytes(), UTF_8));
            }
        }
        return text.toString();
    }

    @Test
    void namesInAForeignArchiveAreNoPaths() throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file()))) {
            zip.putNextEntry(new ZipEntry("../of-a-bundle-test"));
            zip.write("No devices were found\n".getBytes(UTF_8));
        }
        assertThat(read().findings().getFirst().evidence().getFirst().source())
                .isEqualTo("../of-a-bundle-test");
        assertThat(directory.resolve("../of-a-bundle-test")).doesNotExist();
    }

    @Test
    void whatIsNoBundleIsSaidToBeNone() throws IOException {
        Files.writeString(file(), "hello\n");

        assertThatThrownBy(this::read)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("is no bundle");
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aDamagedBundleIsReadAsFarAsItGoes(int seed) throws IOException {
        new BundleFile(file().toString()).write(texts(), Redaction.ofSecrets());
        var bytes = Files.readAllBytes(file());
        var random = new Random(seed);
        for (var i = 0; i < 1 + seed / 6; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        Files.write(file(), bytes);
        try {
            var diagnosis = read();
            assertThat(diagnosis.read().size() + diagnosis.unread().size()).isPositive();
        } catch (ProblemException e) {
            assertThat(e).hasMessageContaining("is no bundle");
        }
    }
}
