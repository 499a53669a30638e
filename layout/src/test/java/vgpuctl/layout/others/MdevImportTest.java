package vgpuctl.layout.others;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.others.Imported;
import vgpuctl.core.type.TypeId;
import vgpuctl.core.type.TypeName;
import vgpuctl.layout.text.LayoutText;

class MdevImportTest {

    static final Knowledge WITHOUT_HOST = new Knowledge(Catalogue.ofProject(), List.of());

    private static final String FIRST = "11111111-2222-4333-8444-555555555501";
    private static final String SECOND = "11111111-2222-4333-8444-555555555502";

    private static Knowledge host(KnownGpu... gpus) {
        return new Knowledge(Catalogue.ofProject(), List.of(gpus));
    }

    static KnownGpu gpu(
            String name, int device, List<String> functions, Map<String, String> types) {
        var offers = new HashMap<TypeId, TypeName>();
        types.forEach((id, type) -> offers.put(new TypeId(id), new TypeName(type)));
        return new KnownGpu(
                new DeviceName(name),
                OptionalInt.of(device),
                functions.stream().map(DeviceName::new).toList(),
                offers);
    }

    private static String yaml(Imported imported) {
        return LayoutText.yaml(imported.layout());
    }

    @Test
    void mdevctlsListBecomesGpusWithVgpusByUuid() {
        var state = new MdevImport(WITHOUT_HOST);
        state.mdevctlDump(
                """
                [{"0000:82:00.0": [
                  {"%s": {"mdev_type": "nvidia-50", "start": "auto",
                          "attrs": [{"nvidia/vgpu_params": "frame_rate_limiter=0, disable_vnc=1"},
                                    {"assign_adapter": "5"}]}},
                  {"%s": {"mdev_type": "nvidia-50", "start": "manual"}}]}]
                """
                        .formatted(FIRST, SECOND));
        var imported = state.layout();

        assertThat(yaml(imported))
                .isEqualTo(
                        """
                        apiVersion: vgpuctl/v1
                        kind: Layout
                        gpus:
                          - gpu: "0000:82:00.0"
                            vgpus:
                              - uuid: "%s"
                                type: P40-6Q
                                params:
                                  disable_vnc: "1"
                                  frame_rate_limiter: "0"
                              - uuid: "%s"
                                type: P40-6Q
                                autostart: false
                                active: false
                        """
                                .formatted(FIRST, SECOND));
        assertThat(imported.notes())
                .containsExactly(
                        FIRST + ": the attribute 'assign_adapter' is left out",
                        "nvidia-50 was taken for P40-6Q: the driver may mean another",
                        SECOND
                                + " does not start by itself and is not known to be active:"
                                + " 'active: false' was taken");
    }

    @Test
    void definitionsNodeDevicesAndDomainsAreOneHost() {
        var state = new MdevImport(WITHOUT_HOST);
        state.mdevctlDefinition(
                "0000:82:00.0", FIRST, "{\"mdev_type\": \"nvidia-50\", \"start\": \"manual\"}");
        state.nodeDevice(
                """
                <device>
                  <name>mdev_11111111_2222_4333_8444_555555555501_0000_82_00_0</name>
                  <path>/sys/devices/pci0000:80/0000:82:00.0/%s</path>
                  <parent>pci_0000_82_00_0</parent>
                  <capability type='mdev'><type id='nvidia-50'/><iommuGroup number='81'/></capability>
                </device>
                """
                        .formatted(FIRST));
        state.nodeDevice(
                """
                <device>
                  <parent>pci_0000_82_00_0</parent>
                  <capability type="mdev"><type id="nvidia-50"/><uuid>%s</uuid></capability>
                </device>
                """
                        .formatted(SECOND));
        state.domain(
                """
                <domain type='kvm'><name>guest</name><devices>
                  <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci'>
                    <source><address uuid='%s'/></source></hostdev>
                  <hostdev mode='subsystem' type='pci' managed='yes'>
                    <source><address domain='0x0000' bus='0x82' slot='0x00' function='0x1'/></source>
                  </hostdev></devices></domain>
                """
                        .formatted(FIRST));
        state.domain(
                """
                <domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
                  <name>by-hand</name><devices/><qemu:commandline>
                  <qemu:arg value='-device'/>
                  <qemu:arg value='vfio-pci,sysfsdev=/sys/bus/mdev/devices/%s'/>
                  </qemu:commandline></domain>
                """
                        .formatted(SECOND));

        assertThat(yaml(state.layout()))
                .contains(
                        """
                              - uuid: "%s"
                                type: P40-6Q
                                vm: guest
                                autostart: false
                              - uuid: "%s"
                                type: P40-6Q
                                autostart: false
                                active: false
                        """
                                .formatted(FIRST, SECOND));
        assertThat(state.layout().notes())
                .contains(
                        "guest has the PCI function 0000:82:00.1: it is left out",
                        "by-hand has "
                                + SECOND
                                + " by an argument to QEMU: it is left out, since the VM would get"
                                + " it twice; make a hostdev of it first");
    }

    @Test
    void documentsOneAfterTheOtherAreReadAsVirshPrintsThem() {
        var state = new MdevImport(WITHOUT_HOST);
        var device =
                """
                <device>
                  <parent>pci_0000_82_00_0</parent>
                  <capability type="mdev"><type id="nvidia-50"/><uuid>%s</uuid></capability>
                </device>

                """;
        state.libvirt(
                "<?xml version='1.0'?>\n"
                        + device.formatted(FIRST)
                        + "<?xml version='1.0'?>\n"
                        + device.formatted(SECOND)
                        + """
                        <domain type='kvm'>
                          <name>guest</name>
                        <devices>
                          <hostdev type='mdev'><source><address uuid='%s'/></source></hostdev>
                        </devices>
                        </domain>
                        """
                                .formatted(SECOND));

        assertThat(state.layout().layout().gpus().getFirst().vgpus()).hasSize(2);
        assertThat(yaml(state.layout())).containsOnlyOnce("vm: guest");
    }

    @Test
    void aPlaceInTheFrameBufferIsNoParameterOfALayout() {
        var state = new MdevImport(WITHOUT_HOST);
        state.mdevctlDefinition(
                "0000:82:00.0",
                FIRST,
                """
                {"mdev_type": "nvidia-50", "start": "auto",
                 "attrs": [{"nvidia/vgpu_params": "vgpu-placement-id=8"}]}
                """);

        assertThat(yaml(state.layout())).contains("placement: 8").doesNotContain("params");
    }

    @Test
    void nvidiaDevCtlsTablesOfBothKindsAreRead() {
        var state = new MdevImport(WITHOUT_HOST);
        state.devCtl(
                """
                # pci_address\tdriver_name\tmdev_uuid\tmdev_type
                0000:81:00.0\tvfio-pci
                0000:82:00.0\tnvidia\t%s\tnvidia-50
                0000:83:00.0\tnvidia
                one two three four five
                """
                        .formatted(FIRST));
        state.devCtl(SECOND + "\t0000:82:00.0\tnvidia-50\n");
        var imported = state.layout();

        assertThat(imported.layout().gpus()).hasSize(1);
        assertThat(imported.layout().gpus().getFirst().vgpus()).hasSize(2);
        assertThat(yaml(imported)).doesNotContain("autostart", "active");
        assertThat(imported.notes())
                .containsExactly(
                        "'0000:81:00.0' is bound to 'vfio-pci': a layout has no place for that",
                        "the line 'one two three four five' is left out: it is no device of nvidia-dev-ctl",
                        "nvidia-50 was taken for P40-6Q: the driver may mean another");
    }

    @Test
    void theDriversOwnNamesAndFunctionsWinOverTheCatalogue() {
        var state =
                new MdevImport(
                        host(
                                gpu(
                                        "0000:17:00.0",
                                        0x20b5,
                                        List.of("0000:17:00.4", "0000:18:02.3"),
                                        Map.of("nvidia-50", "NVIDIA A100D-2-20C"))));
        state.devCtl("0000:18:02.3 nvidia " + FIRST + " nvidia-50\n");
        var imported = state.layout();

        assertThat(yaml(imported))
                .contains("gpu: \"0000:17:00.0\"", "mode: mig", "type: A100D-2-20C");
        assertThat(imported.notes()).isEmpty();
    }

    @Test
    void withoutTheHostAVirtualFunctionIsKnownByItsCard() {
        var state = new MdevImport(WITHOUT_HOST);
        var a100d = WITHOUT_HOST.type("A100D-4C").orElseThrow().type().id().orElseThrow();
        state.devCtl("0000:17:00.4 nvidia " + FIRST + " " + a100d + "\n");

        assertThat(yaml(state.layout())).contains("gpu: \"0000:17:00.0\"", "type: A100D-4C");
        assertThat(state.layout().notes())
                .contains("0000:17:00.4 was taken for a virtual function of 0000:17:00.0");
    }

    @Test
    void anIdThatNobodyKnowsStaysAnIdAndIsTold() {
        var state = new MdevImport(WITHOUT_HOST);
        state.devCtl("0000:82:00.0 nvidia " + FIRST + " nvidia-99999\n");
        state.devCtl("0000:00:02.0 i915 " + SECOND + " i915-GVTg_V4_4\n");

        assertThat(yaml(state.layout())).contains("type: nvidia-99999", "type: i915-GVTg_V4_4");
        assertThat(state.layout().notes())
                .containsExactly(
                        "the name of nvidia-99999 is not known here: the id stands in its place, and"
                                + " changes with driver releases");
    }

    @Test
    void contradictionsAreTold() {
        var state = new MdevImport(WITHOUT_HOST);
        state.devCtl("0000:82:00.0 nvidia " + FIRST + " nvidia-50\n");
        state.devCtl("0000:82:00.0 nvidia " + FIRST + " nvidia-49\n");
        var domain =
                "<domain><name>%s</name><devices><hostdev type='mdev'><source><address uuid='"
                        + FIRST
                        + "'/></source></hostdev></devices></domain>";
        state.domain(domain.replace("%s", "a"));
        state.domain(domain.replace("%s", "b"));
        state.domain(domain.replace(FIRST, SECOND).replace("%s", "c"));

        assertThat(state.layout().notes())
                .contains(
                        FIRST
                                + " is told in two ways: nvidia-50 on 0000:82:00.0 was taken,"
                                + " not nvidia-49 on 0000:82:00.0",
                        FIRST + " is in two VMs: a was taken, not b",
                        "c has "
                                + SECOND
                                + ", of which type and GPU are not known: it is left out");
    }

    @Test
    void aTextThatCannotBeReadCostsThatTextOnly() {
        var state = new MdevImport(WITHOUT_HOST);
        state.mdevctlDump("{");
        state.mdevctlDump("{}");
        state.mdevctlDefinition("0000:82:00.0", FIRST, "[]");
        state.mdevctlDefinition("0000:82:00.0", "no-uuid", "{\"mdev_type\": \"nvidia-50\"}");
        state.nodeDevice("<device><name>net_lo</name><capability type='net'/></device>");
        state.nodeDevice("<device>\n<");
        state.domain("<!DOCTYPE x [<!ENTITY a 'b'>]><domain><name>&a;</name></domain>");
        state.domain("<domain><name>a/b</name></domain>");
        state.devCtl("0000:82:00.0 nvidia " + FIRST + " nvidia-50\n");

        assertThat(state.layout().layout().gpus()).hasSize(1);
        assertThat(state.layout().notes())
                .containsExactly(
                        "'mdevctl's list' is left out: line 1, column 2: expected a member name in"
                                + " double quotes, found the end of the text",
                        "mdevctl's list is left out: it is no array, as 'mdevctl list --dumpjson' is",
                        "'0000:82:00.0/" + FIRST + "' is left out: it is no JSON object",
                        "'0000:82:00.0/no-uuid' is left out: it needs a parent, a UUID and an mdev_type",
                        "a node device is left out: it is no mediated device",
                        "a node device is left out: it is no XML from line 2 on",
                        "a domain is left out: it has a document type",
                        "a domain is left out: 'a/b' is no name",
                        "nvidia-50 was taken for P40-6Q: the driver may mean another");
    }
}
