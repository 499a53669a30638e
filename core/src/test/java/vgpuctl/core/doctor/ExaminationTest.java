package vgpuctl.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vgpuctl.core.doctor.rule.Rules;

/** How lines are found, counted, folded and left alone. */
class ExaminationTest {

    private static final Source LOG = new Source("log", TextKind.JOURNAL);
    private static final String ADVICE =
            "Verify all devices in group 7 are bound to vfio-<bus> or pci-stub and not already in"
                    + " use\n";

    private static final String UUID = "0b1e57a0-1111-4222-8333-444455556666";
    private static final String OTHER = "0b1e57a0-1111-4222-8333-777788889999";

    private static Diagnosis read(String... texts) {
        var examination = Rules.examination();
        for (var i = 0; i < texts.length; i++) {
            examination.read(new Source("text " + i, TextKind.of(texts[i])), texts[i]);
        }
        return examination.diagnosis();
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(found -> found.rule().id()).toList();
    }

    @Test
    void nothingWrongIsNothingFound() {
        var diagnosis =
                read(
                        """
                        Active: inactive (dead) since Sat 2023-06-10 00:14:29 CST; 1s ago
                        Main PID: 3819 (code=exited, status=0/SUCCESS)
                        box nvidia-vgpud[3839]: vGPU types: 613
                        box nvidia-vgpud[3839]: Shutdown (3839)
                        box systemd[1]: nvidia-vgpud.service: Deactivated successfully.
                        """);
        assertThat(diagnosis.findings()).isEmpty();
        assertThat(diagnosis.read().getFirst().lines()).isEqualTo(5);
    }

    @Test
    void whatCouldNotBeReadIsKept() {
        var examination = Rules.examination();
        examination.unread("dmesg", "Operation not permitted");

        assertThat(examination.diagnosis().unread())
                .containsExactly(new Unread("dmesg", "Operation not permitted"));
    }

    @Test
    void aLineIsQuotedWithItsNumberAndWithoutItsEnd() {
        var evidence =
                read("one\r\ntwo\r\nNo devices were found\r\n").findings().getFirst().evidence();

        assertThat(evidence).containsExactly(new Evidence("text 0", 3, "No devices were found"));
    }

    @Test
    void aThousandLinesAreTheFirstTheLastAndANumber() {
        var line = "kernel: [nvidia-vgpu-vfio] " + UUID + ": start failed. status: 0x0\n";

        var found = read(line.repeat(1000)).findings().getFirst();

        assertThat(found.times()).isEqualTo(1000);
        assertThat(found.evidence()).extracting(Evidence::line).containsExactly(1L, 2L, 3L, 1000L);
    }

    @Test
    void qemusAdviceStandsUnderTheManagersReason() {
        var diagnosis =
                read(
                        "qemu: vfio %s: error getting device from group 7: Input/output error\n"
                                        .formatted(UUID)
                                + ADVICE,
                        "nvidia-vgpu-mgr[9]: notice: vmiop_env_log: (0x1): Received start call from"
                                + " nvidia-vgpu-vfio module: mdev uuid "
                                + UUID
                                + "\nnvidia-vgpu-mgr[9]: error: vmiop_log: (0x1): init_device_instance"
                                + " failed for inst 1 with error 1 (multiple vGPUs in a VM not"
                                + " supported)\n");

        assertThat(ids(diagnosis.findings())).containsExactly("multiple-vgpus-in-vm");
        var cause = diagnosis.findings().getFirst();
        assertThat(cause.about()).isEqualTo(UUID);
        assertThat(ids(cause.explains())).containsExactly("qemu-group-error");
        assertThat(ids(cause.explains().getFirst().explains()))
                .containsExactly("qemu-group-advice");
    }

    @Test
    void qemusAdviceIsOverWithTheRefusalThatItWasGivenFor() {
        var refusals =
                "qemu: vfio %s: error getting device from group 7: Input/output error\n"
                                .formatted(UUID)
                        + ADVICE
                        + "qemu: vfio %s: error getting device from group 8: Input/output error\n"
                                .formatted(OTHER)
                        + ADVICE.replace('7', '8');

        var diagnosis =
                read(refusals, "facts of this host\nmdev in use by a running VM: " + UUID + "\n");

        assertThat(diagnosis.findings())
                .filteredOn(finding -> finding.severity() != Severity.NOTICE)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.about()).isEqualTo(OTHER);
                    assertThat(finding.explains())
                            .extracting(Finding::about)
                            .containsExactly(OTHER);
                });
    }

    @Test
    void aStartThatFailedWithAnotherConfigurationIsOver() {
        var failed = "kernel: [nvidia-vgpu-vfio] " + UUID + ": start failed. status: 0x0\n";
        var facts = "facts of this host\nmdev of a VM not started since it was configured: ";

        assertThat(read(failed, facts + UUID + "\n").hasSomethingToDo()).isFalse();
        assertThat(read(failed, facts + OTHER + "\n").hasSomethingToDo()).isTrue();
    }

    @Test
    void aFailureIsExplainedByTheOneOfTheSameDevice() {
        var started = "[nvidia-vgpu-vfio] %s: start failed. status: 0x0\n";
        var refused = "vfio %s: error getting device from group 7: Input/output error\n";

        var diagnosis =
                read(
                        started.formatted(UUID) + started.formatted(OTHER),
                        refused.formatted(OTHER) + refused.formatted(UUID));

        assertThat(diagnosis.findings()).hasSize(2);
        assertThat(diagnosis.findings())
                .allSatisfy(cause ->
                        assertThat(cause.explains())
                                .extracting(Finding::about)
                                .containsExactly(cause.about()));
    }

    @Test
    void aLicenceIsJudgedByTheLastLine() {
        var missing = "vm nvidia-gridd[1]: Requested feature was not found.\n";
        var acquired = "vm nvidia-gridd[1]: License acquired successfully.\n";

        assertThat(read(missing + acquired).hasSomethingToDo()).isFalse();
        assertThat(read(missing + acquired + missing).hasSomethingToDo()).isTrue();
        assertThat(read(acquired, missing).hasSomethingToDo()).isTrue();
    }

    @Test
    void eachVmHasItsOwnLastWordOnItsLicence() {
        var state = "nvidia-vgpu-mgr[%d]: notice: vmiop_log: (0x0): vGPU license state: %s\n";

        var diagnosis =
                read(
                        state.formatted(1, "Unlicensed (Restricted)")
                                + state.formatted(2, "Unlicensed (Restricted)")
                                + state.formatted(2, "Licensed"));

        assertThat(diagnosis.findings()).hasSize(1);
        assertThat(diagnosis.findings().getFirst().evidence().getFirst().line()).isEqualTo(1);
    }

    @Test
    void anErrorThatNoRuleKnowsIsShownWithItsNeighbours() {
        var found = read("before\nerror: never heard of\nafter\n").findings().getFirst();

        assertThat(found.rule()).isEqualTo(Rules.UNKNOWN);
        assertThat(found.evidence())
                .extracting(Evidence::text)
                .containsExactly("before", "error: never heard of", "after");
    }

    @Test
    void whatAnotherProgramComplainsAboutIsANoticeOnly() {
        assertThat(read("Mar 03 10:11:12 box snapd[5]: error: cannot refresh\n").hasSomethingToDo())
                .isFalse();
    }

    @Test
    void aVeryLongLineIsQuotedAroundTheWords() {
        var line = "x".repeat(1 << 20) + "No devices were found" + "y".repeat(1 << 20);

        var text = read(line).findings().getFirst().evidence().getFirst().text();

        assertThat(text).hasSizeLessThanOrEqualTo(4096).contains("No devices were found");
    }

    @Test
    void aLogWithThousandsOfDevicesStaysSmall() {
        var log = new StringBuilder();
        for (var i = 0; i < 5000; i++) {
            log.append(
                    "[nvidia-vgpu-vfio] %08x-1111-4222-8333-444455556666: start failed. status: 0x0\n"
                            .formatted(i));
        }
        assertThat(read(log.toString()).findings()).hasSizeLessThan(40);
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    /** However a log is cut into pieces at line ends, the same is found in the same lines. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void piecesMakeNoDifference(int seed) {
        var random = new Random(seed);
        var bytes = log(random).getBytes(StandardCharsets.UTF_8);
        var whole = Rules.examination();
        var open = whole.begin(LOG);
        open.feed(bytes, 0, bytes.length);
        open.end();
        var pieces = Rules.examination();
        var fed = pieces.begin(LOG);
        for (var from = 0; from < bytes.length; ) {
            var to = Math.min(bytes.length, from + 1 + random.nextInt(400));
            while (to < bytes.length && bytes[to - 1] != '\n') {
                to++;
            }
            var piece = Arrays.copyOfRange(bytes, from, to);
            fed.feed(piece, 0, piece.length);
            from = to;
        }
        fed.end();

        assertThat(places(pieces.diagnosis())).isEqualTo(places(whole.diagnosis()));
    }

    private static List<String> places(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .map(found ->
                        found.rule().id()
                                + found.times()
                                + found.evidence().stream().map(Evidence::line).toList())
                .filter(text -> !text.startsWith("unknown"))
                .toList();
    }

    private static String log(Random random) {
        var lines =
                List.of(
                        "all is well",
                        "No devices were found",
                        "",
                        "error: never heard of",
                        "nvidia 0000:41:00.0: not enough MMIO resources for SR-IOV",
                        "\0\0\0",
                        "[nvidia-vgpu-vfio] " + UUID + ": start failed. status: 0x0");
        var text = new StringBuilder();
        for (var i = 0; i < 100; i++) {
            text.append(lines.get(random.nextInt(lines.size()))).append('\n');
        }
        return text.toString();
    }

    /** Every needle is found wherever it stands, and nothing else is. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsFoundIsWhatAPlainSearchFinds(int seed) {
        var random = new Random(seed);
        var words = IntStream.range(0, 40).mapToObj(_ -> word(random)).distinct().toList();
        var text = new StringBuilder();
        for (var i = 0; i < 300; i++) {
            text.append(random.nextInt(3) == 0 ? words.get(random.nextInt(words.size())) : "ab ");
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        var needles = new Needles(words);
        var search = needles.new Search(bytes, 0, bytes.length);
        var found = new TreeSet<String>();
        for (var number = search.next(); number >= 0; number = search.next()) {
            found.add(search.start() + " " + words.get(number));
        }

        var expected = new TreeSet<String>();
        for (var word : words) {
            for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                expected.add(at + " " + word);
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    private static String word(Random random) {
        var word = new StringBuilder();
        for (var i = Needles.LEAST + random.nextInt(6); i > 0; i--) {
            word.append("ab :".charAt(random.nextInt(4)));
        }
        return word.toString();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void rubbishIsReadWithoutAFuss(int seed) {
        var random = new Random(seed);
        var bytes = new byte[20_000];
        random.nextBytes(bytes);
        var words = log(random).getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < 20; i++) {
            var from = random.nextInt(words.length - 100);
            System.arraycopy(words, from, bytes, random.nextInt(bytes.length - 100), 100);
        }
        var examination = Rules.examination();
        var open = examination.begin(LOG);
        open.feed(bytes, 0, bytes.length);
        open.end();

        assertThat(examination.diagnosis().read()).hasSize(1);
    }
}
