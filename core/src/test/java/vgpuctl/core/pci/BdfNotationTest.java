package vgpuctl.core.pci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BdfNotationTest {

    /** The grammar of the notations, in the words of a regular expression. */
    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "(?:[0-9a-f]{1,8}:)?[0-9a-f]{1,2}:[01]?[0-9a-f]\\.[0-7]"
                            + "|pci_[0-9a-f]{4,8}_[0-9a-f]{2}_[01][0-9a-f]_[0-7]");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "82:00.0",
                "0000:82:00.0",
                "00000000:82:00.0",
                " 0:82:0.0 ",
                "pci_0000_82_00_0"
            })
    void everyNotationNamesTheSameFunction(String text) {
        assertThat(Bdf.parse(text)).contains(new Bdf(0, 0x82, 0, 0));
    }

    @Test
    void upperCaseAndLongDomainsAreRead() {
        assertThat(Bdf.parse("10000:E1:1F.7")).contains(new Bdf(0x10000, 0xe1, 0x1f, 7));
        assertThat(Bdf.parse("FFFFFFFF:00:00.0")).contains(new Bdf(0xffff_ffffL, 0, 0, 0));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void exactlyWhatTheGrammarAllowsIsRead(long seed) {
        var random = new Random(seed);
        for (var round = 0; round < 5000; round++) {
            var text = damaged(random, random.nextBoolean() ? "0000:82:1f.0" : "pci_0000_82_1f_0");
            assertThat(Bdf.parse(text).isPresent())
                    .as(text)
                    .isEqualTo(GRAMMAR.matcher(text.strip()).matches());
        }
    }

    private static String damaged(Random random, String address) {
        var text = new StringBuilder(address);
        for (var hit = random.nextInt(3); hit >= 0; hit--) {
            var at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, "0789afg:._-+ ".charAt(random.nextInt(13)));
                default -> text.insert(at, "0789afg:._-+ ".charAt(random.nextInt(13)));
            }
        }
        return text.toString();
    }
}
