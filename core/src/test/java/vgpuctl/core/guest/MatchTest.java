package vgpuctl.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.core.catalogue.Catalogue;

class MatchTest {

    @ParameterizedTest
    @CsvSource({
        // of Linux and of Windows
        "550.54.16, 550.54.15, SAME_BRANCH",
        "550.54.16, 553.24, SAME_BRANCH",
        "550.54.16, 535.161.08, PREVIOUS_BRANCH",
        "550.54.16, 538.33, PREVIOUS_BRANCH",
        "525.60.12, 528.24, SAME_BRANCH",
        "550.54.16, 525.60.13, TOO_OLD",
        "535.161.05, 582.42, TOO_NEW",
        "550.54.16, 570.86.15, TOO_NEW",
        // of no branch of the vGPU software
        "550.54.16, 560.35.03, UNKNOWN",
        "590.10, 580.65.06, UNKNOWN",
        "550.54.16, 390.157, UNKNOWN",
        "550.54.16, nonsense, UNKNOWN",
        "550.54.16, 99999999999.1, UNKNOWN",
    })
    void aGuestGoesWithItsHostByTheirBranches(String host, String guest, Match match) {
        assertThat(Match.of(Catalogue.ofProject().branches(), host, guest)).isEqualTo(match);
    }
}
