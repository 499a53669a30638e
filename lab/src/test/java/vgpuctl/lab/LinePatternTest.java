package vgpuctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinePatternTest {

    private static final String ID = "0a1b2c3d-0000-4000-8000-00000000000f";

    @Test
    void textMatchesItselfOnly() {
        assertThat(matches("[exit] (a|b).*", "[exit] (a|b).*")).isTrue();
        assertThat(matches("a.c", "abc")).isFalse();
    }

    @Test
    void kindsMatchWhatVaries() {
        assertThat(matches("<uuid> has <number> MiB, <any>", ID + " has 12.5 MiB, and more"))
                .isTrue();
        assertThat(matches("<date>T<time>Z", "2026-01-31T10:34:48.310779Z")).isTrue();
        assertThat(
                        matches(
                                "mdev_<uuid_>_0000_82_00_0",
                                "mdev_" + ID.replace('-', '_') + "_0000_82_00_0"))
                .isTrue();
        assertThat(matches("<uuid>", "not one")).isFalse();
    }

    @Test
    void namedKindsCatch() {
        assertThat(
                        LinePattern.of("<uuid:first> <number> <word:type>", Captures.NONE)
                                .match(ID + " 3 a-b"))
                .contains(Map.of("first", ID, "type", "a-b"));
    }

    @Test
    void referencesStandForWhatWasCaught() {
        var captures = new Captures(Map.of("first", "a.b"));
        assertThat(LinePattern.of("is {first}", captures).match("is a.b")).isPresent();
        assertThat(LinePattern.of("is {first}", captures).match("is a-b")).isEmpty();
    }

    @Test
    void bracesAroundOtherThingsAreText() {
        assertThat(matches("{\"a\": {b}}", "{\"a\": {b}}")).isTrue();
    }

    @Test
    void aBackslashMakesAPatternText() {
        assertThat(matches("\\<uuid>x</uuid>", "<uuid>x</uuid>")).isTrue();
        assertThat(matches("C:\\dir", "C:\\dir")).isTrue();
    }

    @Test
    void verbatimMatchesExactlyThatText_seed7() {
        var parts =
                List.of(
                        "<uuid>",
                        "{a}",
                        "\\",
                        "#",
                        "$ ",
                        "lab$ ",
                        "…",
                        "reboot",
                        "[exit 1]",
                        "> ",
                        "x",
                        "<any:n>",
                        " ");
        var random = new Random(7);
        for (var round = 0; round < 2000; round++) {
            var text = new StringBuilder();
            for (var part = random.nextInt(5); part >= 0; part--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            var verbatim = LinePattern.verbatim(text.toString());
            assertThat(matches(verbatim, text.toString())).as(verbatim).isTrue();
            assertThat(matches(verbatim, text + "x")).as(verbatim).isFalse();
        }
    }

    private static boolean matches(String expected, String actual) {
        return LinePattern.of(expected, Captures.NONE).match(actual).isPresent();
    }
}
