package vgpuctl.operations.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.plan.Plan;

class JournalTextTest {

    private static final SortedSet<String> SCOPE =
            new TreeSet<>(List.of("the GPU 0000:82:00.0", "the VM x"));
    private static final Plan PLAN = Plan.toFinish(SampleSteps.all(), List.of());
    private static final String HEADER = JournalText.header("vgpuctl remove x", SCOPE, PLAN);

    private static final SortedSet<Integer> NONE = new TreeSet<>();

    private static JournalText.Entry entry(String text) {
        assertThat(JournalText.read(text)).isInstanceOf(Reading.Known.class);
        return JournalText.read(text).orElse(new JournalText.Entry("", SCOPE, PLAN, -1, NONE));
    }

    @Test
    void whatWasTakenBackIsNotTakenBackAgain() {
        var taken = HEADER + JournalText.taking(0) + JournalText.taking(1);
        assertThat(entry(taken + JournalText.undone(1)).begun())
                .containsExactly(Map.entry(0, PLAN.steps().get(0)));
        assertThat(entry(taken + JournalText.undone(1) + JournalText.undone(0)).begun()).isEmpty();
        assertThat(entry(taken + "{\"taki" + JournalText.undone(1)).begun())
                .containsExactly(Map.entry(0, PLAN.steps().get(0)));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(entry(HEADER))
                .isEqualTo(new JournalText.Entry("vgpuctl remove x", SCOPE, PLAN, 0, NONE));
    }

    @Test
    void theStepsThatWereBegunComeLastFirst() {
        var entry = entry(HEADER + JournalText.taking(0) + JournalText.taking(1));
        assertThat(entry.begun().values())
                .containsExactly(PLAN.steps().get(1), PLAN.steps().get(0));
    }

    /** The line is on the disk before the step is taken: a torn line is a step not taken. */
    @Test
    void aTornLastLineIsAStepNotTaken() {
        var line = JournalText.taking(1);
        for (var length = 0; length < line.length() - 2; length++) {
            var text = HEADER + JournalText.taking(0) + line.substring(0, length);
            assertThat(entry(text).taken()).as("%s characters", length).isEqualTo(1);
        }
    }

    @Test
    void aTornHeaderIsNoJournal() {
        for (var length = 0; length < HEADER.length() - 1; length++) {
            assertThat(JournalText.read(HEADER.substring(0, length)))
                    .as("%s characters", length)
                    .isInstanceOf(Reading.Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"taking\": 99}\n",
                "{\"taking\": 2147483647}\n",
                "{\"taking\": 4294967295}\n",
                "{\"taking\": 9223372036854775806}\n"
            })
    void aStepThatThePlanDoesNotHaveIsNoJournal(String line) {
        assertThat(JournalText.read(HEADER + line)).isInstanceOf(Reading.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\0\0\0\0", "{\"taking\": -7}\n", "{\"taking\": \"1\"}\n", "[]\n", "null\n"})
    void garbledLinesTakeNoStep(String line) {
        assertThat(entry(HEADER + line).taken()).isZero();
    }

    @Test
    void aStepOfALaterVersionIsNoJournal() {
        assertThat(JournalText.read(HEADER.replace("create-mdev", "create-function")))
                .isInstanceOf(Reading.Unknown.class);
        assertThat(JournalText.read(HEADER.replace("FINISH", "LEAVE")))
                .isInstanceOf(Reading.Unknown.class);
    }
}
