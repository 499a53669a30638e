package vgpuctl.linux.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.pci.Bdf;

class DomainXmlTest {

    private static final UUID FIRST = UUID.fromString("334855e2-079b-11ee-9fc9-83e0dccb6713");
    private static final UUID SECOND = UUID.fromString("33485650-079b-11ee-9fca-8f6415d2734c");

    /** As «virsh dumpxml» prints a running domain with two vGPUs and a virtual function. */
    private static final String RUNNING =
            """
            <domain type='kvm' id='7' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
              <name>y-k8s-n-1</name>
              <uuid>c4a1f0de-9a3b-4c55-8e63-0f2b7c9d1e42</uuid>
              <metadata>
                <app:devices xmlns:app="urn:example:inventory">
                  <app:hostdev type='mdev'/>
                </app:devices>
                <devices xmlns="urn:example:inventory"><hostdev type='mdev'/></devices>
              </metadata>
              <memory unit='KiB'>16777216</memory>
              <vcpu placement='static'>8</vcpu>
              <os firmware='efi'>
                <type arch='x86_64' machine='pc-q35-6.2'>hvm</type>
                <boot dev='hd'/>
              </os>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator>
                <disk type='file' device='disk'>
                  <source file='/var/lib/libvirt/images/n1.qcow2' index='1'/>
                  <target dev='vda' bus='virtio'/>
                  <alias name='virtio-disk0'/>
                  <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
                </disk>
                <interface type='hostdev' managed='yes'>
                  <source>
                    <address type='pci' domain='0x0000' bus='0x3b' slot='0x02' function='0x1'/>
                  </source>
                </interface>
                <graphics type='spice' port='5900' autoport='yes' listen='127.0.0.1'>
                  <listen type='address' address='127.0.0.1'/>
                  <gl enable='no'/>
                </graphics>
                <graphics type='egl-headless'>
                  <gl rendernode='/dev/dri/renderD128'/>
                </graphics>
                <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci' display='on' \
            ramfb='on'>
                  <source>
                    <address uuid='334855e2-079b-11ee-9fc9-83e0dccb6713'/>
                  </source>
                  <alias name='hostdev0'/>
                  <address type='pci' domain='0x0000' bus='0x07' slot='0x00' function='0x0'/>
                </hostdev>
                <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci'>
                  <source>
                    <address uuid='33485650-079B-11EE-9FCA-8F6415D2734C'/>
                  </source>
                </hostdev>
                <hostdev mode='subsystem' type='pci' managed='no'>
                  <driver name='vfio'/>
                  <source>
                    <address domain='0x0000' bus='130' slot='0x00' function='0x4'/>
                  </source>
                  <alias name='hostdev2'/>
                  <address type='pci' domain='0x0000' bus='0x08' slot='0x00' function='0x0'/>
                </hostdev>
                <hostdev mode='subsystem' type='usb' managed='yes'>
                  <source><vendor id='0x1234'/><product id='0xbeef'/></source>
                </hostdev>
                <hostdev mode='capabilities' type='storage'>
                  <source><block>/dev/sdf1</block></source>
                </hostdev>
              </devices>
              <qemu:commandline>
                <qemu:arg value='-uuid'/>
                <qemu:arg value='vfio-pci,sysfsdev=/sys/bus/mdev/devices/\
            3348556a-079b-11ee-9fc8-7fb0c612aedd'/>
              </qemu:commandline>
            </domain>
            """;

    @Test
    void aRunningDomainWithItsDevices() {
        var domain = DomainXml.parse(RUNNING);

        assertThat(domain.name()).isEqualTo("y-k8s-n-1");
        assertThat(domain.uuid()).contains(UUID.fromString("c4a1f0de-9a3b-4c55-8e63-0f2b7c9d1e42"));
        assertThat(domain.type()).isEqualTo("kvm");
        assertThat(domain.machine()).contains("pc-q35-6.2");
        assertThat(domain.screen()).isEqualTo(new DomainXml.Screen(true, true));
        assertThat(domain.hostdevs())
                .containsExactly(
                        new Hostdev.Mdev(FIRST, "vfio-pci", true, true, guest("hostdev0", 7)),
                        new Hostdev.Mdev(
                                SECOND,
                                "vfio-pci",
                                false,
                                false,
                                new Hostdev.Guest(Optional.empty(), Optional.empty())),
                        new Hostdev.Pci(new Bdf(0, 0x82, 0, 4), guest("hostdev2", 8)));
    }

    @Test
    void aDeviceIsInUseHoweverItWasGiven() {
        var domain = DomainXml.parse(RUNNING);

        assertThat(domain.uses(new HostDevice.Mdev(FIRST))).isTrue();
        assertThat(domain.uses(new HostDevice.Mdev(SECOND))).isTrue();
        assertThat(
                        domain.uses(
                                new HostDevice.Mdev(
                                        UUID.fromString("3348556a-079b-11ee-9fc8-7fb0c612aedd"))))
                .as("passed to QEMU by hand")
                .isTrue();
        assertThat(
                        domain.uses(
                                new HostDevice.Mdev(
                                        UUID.fromString("334852fe-079b-11ee-9fc7-77463608f467"))))
                .isFalse();
    }

    /** As «virsh -c test:///default dumpxml test» prints it. */
    @Test
    void aDomainWithoutMachineGraphicsOrHostdevs() {
        var domain =
                DomainXml.parse(
                        """
                        <domain type='test' id='1'>
                          <name>test</name>
                          <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
                          <memory unit='KiB'>8388608</memory>
                          <vcpu placement='static'>2</vcpu>
                          <os>
                            <type arch='i686'>hvm</type>
                            <boot dev='hd'/>
                          </os>
                          <clock offset='utc'/>
                          <devices>
                            <disk type='file' device='disk'>
                              <source file='/guest/diskimage1'/>
                              <target dev='vda' bus='virtio'/>
                            </disk>
                            <memballoon model='virtio'>
                              <address type='pci' domain='0x0000' bus='0x00' slot='0x02' \
                        function='0x0'/>
                            </memballoon>
                          </devices>
                        </domain>
                        """);

        assertThat(domain.machine()).isEmpty();
        assertThat(domain.screen()).isEqualTo(new DomainXml.Screen(false, false));
        assertThat(domain.hostdevs()).isEmpty();
    }

    @Test
    void theFileInEtcBeginsWithAWarning() {
        var domain =
                DomainXml.parse(
                        """
                        <!--
                        WARNING: THIS IS AN AUTO-GENERATED FILE. CHANGES TO IT ARE LIKELY TO BE
                        OVERWRITTEN AND LOST. Changes to this xml configuration should be made \
                        using:
                          virsh edit desk
                        or other application using the libvirt API.
                        -->

                        <domain type='kvm'>
                          <name>desk &amp; chair</name>
                          <devices>
                            <graphics type='vnc'/>
                            <graphics type='spice'><gl enable='yes'/></graphics>
                          </devices>
                        </domain>
                        """);

        assertThat(domain.name()).isEqualTo("desk & chair");
        assertThat(domain.uuid()).isEmpty();
        assertThat(domain.screen()).isEqualTo(new DomainXml.Screen(true, true));
    }

    @Test
    void theStatusOfARunningDomain() {
        var status =
                DomainStatus.parse(
                        """
                        <!--
                        WARNING: THIS IS AN AUTO-GENERATED FILE.
                        -->
                        <domstatus state='paused' reason='user' pid='41873'>
                          <taint flag='custom-argv'/>
                          <monitor path='/var/lib/libvirt/qemu/domain-7-n1/monitor.sock' \
                        type='unix'/>
                          <namespaces><mount/></namespaces>
                          <vcpus><vcpu id='0' pid='41880'/></vcpus>
                          <qemuCaps><flag name='vfio-pci.display'/></qemuCaps>
                          <devices>
                            <device alias='hostdev0'/>
                          </devices>
                          <libDir path='/var/lib/libvirt/qemu/domain-7-n1'/>
                        """
                                + RUNNING
                                + "</domstatus>");

        assertThat(status.state()).isEqualTo("paused");
        assertThat(status.reason()).isEqualTo("user");
        assertThat(status.pid()).hasValue(41873);
        assertThat(status.domain()).isEqualTo(DomainXml.parse(RUNNING));
    }

    @Test
    void oneDeviceByItself() {
        var device =
                Hostdev.parse(
                        """
                        <hostdev mode='subsystem' type='mdev' model='vfio-pci'>
                          <source><address uuid='334855e2079b11ee9fc983e0dccb6713'/></source>
                        </hostdev>
                        """);

        assertThat(device)
                .hasValueSatisfying(d -> assertThat(DomainXml.parse(RUNNING).uses(d)).isTrue());
        assertThat(Hostdev.parse("<disk type='file'/>")).isEmpty();
        assertThat(Hostdev.parse(RUNNING)).as("a domain is no device").isEmpty();
    }

    @Test
    void theSnippetOfTheCorpus() throws IOException {
        var file = Path.of("../../shared/corpus/p10-ubuntu2204-r510/libvirt_vgpu.xml");
        assumeTrue(Files.isRegularFile(file), "the corpus is not beside this checkout");

        var domain = DomainXml.parse(inDomain(Files.readString(file)));

        assertThat(domain.hostdevs())
                .hasSize(4)
                .allSatisfy(hostdev -> assertThat(hostdev.guest().address()).isPresent());
        assertThat(domain.uses(new HostDevice.Mdev(FIRST))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<domain><name>a</name>\n<devices></domain>",
                "<domain><name>a</name>\n",
                "<domain type='kvm'>\n</domain>",
                "\n<domstatus state='running'/>",
                "<domain><name>a</name><uuid>\n1-1-1-1-1</uuid></domain>",
                "<domain><name>\n<b/></name></domain>",
            })
    void malformedIsRefusedWithItsLine(String xml) {
        assertThatExceptionOfType(DomainXmlException.class)
                .isThrownBy(() -> DomainXml.parse(xml))
                .satisfies(refused -> assertThat(refused.line()).isEqualTo(2))
                .withMessageStartingWith("line 2: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<hostdev mode='subsystem' type='mdev'><source><address/></source></hostdev>",
                "<hostdev mode='subsystem' type='mdev'/>",
                "<hostdev type='pci'><source/></hostdev>",
                "<hostdev type='pci'><source><address bus='0x100'/></source></hostdev>",
                "<hostdev type='pci'><source><address bus='-1'/></source></hostdev>",
                "<hostdev type='pci'><source><address bus='09'/></source></hostdev>",
                "<hostdev type='pci'><source><address function='8'/></source></hostdev>",
            })
    void aDeviceThatCannotBeReadIsNotOverlooked(String hostdev) {
        assertThatExceptionOfType(DomainXmlException.class)
                .isThrownBy(() -> DomainXml.parse(inDomain(hostdev)));
    }

    @Test
    void entitiesAreNotExpanded() {
        var bomb =
                """
                <!DOCTYPE domain [
                  <!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
                  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
                  <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
                  <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
                ]>
                <domain><name>&d;</name></domain>
                """;

        assertThatExceptionOfType(DomainXmlException.class)
                .isThrownBy(() -> DomainXml.parse(bomb))
                .withMessageContaining("document type");
    }

    @Test
    void noFileIsReadForAnEntity() {
        assertThatExceptionOfType(DomainXmlException.class)
                .isThrownBy(() ->
                        DomainXml.parse(
                                "<!DOCTYPE d SYSTEM 'file:///nonexistent.dtd' ["
                                        + "<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
                                        + "<domain><name>&x;</name></domain>"))
                .withMessageContaining("document type");
    }

    @Test
    void aHugeAttributeIsRefused() {
        var huge = "<domain type='" + "x".repeat(100 << 20) + "'><name>a</name></domain>";

        assertThatExceptionOfType(DomainXmlException.class)
                .isThrownBy(() -> DomainXml.parse(huge))
                .withMessageContaining("too many");
    }

    @Test
    void aBottomlessNestIsRefused() {
        assertThatExceptionOfType(DomainXmlException.class)
                .isThrownBy(() -> DomainXml.parse("<domain>" + "<a>".repeat(1_000_000)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverIsDamagedIsReadOrRefusedAndNothingElse(long seed) {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++) {
            var damaged = damaged(random);
            try {
                assertThat(DomainXml.parse(damaged).hostdevs()).isNotNull();
            } catch (DomainXmlException refused) {
                assertThat(refused.line()).isPositive();
            }
        }
    }

    private static String damaged(Random random) {
        var text = new StringBuilder(RUNNING);
        for (var hit = 0; hit < 3; hit++) {
            var at = random.nextInt(Math.max(1, text.length() - 20));
            switch (random.nextInt(3)) {
                case 0 -> text.setLength(Math.min(text.length(), at + 20));
                case 1 -> text.setCharAt(at, "<>&'\"/ \0\ud800x0".charAt(random.nextInt(11)));
                default -> text.delete(at, at + random.nextInt(20));
            }
        }
        return text.toString();
    }

    private static String inDomain(String devices) {
        return "<domain type='kvm'><name>a</name><devices>" + devices + "</devices></domain>";
    }

    private static Hostdev.Guest guest(String alias, int bus) {
        return new Hostdev.Guest(Optional.of(alias), Optional.of(new Bdf(0, bus, 0, 0)));
    }
}
