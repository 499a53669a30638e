package vgpuctl.linux.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainXmlTest {

    private static final String DOMAIN =
            """
            <!--
            WARNING: THIS IS AN AUTO-GENERATED FILE.
            -->

            <domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
              <name>desk &amp; chair</name>
              <uuid>c4a1f0de-9a3b-4c55-8e63-0f2b7c9d1e42</uuid>
              <metadata>
                <app:devices xmlns:app="urn:example:inventory"><app:hostdev type='x'/></app:devices>
                <devices xmlns="urn:example:other"><hostdev type='mdev'/></devices>
              </metadata>
              <devices>
                <hostdev mode='subsystem' type='mdev' display="on" >
                  <source><address uuid='334855e2-079b-11ee-9fc9-83e0dccb6713'/></source>
                </hostdev>
              </devices>
              <qemu:commandline><qemu:arg value='a &lt; b'/></qemu:commandline>
            </domain>
            """;

    private static final Set<String> WITH_TEXT = Set.of("name", "uuid");

    @Test
    void whatLibvirtWritesIsPlain() {
        assertThat(steps(new PlainXml(DOMAIN)))
                .isEqualTo(steps(new AnyXml(DOMAIN)))
                .contains(
                        "text desk & chair",
                        "START arg in http://libvirt.org/schemas/domain/qemu/1.0 [a < b]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version='1.0'?><a/>",
                "<!DOCTYPE a><a/>",
                "<a><![CDATA[x]]></a>",
                "<a>&#65;</a>",
                "<a>&b;</a>",
                "<a b='1' b='2'/>",
                "<a><b></a></b>",
                "<a/><b/>",
                "<a/>x",
                "<a",
                "<a b='<'/>",
                "<a b=1/>",
                "<a b='1'c='2'/>",
                "<a:b/>",
                "<a xmlns:b=''/>",
                "<a>]]></a>",
                "<a><!-- -- --></a>",
                "",
            })
    void theRestIsLeftToTheOtherParser(String xml) {
        assertThatExceptionOfType(PlainXml.NotPlain.class)
                .isThrownBy(() -> steps(new PlainXml(xml)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsTakenIsTakenTheSameWayByTheOtherParser(long seed) {
        var random = new Random(seed);
        var taken = 0;
        for (var round = 0; round < 3000; round++) {
            var damaged = damaged(random);
            try {
                var steps = steps(new PlainXml(damaged));
                assertThat(steps).as(damaged).isEqualTo(steps(new AnyXml(damaged)));
                taken++;
            } catch (PlainXml.NotPlain notPlain) {
                // The other parser says what is wrong, or takes it.
            }
        }
        assertThat(taken).isGreaterThan(300);
    }

    private static List<String> steps(XmlCursor xml) {
        var steps = new ArrayList<String>();
        for (var step = xml.next(); step != XmlCursor.Step.FINISH; step = xml.next()) {
            if (step == XmlCursor.Step.START) {
                steps.add("START " + xml.name() + " in " + xml.namespace() + " " + values(xml));
                if (WITH_TEXT.contains(xml.name())) {
                    steps.add("text " + xml.text());
                }
            } else if (step != XmlCursor.Step.OTHER) {
                steps.add(step + " at " + xml.line());
            }
        }
        return steps;
    }

    private static List<String> values(XmlCursor xml) {
        var values = new ArrayList<String>();
        for (var name : List.of("type", "mode", "display", "uuid", "value")) {
            xml.attribute(name).ifPresent(values::add);
        }
        return values;
    }

    private static String damaged(Random random) {
        var text = new StringBuilder(DOMAIN);
        for (var hit = random.nextInt(3); hit >= 0; hit--) {
            var at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 ->
                        text.setCharAt(
                                at, "<>&'\"/ :=-!?;x\n\t\r\0\ud800é".charAt(random.nextInt(20)));
                case 1 ->
                        text.insert(
                                at, "<>&'\"/ :=-!?;x\n\t\r\0\ud800é".charAt(random.nextInt(20)));
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }
}
