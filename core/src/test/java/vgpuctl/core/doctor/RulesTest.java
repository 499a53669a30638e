package vgpuctl.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vgpuctl.core.doctor.rule.Rules;

/** Each rule on a text of its own, made by hand, under {@code resources/doctor}. */
class RulesTest {

    static Stream<Description> rules() {
        return Stream.concat(Rules.all().stream().map(Rule::description), Stream.of(Rules.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleFindsItsOwnText(Description rule) throws IOException {
        var examination = Rules.examination();
        examination.read(new Source(name(rule), TextKind.OTHER), fixture(rule));

        var first = examination.diagnosis().findings().getFirst();

        assertThat(first.rule().id()).isEqualTo(rule.id());
        assertThat(first.severity()).isEqualTo(rule.severity());
        assertThat(first.evidence()).isNotEmpty();
    }

    /** What a shim's override file is, its name says. */
    private static String name(Description rule) {
        return rule.id().equals("override-file") ? "/etc/vgpu_unlock/profile_override.toml" : "it";
    }

    @ParameterizedTest
    @MethodSource("rules")
    void nothingIsWorseThanWhatItsTextIsFor(Description rule) throws IOException {
        var examination = Rules.examination();
        examination.read(new Source(name(rule), TextKind.OTHER), fixture(rule));

        assertThat(examination.diagnosis().findings().stream().skip(1))
                .noneMatch(other -> other.severity().isWorseThan(Severity.NOTICE));
    }

    @Test
    void everyRuleSaysWhatIsWrongWhyAndWhatToDo() {
        var ids = new HashSet<String>();
        rules().forEach(rule -> {
            assertThat(ids.add(rule.id())).as(rule.id()).isTrue();
            assertThat(rule.title()).as(rule.id()).isNotBlank().doesNotEndWith(".");
            assertThat(rule.cause()).as(rule.id()).endsWith(".");
            assertThat(rule.fix()).as(rule.id()).endsWith(".");
        });
    }

    @Test
    void whatIsSaidToExplainAFindingIsARule() {
        var ids = rules().map(Description::id).toList();

        assertThat(rules().flatMap(rule -> rule.explainedBy().stream()))
                .extracting(Description.Explanation::rule)
                .isSubsetOf(ids);
    }

    private static String fixture(Description rule) throws IOException {
        var name = "/doctor/" + rule.id() + ".txt";
        try (var in = Objects.requireNonNull(RulesTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
