package vgpuctl.fuzz;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import vgpuctl.cli.command.CommandTree;
import vgpuctl.cli.command.Requests;
import vgpuctl.cli.line.CommandLine;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.doctor.Source;
import vgpuctl.core.doctor.TextKind;
import vgpuctl.core.doctor.rule.Rules;
import vgpuctl.core.inventory.DefinitionText;
import vgpuctl.core.inventory.GpuRecordText;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.layout.ReadLayout;
import vgpuctl.layout.others.Knowledge;
import vgpuctl.layout.others.MdevImport;
import vgpuctl.layout.others.MigPartedImport;
import vgpuctl.layout.others.VgpuDeviceManagerImport;
import vgpuctl.layout.text.LayoutText;
import vgpuctl.linux.driver.VgpuConfigXml;
import vgpuctl.linux.libvirt.DomainStatus;
import vgpuctl.linux.libvirt.DomainXml;
import vgpuctl.linux.libvirt.DomainXmlException;
import vgpuctl.linux.nvidiasmi.DriverVgpus;
import vgpuctl.linux.nvidiasmi.GpuInstancesTable;
import vgpuctl.linux.nvidiasmi.SchedulerState;
import vgpuctl.linux.nvidiasmi.SmiXml;
import vgpuctl.linux.sysfs.CreatableTypes;
import vgpuctl.operations.wire.JournalText;

/** What reads texts that somebody else wrote: a refusal is fine, anything else is not. */
enum Target {
    DEFINITION(
            "{\"mdev_type\": \"nvidia-46\", \"start\": \"auto\", \"attrs\": [{\"nvidia/vgpu_params\":"
                    + " \"frame_rate_limiter=0\"}]}",
            Target::definition),
    RECORD(
            "{\"uuid\": \"3eb9d560-0b31-11ee-91a9-bb28039c61eb\", \"name\": \"desk\", \"parent\":"
                    + " \"0000:82:00.4\", \"type\": \"NVIDIA A40-8Q\", \"claim\": {\"vm\": \"web\","
                    + " \"owner\": \"a\", \"generation\": 2}, \"kept\": {\"start\": \"auto\","
                    + " \"parameters\": \"\", \"boot\": \"x\"}}",
            Target::record),
    JOURNAL(JournalText.taking(1), Target::journal),
    JSON("{\"a\": [1, -2.5e3, true, null, \"\\u00e9\\\"\"], \"b\": {}}", Target::json),
    LAYOUT(
            """
            apiVersion: vgpuctl/v1
            kind: Layout
            gpus:
              - gpu: "0000:82:00.0"
                mode: mixed-size
                vgpus:
                  - {name: desk, type: A40-8Q, count: 2, vms: [web-1], params: {disable_vnc: 1}}
                  - {name: ml, need: {memory: 12G, use: compute}, owner: "team a", placement: 4}
            """,
            Target::layout),
    DOMAIN(
            """
            <domain type='kvm'><name>web</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
            <devices><graphics type='spice'/><hostdev mode='subsystem' type='mdev' model='vfio-pci'>
            <source><address uuid='3eb9d560-0b31-11ee-91a9-bb28039c61eb'/></source></hostdev>
            </devices></domain>
            """,
            Target::domain),
    DRIVER_DATABASE(
            "<?xml version=\"1.0\"?><vgpuconfig><vgpuType id=\"46\" name=\"GRID P40-1Q\""
                    + " class=\"Quadro\"><maxInstances>24</maxInstances></vgpuType></vgpuconfig>",
            VgpuConfigXml::parse),
    NVIDIA_SMI_XML(
            "<?xml version=\"1.0\" ?><nvidia_smi_log><driver_version>550.54</driver_version><gpu"
                    + " id=\"00000000:82:00.0\"><fb_memory_usage><total>46068 MiB</total>"
                    + "</fb_memory_usage></gpu></nvidia_smi_log>",
            SmiXml::parse),
    NVIDIA_SMI_VGPUS(
            "GPU 00000000:82:00.0\n    Active vGPUs                      : 1\n    vGPU ID"
                    + "                           : 3251634225\n        VM UUID  : 1\n        MDev UUID"
                    + " : 3eb9d560-0b31-11ee-91a9-bb28039c61eb\n",
            DriverVgpus::parse),
    NVIDIA_SMI_INSTANCES(
            "|   0  MIG 1g.5gb       19        7          0:1     |\n", GpuInstancesTable::parse),
    NVIDIA_SMI_SCHEDULER(
            "    vGPU scheduler state\n        Scheduler Policy : Best Effort\n",
            SchedulerState::parse),
    CREATABLE_TYPES("ID    : vGPU Name\n1145  : NVIDIA L40S-1B\n", CreatableTypes::parse),
    PARAMETERS("frame_rate_limiter=0,vgpu-placement-id=12", Parameters::parse),
    MDEVCTL(
            "[{\"0000:82:00.0\": [{\"3eb9d560-0b31-11ee-91a9-bb28039c61eb\": {\"mdev_type\":"
                    + " \"nvidia-46\", \"start\": \"auto\", \"attrs\": []}}]}]",
            Target::mdevctl),
    LIBVIRT(
            "<device><name>mdev_1</name><parent>pci_0000_82_00_0</parent><capability type='mdev'>"
                    + "<type id='nvidia-46'/><uuid>3eb9d560-0b31-11ee-91a9-bb28039c61eb</uuid>"
                    + "</capability></device>",
            Target::libvirt),
    DEV_CTL("82:00.0\t3eb9d560-0b31-11ee-91a9-bb28039c61eb\tnvidia-46\tweb\n", Target::devCtl),
    DEVICE_MANAGER(
            """
            version: v1
            vgpu-configs:
              default:
                - devices: all
                  vgpu-devices:
                    A40-8Q: 2
            """,
            Target::deviceManager),
    MIG_PARTED(
            """
            version: v1
            mig-configs:
              all:
                - devices: [0]
                  mig-enabled: true
                  mig-devices: {1g.5gb: 7}
            """,
            Target::migParted),
    LOG(
            "Jun 15 10:01:02 host nvidia-vgpu-mgr[1234]: error: vmiop_log: (0x0): Failed to attach"
                    + " device\n[   12.345678] NVRM: GPU at 0000:82:00.0\n",
            Target::log),
    COMMAND_LINE("create\nP40-12C\n--count\n2\n--vm=web\n-o\njson", Target::commandLine);

    private static final Knowledge KNOWLEDGE = new Knowledge(Catalogue.ofProject(), List.of());

    private final String sample;

    @SuppressWarnings("ImmutableEnumChecker") // References to methods: they hold nothing.
    private final Consumer<String> reader;

    Target(String sample, Consumer<String> reader) {
        this.sample = sample;
        this.reader = reader;
    }

    /** A text that it takes, for the fuzzer to begin with. */
    String sample() {
        return sample;
    }

    void take(String text) {
        reader.accept(text);
    }

    private static void definition(String text) {
        if (DefinitionText.read(text) instanceof Reading.Known(var definition)) {
            same(
                    DefinitionText.read(DefinitionText.withAutostart(definition, true))
                            .map(after -> after.autostart())
                            .orElse(false),
                    true);
        }
    }

    private static void record(String text) {
        GpuRecordText.read(text)
                .ifPresent(record ->
                        same(GpuRecordText.read(GpuRecordText.write(record)), Optional.of(record)));
        VgpuRecordText.read(text)
                .ifPresent(record ->
                        same(
                                VgpuRecordText.read(VgpuRecordText.write(record)),
                                Optional.of(record)));
    }

    private static void journal(String text) {
        JournalText.read(text);
    }

    private static void json(String text) {
        JsonReader.readObject(text)
                .ifPresent(object ->
                        same(
                                JsonReader.readObject(JsonWriter.pretty(object)),
                                Optional.of(object)));
    }

    private static void layout(String text) {
        if (LayoutText.read(text) instanceof ReadLayout.Understood(var layout, _)) {
            same(again(LayoutText.yaml(layout)), layout);
            same(again(LayoutText.json(layout)), layout);
        }
    }

    private static Object again(String text) {
        return switch (LayoutText.read(text)) {
            case ReadLayout.Understood(var layout, _) -> layout;
            case ReadLayout.Mistaken(var mistakes) -> mistakes;
        };
    }

    private static void domain(String text) {
        try {
            DomainXml.parse(text);
            DomainStatus.parse(text);
        } catch (DomainXmlException _) {
            // That is how it refuses.
        }
    }

    private static MdevImport mdevs() {
        return new MdevImport(KNOWLEDGE);
    }

    private static void mdevctl(String text) {
        var mdevs = mdevs();
        mdevs.mdevctlDump(text);
        mdevs.mdevctlDefinition("0000:82:00.0", "3eb9d560-0b31-11ee-91a9-bb28039c61eb", text);
        mdevs.layout();
    }

    private static void libvirt(String text) {
        var mdevs = mdevs();
        mdevs.libvirt(text);
        mdevs.layout();
    }

    private static void devCtl(String text) {
        var mdevs = mdevs();
        mdevs.devCtl(text);
        mdevs.layout();
    }

    private static void deviceManager(String text) {
        VgpuDeviceManagerImport.read(text, Optional.empty(), KNOWLEDGE);
    }

    private static void migParted(String text) {
        MigPartedImport.read(text, Optional.empty(), KNOWLEDGE);
    }

    private static void log(String text) {
        var examination = Rules.examination();
        examination.read(new Source("a log", TextKind.of(text)), text);
        examination.diagnosis();
    }

    private static void commandLine(String text) {
        var line = CommandLine.parse(CommandTree.root(), List.of(text.split("\n", -1)));
        if (line instanceof Parsed parsed && isRequest(parsed)) {
            Requests.of(parsed);
        }
    }

    /** Not what reads files, and not what is asked of others than the host. */
    private static boolean isRequest(Parsed line) {
        return !List.of("apply", "diff", "assert", "serve", "usage").contains(line.name())
                && !line.name().startsWith("import ")
                && !line.name().startsWith("fleet ")
                && !line.name().startsWith("sim ")
                && !line.name().startsWith("completion ");
    }

    private static void same(Object is, Object should) {
        if (!is.equals(should)) {
            throw new IllegalStateException("read again it is " + is + ", not " + should);
        }
    }
}
