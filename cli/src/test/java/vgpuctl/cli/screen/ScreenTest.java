package vgpuctl.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {

    private static final Map<String, String> XTERM = Map.of("TERM", "xterm", "LANG", "C.UTF-8");

    @Test
    void aTerminalHasColours() {
        assertThat(Screen.of(XTERM, true)).isEqualTo(new Screen(80, true, true, true));
    }

    @Test
    void aPipeHasNone() {
        assertThat(Screen.of(XTERM, false).colours()).isFalse();
    }

    @ParameterizedTest(name = "TERM={0} NO_COLOR={1}: {2}")
    @CsvSource({"xterm, '', true", "xterm, 1, false", "dumb, '', false"})
    void coloursAreLeftOutWhereTheEnvironmentSaysSo(String term, String noColor, boolean colours) {
        var environment = Map.of("TERM", term, "NO_COLOR", noColor);

        assertThat(Screen.of(environment, true).colours()).isEqualTo(colours);
    }

    @Test
    void aTerminalWithoutANameHasNoColours() {
        assertThat(Screen.of(Map.of(), true).colours()).isFalse();
    }

    @ParameterizedTest(name = "COLUMNS={0}: {1}")
    @CsvSource({
        "'', 80",
        "132, 132",
        "0, 80",
        "-5, 80",
        "wide, 80",
        "3, 20",
        "9999, 1000",
        "12345, 80",
        "١٢٠, 80"
    })
    void theWidthIsTakenFromTheEnvironmentWhereItMakesSense(String columns, int width) {
        assertThat(Screen.of(Map.of("COLUMNS", columns), true).width()).isEqualTo(width);
    }

    @ParameterizedTest(name = "LC_ALL={0} LANG={1}: {2}")
    @CsvSource({
        "'', en_GB.UTF-8, true",
        "'', C, false",
        "C, en_GB.UTF-8, false",
        "de_DE.utf8, C, true",
        "'', '', false"
    })
    void charactersBeyondAsciiAreShownWhereTheLocaleHasThem(
            String all, String lang, boolean unicode) {
        assertThat(Screen.of(Map.of("LC_ALL", all, "LANG", lang), true).unicode())
                .isEqualTo(unicode);
    }

    @Test
    void aTextIsPaintedOnlyWhereThereAreColours() {
        var screen = Screen.of(XTERM, true);

        assertThat(screen.paint(Tone.WARNING, "busy")).isEqualTo("\u001b[33mbusy\u001b[0m");
        assertThat(screen.paint(Tone.PLAIN, "busy")).isEqualTo("busy");
        assertThat(screen.withoutColours().paint(Tone.WARNING, "busy")).isEqualTo("busy");
    }
}
