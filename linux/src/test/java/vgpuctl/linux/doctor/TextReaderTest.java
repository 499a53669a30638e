package vgpuctl.linux.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vgpuctl.core.doctor.Diagnosis;
import vgpuctl.core.doctor.Evidence;
import vgpuctl.core.doctor.Source;
import vgpuctl.core.doctor.TextKind;
import vgpuctl.core.doctor.rule.Rules;

/** Logs as they come: large, packed, in other encodings, broken. */
class TextReaderTest {

    private static final Path CORPUS =
            Path.of("").toAbsolutePath().resolve("../../shared/corpus").normalize();

    private static final String FOUND = "Überraschung: No devices were found\n";

    private static Diagnosis read(byte... bytes) {
        return read(new ByteArrayInputStream(bytes));
    }

    private static Diagnosis read(InputStream in) {
        var examination = Rules.examination();
        new TextReader(examination).read("it", in);
        return examination.diagnosis();
    }

    private static void findsIt(Diagnosis diagnosis, long line) {
        assertThat(diagnosis.findings()).hasSize(1);
        assertThat(diagnosis.findings().getFirst().rule().id()).isEqualTo("no-devices-found");
        assertThat(diagnosis.findings().getFirst().evidence().getFirst().line()).isEqualTo(line);
    }

    @Test
    void everyEncodingIsRead() {
        findsIt(read(FOUND.getBytes(UTF_8)), 1);
        findsIt(read(FOUND.getBytes(ISO_8859_1)), 1);
        findsIt(read(FOUND.getBytes(UTF_16)), 1);
        findsIt(read(("\ufeff" + FOUND).getBytes(UTF_16LE)), 1);
        assertThat(read(new byte[0]).findings()).isEmpty();
    }

    @Test
    void aPackedLogIsUnpacked() throws IOException {
        findsIt(read(packed(FOUND)), 1);
    }

    private static byte[] packed(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void aPackedLogThatIsCutOffIsSaidToBe() throws IOException {
        var packed = packed(FOUND.repeat(1000));

        var diagnosis = read(Arrays.copyOf(packed, packed.length - 20));

        assertThat(diagnosis.unread().getFirst().why()).startsWith("not read to its end");
    }

    @Test
    void linesAreCountedThroughAllPieces() {
        findsIt(read(("line\n".repeat(300_000) + FOUND).getBytes(UTF_8)), 300_001);
    }

    @Test
    void whatStandsInALongLogIsFoundAsInOnePieceAndInItsOrder() {
        var random = new Random(1);
        var lines =
                List.of(
                        "all is well\n".repeat(50),
                        "No devices were found\n",
                        "box app[1]: error: never heard of 1\n",
                        "nvidia 0000:41:00.0: not enough MMIO resources for SR-IOV\n",
                        "größer\r\n");
        var log = new StringBuilder();
        while (log.length() < 3 << 20) {
            log.append(lines.get(random.nextInt(lines.size())));
        }
        var text = log.append("No devices were found").toString();
        var whole = Rules.examination();
        whole.read(new Source("it", TextKind.of(text)), text);
        var diagnosis = read(text.getBytes(UTF_8));

        assertThat(diagnosis.read()).isEqualTo(whole.diagnosis().read());
        assertThat(places(diagnosis)).hasSizeGreaterThan(2).isEqualTo(places(whole.diagnosis()));
    }

    private static List<String> places(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .map(found ->
                        found.rule().id()
                                + found.times()
                                + found.evidence().stream().map(Evidence::line).toList())
                .toList();
    }

    @Test
    void whatCameBeforeReadingFailedCounts() {
        var before = new ByteArrayInputStream((FOUND + "line\n".repeat(300_000)).getBytes(UTF_8));
        var diagnosis = read(new SequenceInputStream(before, new Failing()));

        findsIt(diagnosis, 1);
        assertThat(diagnosis.unread().getFirst().why()).contains("the disk is gone");
    }

    private static final class Failing extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("the disk is gone");
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            throw new IOException("the disk is gone");
        }
    }

    /** Of a size that would not fit into memory, were it kept. */
    @Test
    void aLogLargerThanMemoryIsReadPieceByPiece() {
        var most = Runtime.getRuntime().maxMemory();
        var size = Math.min(most / 2, 400L << 20);
        var before = used();

        findsIt(read(new Endless(size)), size / Endless.LINE.length + 1);

        assertThat(used() - before).isLessThan(64L << 20);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** One line without end, without a line break in it. */
    @Test
    void aLineOfMegabytesIsOneLine() {
        var diagnosis = read(("x".repeat(3 << 20) + "\n" + FOUND).getBytes(UTF_8));

        findsIt(diagnosis, 2);
        assertThat(diagnosis.read().getFirst().lines()).isEqualTo(2);
    }

    @Test
    void whatATextIsIsToldByWhatStandsInIt() {
        assertThat(kind("Mar 03 10:11:12 box kernel: hello\n")).isEqualTo(TextKind.JOURNAL);
        assertThat(kind("[    4.000001] nvidia: hello\n")).isEqualTo(TextKind.KERNEL_LOG);
        assertThat(kind("41:00.0 3D controller: NVIDIA\n")).isEqualTo(TextKind.PCI_DEVICES);
        assertThat(kind("==============NVSMI LOG==============\n"))
                .isEqualTo(TextKind.NVIDIA_SMI_Q);
        assertThat(kind("qemu-kvm: -device vfio-pci,id=a: no\n")).isEqualTo(TextKind.QEMU_LOG);
        assertThat(kind("error: no domain\n")).isEqualTo(TextKind.COMMAND);
        assertThat(kind("<domain type='kvm'>\n")).isEqualTo(TextKind.DOMAIN_XML);
        assertThat(kind("Once upon a time\n")).isEqualTo(TextKind.OTHER);
    }

    private static TextKind kind(String text) {
        return read(text.getBytes(UTF_8)).read().getFirst().source().kind();
    }

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void rubbishOfAnyKindIsReadToItsEnd(int seed) {
        var random = new Random(seed);
        var bytes = new byte[random.nextInt(700_000)];
        random.nextBytes(bytes);

        assertThat(read(bytes).read().size() + read(bytes).unread().size()).isPositive();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aDamagedCaptureIsReadLikeAnyOther(int seed) throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the captures of real hosts are not there");
        var random = new Random(seed);
        for (var file : captures()) {
            var bytes = Files.readAllBytes(file);
            var damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            for (var i = 0; i < damaged.length / 50; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            var diagnosis = read(damaged);
            assertThat(diagnosis.read().size() + diagnosis.unread().size()).isPositive();
        }
    }

    private static List<Path> captures() throws IOException {
        try (var files = Files.walk(CORPUS)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The same line over and over, and one more at the end. */
    private static final class Endless extends InputStream {

        private static final byte[] LINE =
                "Mar 03 10:11:12 box nvidia-vgpu-mgr[1]: notice: vmiop_log: all is well\n"
                        .getBytes(UTF_8);

        private final byte[] end = FOUND.getBytes(UTF_8);
        private final long size;
        private long at;

        private Endless(long size) {
            this.size = size / LINE.length * LINE.length;
        }

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) {
            var last = at >= size;
            var part = last ? end : LINE;
            var place = (int) (last ? at - size : at % LINE.length);
            var count = Math.min(length, part.length - place);
            System.arraycopy(part, place, to, from, Math.max(0, count));
            at += Math.max(0, count);
            return count <= 0 ? -1 : count;
        }
    }
}
