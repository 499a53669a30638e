package vgpuctl.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

    @ParameterizedTest(name = "{0} MiB are {1}")
    @CsvSource({
        "0, 0 MB",
        "512, 512 MB",
        "1024, 1 GB",
        "24576, 24 GB",
        "23040, 22 GB 512 MB",
        "5712, 5 GB 592 MB",
        "96246, 93 GB 1014 MB",
        "144384, 141 GB"
    })
    void memoryIsExact(long mib, String words) {
        assertThat(Units.memory(mib)).isEqualTo(words);
    }

    @ParameterizedTest(name = "{0} MiB are called {1}")
    @CsvSource({
        "512, 512 MB",
        "24576, 24 GB",
        "96246, 94 GB",
        "48128, 47 GB",
        "24672, 24 GB",
        "5712, 5 GB 592 MB"
    })
    void nominalMemoryIsWhatTheNameOfATypeSays(long mib, String words) {
        assertThat(Units.nominalMemory(mib)).isEqualTo(words);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.35S, 350 ms",
        "PT12.9S, 12 s",
        "PT3M, 3 min",
        "PT3M20S, 3 min 20 s",
        "PT1H59S, 1 h",
        "PT2H5M, 2 h 5 min",
        "PT75H, 3 d 3 h"
    })
    void aTimeIsGivenInItsTwoLargestUnits(Duration time, String words) {
        assertThat(Units.time(time)).isEqualTo(words);
    }

    @Test
    void oneIsSingular() {
        assertThat(Units.count(1, "vGPU")).isEqualTo("1 vGPU");
        assertThat(Units.count(0, "vGPU")).isEqualTo("0 vGPUs");
    }

    @Test
    void digitsDoNotDependOnTheLocale() {
        var usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(Units.memory(23040)).isEqualTo("22 GB 512 MB");
            assertThat(new Table(Column.right("N")).row("16").render(TestScreens.pipe()))
                    .isEqualTo(" N\n16\n");
        } finally {
            Locale.setDefault(usual);
        }
    }
}
