package vgpuctl.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.type.TypeName;

class ClaimTest {

    private static final VgpuRecord RECORD =
            new VgpuRecord(
                    UUID.fromString("3eb9d560-0b31-11ee-91a9-bb28039c61eb"),
                    "desk",
                    new DeviceName("0000:82:00.0"),
                    new TypeName("GRID P40-12C"),
                    Claim.of(Optional.of("web-1"), Optional.of("team a")),
                    Optional.empty());

    @Test
    void eachChangeOfHandsIsCountedAndNoOther() {
        var claim = Claim.NONE.forVm(Optional.of("web-1"));
        assertThat(claim.generation()).isEqualTo(1);
        assertThat(claim.forVm(Optional.of("web-1"))).isEqualTo(claim);
        var given = claim.ownedBy(Optional.of("team a"));
        assertThat(given).isEqualTo(new Claim(Optional.of("web-1"), Optional.of("team a"), 2));
        assertThat(given.ownedBy(Optional.empty()).forVm(Optional.empty()))
                .isEqualTo(new Claim(Optional.empty(), Optional.empty(), 4));
    }

    @Test
    void itIsReadAsItWasWritten() {
        assertThat(VgpuRecordText.read(VgpuRecordText.write(RECORD))).contains(RECORD);
    }

    @Test
    void aClaimWithoutACountIsAClaim() {
        var text = VgpuRecordText.write(RECORD).replace("\"generation\": 2", "\"generation\": 0");
        var read = VgpuRecordText.read(text).orElseThrow();
        assertThat(VgpuRecordText.read(VgpuRecordText.write(read))).contains(read);
        assertThat(read.claim().owner()).contains("team a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"web-1\"", "3", "[]", "null"})
    void aRecordWithAClaimThatCannotBeReadIsUnreadable(String claim) {
        var text = VgpuRecordText.write(RECORD);
        var from = text.indexOf("\"claim\": ") + "\"claim\": ".length();
        var torn = text.substring(0, from) + claim + text.substring(text.indexOf('}', from) + 1);
        assertThat(VgpuRecordText.read(torn)).isEmpty();
    }
}
