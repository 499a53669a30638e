package vgpuctl.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.catalogue.DriverCard;
import vgpuctl.core.catalogue.DriverDatabase;
import vgpuctl.core.catalogue.DriverType;
import vgpuctl.core.inventory.Reading;

class VgpuConfigXmlTest {

    private static final String WHOLE =
            """
            <?xml version="1.0" encoding="utf-8"?>
            <vgpuconfig>
              <version>1.0</version>
              <globalSettings>
                <homogeneousVgpus>1</homogeneousVgpus>
                <heterogeneousMultiVgpu>FALSE</heterogeneousMultiVgpu>
              </globalSettings>
              <vgpuType id="12" name="GRID X1-4Q" class="Quadro">
                <devId vendorId="0x10de" deviceId="0x1111" subsystemId="0x2222"/>
                <profileSize>0x100000000</profileSize>
                <framebuffer>0xEC000000</framebuffer>
                <numHeads>4</numHeads>
                <display width="7680" height="4320"/>
                <frlConfig>0x3c</frlConfig>
                <cudaEnabled>1</cudaEnabled>
                <eccSupported>0</eccSupported>
                <multiVgpuSupported>1</multiVgpuSupported>
                <multiVgpuExclusive>0</multiVgpuExclusive>
                <somethingNew><deeper a="1">text</deeper></somethingNew>
                <license>QVDWS;VWS; ;VWSExt</license>
              </vgpuType>
              <vgpuType id="13" name="GRID X1-8Q"/>
              <pgpu fractionalMultiVgpu="1" hostVgpuMode="sriov">
                <devId deviceId="0x1111" subsystemId="0x9"/>
                <supportedVgpu vgpuId="12"><maxVgpus>6</maxVgpus><digest>ab</digest></supportedVgpu>
                <supportedVgpu vgpuId="12"><maxVgpus>7</maxVgpus></supportedVgpu>
                <supportedVgpu vgpuId="13"></supportedVgpu>
                <supportedVgpu vgpuId="99"><maxVgpus>1</maxVgpus></supportedVgpu>
              </pgpu>
              <pgpu>
                <devId deviceId="0x1111" subsystemId="0x0"/>
                <supportedVgpu vgpuId="13"><maxVgpus>0</maxVgpus></supportedVgpu>
              </pgpu>
              <pgpu fractionalMultiVgpu="0"><devId deviceId="0x3333"/></pgpu>
              <pgpu fractionalMultiVgpu="1"><devId deviceId="0x3333"/></pgpu>
              <pgpu fractionalMultiVgpu="1"/>
            </vgpuconfig>
            """;

    private static DriverDatabase database(String text) {
        return VgpuConfigXml.parse(text)
                .orElseGet(why -> {
                    throw new AssertionError(why);
                });
    }

    private static DriverCard card(int device, int subsystem) {
        return database(WHOLE).card(device, subsystem).orElseThrow();
    }

    @Test
    void aTypeHasWhatTheFileSays() {
        var type = database(WHOLE).types().getFirst();
        assertThat(type.id().text()).isEqualTo("nvidia-12");
        assertThat(type.name().token()).isEqualTo("X1-4Q");
        assertThat(type.kind()).isEqualTo("Quadro");
        assertThat(type.profileMib()).hasValue(4096);
        assertThat(type.usableMib()).hasValue(3776);
        assertThat(type.screens().heads()).hasValue(4);
        assertThat(type.screens().width()).hasValue(7680);
        assertThat(type.screens().height()).hasValue(4320);
        assertThat(type.screens().framesPerSecond()).hasValue(60);
        assertThat(type.hasCuda()).hasValue(true);
        assertThat(type.hasEcc()).hasValue(false);
        assertThat(type.inVm())
                .isEqualTo(new DriverType.InVm(Optional.of(true), Optional.of(false)));
        assertThat(type.licences()).containsExactly("QVDWS", "VWS", "VWSExt");
    }

    @Test
    void whatATypeLeavesOutIsNotSaid() {
        var type = database(WHOLE).types().get(1);
        assertThat(type.profileMib()).isEmpty();
        assertThat(type.hasCuda()).isEmpty();
        assertThat(type.inVm().supported()).isEmpty();
        assertThat(type.licences()).isEmpty();
    }

    @Test
    void theSettingsForAllAreRead() {
        assertThat(database(WHOLE).sameTypeOnly()).hasValue(true);
        assertThat(database(WHOLE).heterogeneousMultiVgpu()).hasValue(false);
    }

    @Test
    void theSubsystemDecidesBetweenCardsAndNoughtIsAny() {
        assertThat(card(0x1111, 9).onVirtualFunctions()).isTrue();
        assertThat(card(0x1111, 9).types()).hasSize(2);
        assertThat(card(0x1111, 5).onVirtualFunctions()).isFalse();
        assertThat(card(0x1111, 5).fractionalMultiVgpu()).isEmpty();
        assertThat(card(0x3333, 5).fractionalMultiVgpu()).hasValue(false);
        assertThat(database(WHOLE).card(0x4444, 0)).isEmpty();
        assertThat(database(WHOLE).cards()).hasSize(4);
    }

    @Test
    void ofTwoCountsTheFirstHoldsAndNoneIsNotNought() {
        var types = card(0x1111, 9).types();
        assertThat(types.get(0).maxPerGpu()).hasValue(6);
        assertThat(types.get(1).maxPerGpu()).isEmpty();
        assertThat(card(0x1111, 5).types().getFirst().maxPerGpu()).isEmpty();
    }

    @Test
    void ofTwoTypesWithOneIdTheFirstHolds() {
        var database =
                database(
                        """
                        <vgpuconfig>
                          <vgpuType id="1" name="GRID X1-1Q"/>
                          <vgpuType id="1" name="GRID X1-2Q"/>
                        </vgpuconfig>
                        """);
        assertThat(database.types())
                .extracting(type -> type.name().token())
                .containsExactly("X1-1Q");
    }

    @Test
    void numbersThatAreNoneAreLeftOut() {
        var database =
                database(
                        """
                        <vgpuconfig>
                          <vgpuType id="x" name="GRID X1-1Q"/>
                          <vgpuType id="2" name=""/>
                          <vgpuType name="GRID X1-2Q"/>
                          <vgpuType id="3" name="GRID X1-3Q">
                            <profileSize>0xffffffffffffffffff</profileSize>
                            <framebuffer>-5</framebuffer>
                            <numHeads>many</numHeads>
                            <display width="99999999999"/>
                            <frlConfig/>
                          </vgpuType>
                        </vgpuconfig>
                        """);
        assertThat(database.types()).hasSize(1);
        var type = database.types().getFirst();
        assertThat(type.profileMib()).isEmpty();
        assertThat(type.usableMib()).isEmpty();
        assertThat(type.screens().heads()).isEmpty();
        assertThat(type.screens().width()).isEmpty();
        assertThat(type.screens().framesPerSecond()).isEmpty();
    }

    /** Half a database would hide types, so where it ends too early it is none. */
    @Test
    void cutOffAnywhereItIsNoDatabase() {
        var end = WHOLE.lastIndexOf("</vgpuconfig>");
        for (var length = 0; length < end; length++) {
            assertThat(VgpuConfigXml.parse(WHOLE.substring(0, length)))
                    .as("the first %d characters", length)
                    .isInstanceOf(Reading.Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<vgpuconfig/>",
                "<a",
                "{}",
                "<vgpuconfig><vgpuType id='1' name='GRID X1-1Q'><numHeads><b/></numHeads></vgpuType></vgpuconfig>"
            })
    void whatIsNoSuchFileSaysSo(String text) {
        assertThat(VgpuConfigXml.parse(text)).isInstanceOf(Reading.Unknown.class);
    }

    @Test
    void entitiesAreNeitherOpenedNorMultiplied() {
        var bomb = new StringBuilder("<!DOCTYPE vgpuconfig [<!ENTITY a0 \"ha\">");
        for (var i = 1; i <= 40; i++) {
            bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        for (var declared :
                List.of(
                        bomb + "]>",
                        "<!DOCTYPE v [<!ENTITY a40 SYSTEM \"file:///etc/passwd\">]>")) {
            var text =
                    declared
                            + "<vgpuconfig><vgpuType id=\"1\" name=\"GRID X1-1Q\">"
                            + "<license>&a40;</license></vgpuType></vgpuconfig>";
            VgpuConfigXml.parse(text)
                    .ifKnownOrElse(
                            database ->
                                    assertThat(database.types().getFirst().licences()).isEmpty(),
                            why -> assertThat(why).contains("damaged"));
        }
    }

    @Test
    void aDatabaseWithoutASubsystemIsForAnyCard() {
        assertThat(card(0x3333, 0x1234).subsystem()).isEqualTo(OptionalInt.empty());
    }
}
