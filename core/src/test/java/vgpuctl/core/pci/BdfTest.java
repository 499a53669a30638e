package vgpuctl.core.pci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BdfTest {

    private static final Bdf CARD = new Bdf(0, 0x82, 0, 0);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "82:00.0",
                "0000:82:00.0",
                "00000000:82:00.0",
                "pci_0000_82_00_0",
                "PCI_0000_82_00_0",
                " 0000:82:00.0\n",
                "0:82:0.0"
            })
    void everyNotationInUseIsRead(String text) {
        assertThat(Bdf.parse(text)).hasValue(CARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "82",
                "82:00",
                "82:00.8",
                "82:20.0",
                "182:00.0",
                "0000:82:00.0.0",
                "000000000:82:00.0",
                "0000:82:00:0",
                "pci_0000_82_00",
                "-1:82:00.0",
                "82:00.0/..",
                "٨٢:00.0"
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(Bdf.parse(text)).isEmpty();
    }

    @Test
    void aDomainMayHaveMoreThanFourDigits() {
        assertThat(Bdf.parse("10000:01:00.0")).hasValue(new Bdf(0x10000, 1, 0, 0));
        assertThat(new Bdf(0x10000, 1, 0, 0)).hasToString("10000:01:00.0");
    }

    private static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsPrintedIsReadBack(long seed) {
        var random = new Random(seed);
        var domain = seed % 3 == 0 ? random.nextLong(1L << 32) : random.nextLong(1L << 16);
        var address = new Bdf(domain, random.nextInt(256), random.nextInt(32), random.nextInt(8));
        assertThat(Bdf.parse(address.toString())).hasValue(address);
        assertThat(Bdf.parse(address.libvirtName())).hasValue(address);
        assertThat(Bdf.parse(address.toString().toUpperCase(Locale.ROOT))).hasValue(address);
    }
}
