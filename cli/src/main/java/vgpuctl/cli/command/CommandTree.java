package vgpuctl.cli.command;

import java.util.List;
import vgpuctl.cli.line.Accepts;
import vgpuctl.cli.line.Command;
import vgpuctl.cli.line.Operand;
import vgpuctl.cli.line.Option;

/** The command line, defined once: parsing, help, man pages and completion come from here. */
public final class CommandTree {

    private static final String LOOK = "Looking";
    private static final String LIFE = "The life of a vGPU";
    private static final String VMS = "VMs";
    private static final String LAYOUT = "Layouts";
    private static final Option LAYOUT_FILE =
            Option.text("file", "LAYOUT", "the layout, YAML or JSON; - for standard input")
                    .letter('f');
    private static final Option OUTPUT_FILE =
            Option.text("output-file", "FILE", "where to write the layout")
                    .otherwise("standard output");
    private static final String CUT = "How a GPU is shared out";
    private static final String HELP = "Finding out what is wrong";
    private static final String DRIVER = "The driver";
    private static final String MORE = "More";
    private static final Operand GPU =
            Operand.required("GPU", "address in any notation, as 82:00.0");
    private static final Operand ANY_GPU =
            Operand.optional("GPU", "address in any notation, as 82:00.0");

    private static final Operand IDS =
            Operand.oneOrMore("ID", "vGPU: its name, its UUID, or the beginning of its UUID");
    private static final Operand ID =
            Operand.required("ID", "vGPU: its name, its UUID, or the beginning of its UUID");
    private static final Operand VM = Operand.required("VM", "name of a libvirt domain");
    private static final Option FOR_OWNER =
            Option.text("owner", "OWNER", "whom you act for, where it belongs to somebody");
    static final Option DRY_RUN = Option.flag("dry-run", "show what would be done, and do nothing");
    private static final Option WAIT =
            Option.number(
                            "wait",
                            "SECONDS",
                            new Accepts.WholeNumber(0, 86_400),
                            "how long to wait for another process that changes the same GPU")
                    .byDefault("30");
    static final Option NEED =
            Option.text("need", "SIZE", "frame buffer at least, as 12G, of any type");
    static final Option USE =
            Option.choice(
                            "use",
                            "USE",
                            List.of("compute", "workstation", "desktop", "apps"),
                            "what the type has to be for")
                    .byDefault("workstation");
    private static final Option LIVE = Option.flag("live", "change the running VM only");
    private static final Option CONFIG =
            Option.flag("config", "change only what the VM's next start gives it");

    private CommandTree() {}

    public static Command root() {
        return Command.named("vgpuctl", "Manages NVIDIA vGPUs on Linux KVM hosts")
                .with(
                        Option.text(
                                        "host",
                                        "HOST",
                                        "local, or sim:BOARD[,BOARD…]: a simulated host")
                                .byDefault("local"),
                        Option.text("root", "DIR", "put every path of the host under DIR"),
                        Option.choice(
                                        "output",
                                        "FORMAT",
                                        List.of("table", "wide", "json", "yaml", "csv"),
                                        "how to print")
                                .letter('o')
                                .byDefault("table"),
                        Option.flag("no-color", "plain text on a terminal, too"),
                        WAIT,
                        Option.text("daemon", "SOCKET", "the daemon that makes changes, or none")
                                .otherwise("that of the host, where it runs"))
                .with(gpus(), types(), list(), show(), status(), plan())
                .with(
                        create(),
                        start(),
                        stop(),
                        remove(),
                        define(),
                        undefine(),
                        autostart(),
                        adopt())
                .with(attach(), detach(), guest())
                .with(apply(), diff(), assertion(), export(), importing(), restore())
                .with(sriov(), mig(), mode(), scheduler())
                .with(install(), uninstall(), upgrade())
                .with(
                        doctor(),
                        bundle(),
                        cleanup(),
                        recover(),
                        serve(),
                        usage(),
                        FleetCommands.fleet(),
                        MdevCommands.mdev(),
                        sim())
                .with(completion())
                .example("vgpuctl gpus", "the GPUs of this host")
                .example("vgpuctl create P40-12C --count 2", "two vGPUs with 12 GB each")
                .example("vgpuctl attach p40-12c-1 my-vm", "give one to a VM")
                .example(
                        "vgpuctl --host sim:tesla-p10 types",
                        "the same on a simulated host, which needs no GPU and no root");
    }

    private static Command gpus() {
        return Command.named("gpus", "List the physical GPUs")
                .under(LOOK)
                .with(Option.flag("map", "draw what lies where in each frame buffer"));
    }

    private static Command types() {
        return Command.named("types", "List the vGPU types, and how many fit now")
                .under(LOOK)
                .with(Operand.optional("GPU", "address in any notation, as 82:00.0"))
                .example("vgpuctl types 82:00.0", "the types of one GPU");
    }

    private static Command list() {
        return Command.named("list", "List the vGPUs, active and defined").under(LOOK);
    }

    private static Command show() {
        return Command.named("show", "Show one vGPU in full").under(LOOK).with(ID);
    }

    private static Command status() {
        return Command.named("status", "Show what GPUs and vGPUs are doing")
                .under(LOOK)
                .describedAs(
                        "Asks NVIDIA's library, or nvidia-smi where it is not there. With --watch"
                                + " once a second, on the whole terminal, until q is pressed.")
                .with(Option.flag("watch", "again and again").letter('w'));
    }

    private static Command plan() {
        return Command.named("plan", "Show what it would take to make vGPUs, and change nothing")
                .under(LOOK)
                .describedAs(
                        "Finds the best way whenever there is one: which type, GPU, mode and place,"
                                + " and what can be made afterwards. Where there is none, why, and"
                                + " the nearest ways that are.")
                .with(Operand.optional("TYPE", "P40-12C, 'GRID P40-12C', nvidia-286 or 286"))
                .with(
                        NEED,
                        USE,
                        Option.number("count", "N", new Accepts.WholeNumber(1, 512), "how many")
                                .letter('n')
                                .otherwise("1, or one for each --vm"),
                        Option.text("vm", "VM", "who gets it; once for each vGPU").repeated(),
                        Option.text("gpu", "GPU", "the only GPU that may take them")
                                .otherwise("any"),
                        Option.flag("same-gpu", "all on one GPU"),
                        Option.flag("spread", "on as many GPUs as possible"))
                .example("vgpuctl plan A40-12C --count 3", "where three would go")
                .example("vgpuctl plan --need 12G --use compute", "by what it has to be good for");
    }

    private static Command create() {
        return Command.named("create", "Make vGPUs: defined, active and ready for a VM")
                .under(LIFE)
                .describedAs(
                        "A new vGPU is defined in /etc/mdevctl.d, where mdevctl and libvirt look,"
                                + " and made active. Its UUID comes from the host and its name, so"
                                + " the same name gives the same UUID again.")
                .with(Operand.required("TYPE", "P40-12C, 'GRID P40-12C', nvidia-286 or 286"))
                .with(
                        Option.number("count", "N", new Accepts.WholeNumber(1, 512), "how many")
                                .letter('n')
                                .otherwise("1, or one for each --vm"),
                        Option.text(
                                        "name",
                                        "NAME",
                                        "what to call it; with --count, NAME-1, NAME-2, …")
                                .otherwise("the type and a number"),
                        Option.text("uuid", "UUID", "its UUID; once for each vGPU")
                                .repeated()
                                .otherwise("from the host and the name"),
                        Option.text("gpu", "GPU", "where to make it").otherwise("chosen"),
                        Option.text(
                                        "vm",
                                        "VM",
                                        "give it to this libvirt domain; once for each vGPU")
                                .repeated(),
                        Option.text(
                                "owner",
                                "OWNER",
                                "whose they are, in free text; only they take them away"),
                        Option.text(
                                        "param",
                                        "NAME=VALUE",
                                        "parameter of the driver's plugin, such as"
                                                + " frame_rate_limiter=0")
                                .repeated(),
                        Option.flag("autostart", "start it whenever its GPU appears, as at boot"),
                        Option.negatable("define", "keep a definition; without, a reboot ends it")
                                .onByDefault(),
                        Option.negatable("start", "make it active; without, it is only defined")
                                .onByDefault(),
                        DRY_RUN)
                .example(
                        "vgpuctl create P40-12C --count 2 --autostart", "two that outlive a reboot")
                .example("vgpuctl create P40-12C --vm web-1 --vm web-2", "one for each of two VMs")
                .example("vgpuctl create 50 --gpu 82:00.0 --name desk", "by id, on one GPU, named");
    }

    private static Command start() {
        return Command.named("start", "Make defined vGPUs active")
                .under(LIFE)
                .with(IDS)
                .with(DRY_RUN);
    }

    private static Command stop() {
        return Command.named("stop", "Give active vGPUs back to the driver; definitions stay")
                .under(LIFE)
                .with(IDS)
                .with(FOR_OWNER, DRY_RUN);
    }

    private static Command remove() {
        return Command.named("remove", "Stop vGPUs and delete their definitions")
                .under(LIFE)
                .with(IDS)
                .with(FOR_OWNER, DRY_RUN);
    }

    private static Command define() {
        return Command.named("define", "Keep active vGPUs over a reboot")
                .under(LIFE)
                .with(IDS)
                .with(Option.flag("autostart", "start them whenever their GPU appears"), DRY_RUN);
    }

    private static Command undefine() {
        return Command.named("undefine", "Delete definitions; active vGPUs stay active")
                .under(LIFE)
                .with(IDS)
                .with(FOR_OWNER, DRY_RUN);
    }

    private static Command adopt() {
        return Command.named("adopt", "Take over vGPUs that somebody else made")
                .under(LIFE)
                .describedAs(
                        "What mdevctl, libvirt or somebody by hand made is shown as foreign, and is"
                                + " left alone until it is adopted. Nothing is done to the vGPU: it"
                                + " gets a name, and the VM that has it keeps it. With --owner, what"
                                + " is ours already is given to somebody, who has to be named when"
                                + " it is taken away.")
                .with(IDS)
                .with(
                        Option.text("name", "NAME", "what to call it")
                                .otherwise("the type and a number"),
                        Option.text("owner", "OWNER", "whose it is, in free text"),
                        Option.flag("force", "take it from another owner"),
                        DRY_RUN)
                .example("vgpuctl adopt 3eb9d560 --name desk", "one that mdevctl started")
                .example("vgpuctl adopt desk --owner 'team a'", "nobody else removes it now");
    }

    private static Command autostart() {
        return Command.named("autostart", "Start vGPUs whenever their GPU appears, or no longer")
                .under(LIFE)
                .with(IDS)
                .with(Option.flag("off", "no longer"), DRY_RUN);
    }

    private static Command attach() {
        return Command.named("attach", "Give a vGPU to a VM")
                .under(VMS)
                .describedAs(
                        "Changes the running VM and its configuration, or the configuration alone"
                                + " where it does not run. What cannot work is refused before"
                                + " libvirt sees it, and the VM's XML is read back afterwards.")
                .with(ID, VM)
                .with(
                        LIVE,
                        CONFIG,
                        Option.negatable("display", "show its screen, where VM and type can")
                                .onByDefault(),
                        Option.flag("force", "leave the rule on several vGPUs a VM to the driver"),
                        DRY_RUN);
    }

    private static Command detach() {
        return Command.named("detach", "Take a vGPU away from a VM")
                .under(VMS)
                .with(ID, VM)
                .with(LIVE, CONFIG, DRY_RUN);
    }

    private static Command apply() {
        return Command.named("apply", "Make the host as a layout file says")
                .under(LAYOUT)
                .describedAs(
                        "What fits is kept, what is in use is not touched. All of it is one change:"
                                + " where something is refused, everything is taken back. A second"
                                + " apply does nothing.")
                .with(
                        LAYOUT_FILE,
                        Option.flag(
                                "prune",
                                "remove the vGPUs on its GPUs that the layout does not name"),
                        Option.text(
                                        "allow-disruption",
                                        "ID",
                                        "this vGPU may be taken from a running VM")
                                .repeated(),
                        Option.flag("yes", "do not ask"),
                        DRY_RUN)
                .example("vgpuctl diff -f host.yaml", "what would change")
                .example("vgpuctl apply -f host.yaml --yes", "in a script");
    }

    private static Command diff() {
        return Command.named("diff", "Show how the host differs from a layout file")
                .under(LAYOUT)
                .with(LAYOUT_FILE);
    }

    private static Command assertion() {
        return Command.named("assert", "The same, with exit status 10 where it differs")
                .under(LAYOUT)
                .with(LAYOUT_FILE);
    }

    private static Command export() {
        return Command.named("export", "Write the host as a layout file")
                .under(LAYOUT)
                .describedAs("What it writes applies to this host as no change.")
                .example("vgpuctl export > host.yaml", "to keep, to copy, to edit");
    }

    private static Command importing() {
        var config =
                Option.text("config", "NAME", "which of its configurations")
                        .otherwise("the only one, or default");
        return Command.named("import", "Write what another program keeps as a layout file")
                .under(LAYOUT)
                .with(
                        Command.named("mdevctl", "Of mdevctl's definitions")
                                .describedAs(
                                        "Without a FILE those of this host, with the VMs that have"
                                                + " those devices.")
                                .with(
                                        Operand.anyNumber(
                                                "FILE",
                                                "what 'mdevctl list --dumpjson' printed, or files"
                                                        + " of /etc/mdevctl.d"))
                                .with(OUTPUT_FILE)
                                .example(
                                        "vgpuctl import mdevctl > host.yaml",
                                        "the definitions of this host"),
                        Command.named("libvirt", "Of libvirt's node devices and domains")
                                .describedAs("Without a FILE those of this host.")
                                .with(
                                        Operand.anyNumber(
                                                "FILE",
                                                "what 'virsh nodedev-dumpxml' and 'virsh dumpxml'"
                                                        + " printed"))
                                .with(OUTPUT_FILE),
                        Command.named("nvidia-dev-ctl", "Of what nvidia-dev-ctl saved")
                                .with(Operand.required("FILE", "what it saved, a table"))
                                .with(OUTPUT_FILE),
                        Command.named(
                                        "vgpu-device-manager",
                                        "Of a configuration of NVIDIA's vGPU device manager")
                                .with(Operand.required("FILE", "its vgpu-configs, YAML"))
                                .with(config, OUTPUT_FILE),
                        Command.named("mig-parted", "Of a configuration of NVIDIA's mig-parted")
                                .with(Operand.required("FILE", "its mig-configs, YAML"))
                                .with(config, OUTPUT_FILE)
                                .example(
                                        "vgpuctl import mig-parted config.yaml --config all-1g.5gb",
                                        "one of several"));
    }

    private static Command restore() {
        return Command.named("restore", "Bring back what a restart of the host took")
                .under(LAYOUT)
                .describedAs(
                        "For the start of the host: waits for the driver of each GPU, then enables"
                                + " virtual functions, modes and GPU instances as they were, and"
                                + " starts what has autostart. One bad GPU does not stop the others;"
                                + " the exit status is 11 where something is missing still.")
                .with(
                        Option.number(
                                        "timeout",
                                        "SECONDS",
                                        new Accepts.WholeNumber(0, 3_600),
                                        "how long to wait for drivers")
                                .byDefault("120"));
    }

    private static Command guest() {
        return Command.named("guest", "Say what a VM's guest needs: its driver and its licence")
                .under(VMS)
                .describedAs(
                        "Which guest drivers go with this host's, what the guest's driver says"
                                + " now, and the files with which it gets a licence: gridd.conf, a"
                                + " script for Linux and one for Windows, and what cloud-init takes"
                                + " at a first start. Nothing is changed in the VM.")
                .with(VM)
                .with(
                        Option.text("output-dir", "DIR", "write the files there")
                                .otherwise("shown"),
                        Option.text("token", "FILE", "the client configuration token")
                                .otherwise("to be put beside the files"),
                        Option.text(
                                "server",
                                "ADDRESS[:PORT]",
                                "a licence server of the kind before branch 15"))
                .example("vgpuctl guest web-1", "is it licensed?")
                .example("vgpuctl guest web-1 --token my.tok --output-dir kit", "its files");
    }

    private static Command sriov() {
        return Command.named("sriov", "Virtual functions, on which vGPUs live since Ampere")
                .under(CUT)
                .with(
                        Command.named("status", "Show the virtual functions").with(ANY_GPU),
                        Command.named("enable", "Enable the virtual functions of a GPU")
                                .describedAs(
                                        "Runs NVIDIA's sriov-manage and waits for the functions."
                                                + " What that sweeps away, mixed-size mode and GPU"
                                                + " instances, is put back.")
                                .with(GPU)
                                .with(DRY_RUN),
                        Command.named("disable", "Disable the virtual functions of a GPU")
                                .with(GPU)
                                .with(DRY_RUN));
    }

    private static Command mig() {
        var profiles = Operand.oneOrMore("PROFILE", "1g.5gb, 3x1g.5gb for three of them, or none");
        return Command.named("mig", "GPU instances, into which MIG cuts a card")
                .under(CUT)
                .with(
                        Command.named("status", "Show instances and where more would fit")
                                .with(ANY_GPU),
                        Command.named("plan", "Show what it takes to cut a GPU so")
                                .with(GPU, profiles),
                        Command.named("apply", "Cut a GPU into exactly these instances")
                                .describedAs(
                                        "Enables MIG mode and virtual functions where they are"
                                                + " needed. Instances that are wished and there stay;"
                                                + " those that carry a vGPU are never touched.")
                                .with(GPU, profiles)
                                .with(DRY_RUN)
                                .example(
                                        "vgpuctl mig apply 41:00.0 3g.20gb 4x1g.5gb",
                                        "one large and four small instances"),
                        Command.named("enable", "Enter MIG mode").with(GPU).with(DRY_RUN),
                        Command.named("disable", "Destroy all instances and leave MIG mode")
                                .with(GPU)
                                .with(DRY_RUN));
    }

    private static Command mode() {
        return Command.named("mode", "Let vGPUs of one size or of several share a GPU")
                .under(CUT)
                .with(
                        Operand.required("MODE", "whether all its vGPUs have one size")
                                .oneOf("equal-size", "mixed-size"),
                        GPU)
                .with(DRY_RUN);
    }

    private static Command scheduler() {
        return Command.named("scheduler", "Choose how a GPU's time is shared among its vGPUs")
                .under(CUT)
                .with(
                        GPU,
                        Operand.required("POLICY", "who gets how much of it")
                                .oneOf("best-effort", "equal-share", "fixed-share"))
                .with(DRY_RUN);
    }

    private static Command usage() {
        return Command.named("usage", "Show how long vGPUs were there, and whose")
                .under(MORE)
                .describedAs(
                        "Counted while 'vgpuctl serve' runs. When it did not is said beside the"
                                + " figures.")
                .with(
                        Option.text("since", "TIME", "a day or time in UTC, or 12h or 30d ago")
                                .otherwise("all that is kept, 400 days"),
                        Option.text("until", "TIME", "likewise").otherwise("now"),
                        Option.text("by", "LIST", "some of owner, type, host, day and hour")
                                .byDefault("owner,type"))
                .example("vgpuctl usage --since 30d", "the last 30 days")
                .example(
                        "vgpuctl usage --since 2026-11-01 --until 2026-12-01 --by owner,type,host"
                                + " -o csv",
                        "a month, for a spreadsheet");
    }

    private static Command doctor() {
        return Command.named("doctor", "Find out what is wrong, and what to do about it")
                .under(HELP)
                .describedAs(
                        "Reads the logs, tools and files of this host, or those that somebody sent,"
                                + " and says what is wrong, which lines prove it, why it is so and"
                                + " what to do. The exit status is 10 where something is to be"
                                + " done.")
                .with(Operand.anyNumber("FILE", "more logs, as with --log"))
                .with(
                        Option.text(
                                        "log",
                                        "FILE",
                                        "examine this instead of the host: a journal, dmesg, a QEMU"
                                                + " log, nvidia-smi -q, …; - for standard input")
                                .repeated(),
                        Option.text("bundle", "FILE", "examine what 'vgpuctl bundle' wrote"),
                        Option.text(
                                        "since",
                                        "TIME",
                                        "of the host's logs only what is later, as journalctl"
                                                + " takes it")
                                .otherwise("all since the host was started"))
                .example("vgpuctl doctor --since '10 minutes ago'", "is it over?")
                .example("vgpuctl doctor --log journal.txt --log qemu.log", "what somebody sent");
    }

    private static Command bundle() {
        return Command.named("bundle", "Write what doctor reads into one archive")
                .under(HELP)
                .describedAs("Passwords and tokens are left out. Everything else is as it is.")
                .with(
                        Option.text("output-file", "FILE", "where to, a zip")
                                .byDefault("vgpuctl-bundle.zip"),
                        Option.flag(
                                "redact", "also without host names, addresses and serial numbers"));
    }

    private static Command install() {
        return Command.named("install", "Install NVIDIA's driver for vGPU hosts, or upgrade it")
                .under(DRIVER)
                .describedAs(
                        "Looks first at what stands in the way. Then it installs what the driver is"
                                + " built with, blacklists nouveau, switches the IOMMU on for the"
                                + " next start, runs the package's installer, loads the driver and"
                                + " starts its services. Where the host has to be restarted it says"
                                + " so (exit status 11): run the same command again afterwards, as"
                                + " after any failure, and it goes on. What tools say is kept in"
                                + " /var/log/vgpuctl/driver.log. Nothing is fetched but packages of"
                                + " the distribution.")
                .with(
                        Operand.required(
                                "PACKAGE", "the .run, .deb or .rpm from NVIDIA's licensing portal"))
                .with(
                        Option.text(
                                        "installer-option",
                                        "OPTION",
                                        "one more option for the installer of a .run")
                                .repeated(),
                        Option.flag("yes", "do not ask"),
                        DRY_RUN)
                .example(
                        "vgpuctl install NVIDIA-Linux-x86_64-550.90.05-vgpu-kvm.run --dry-run",
                        "what would be done?")
                .example(
                        "vgpuctl install nvidia-vgpu-ubuntu-550_550.90.05_amd64.deb --yes",
                        "also in the place of an older version: what is defined stays");
    }

    private static Command uninstall() {
        return Command.named("uninstall", "Take away the driver that install brought")
                .under(DRIVER)
                .describedAs(
                        "Removes the driver, lets nouveau be loaded again, and takes out the"
                                + " kernel's options that install added. Packages of the"
                                + " distribution, definitions and the log stay.")
                .with(Option.flag("yes", "do not ask"), DRY_RUN);
    }

    private static Command cleanup() {
        return Command.named("cleanup", "Find what failed attempts left, and take it away")
                .under(HELP)
                .describedAs(
                        "Shows what is left and how that is known; the exit status is 10 where"
                                + " there is something. With --yes it is taken away, what holds"
                                + " something before what it holds, and the host is looked at"
                                + " again before each step: what a VM uses is never touched.")
                .with(
                        Option.flag("yes", "take it away"),
                        Option.flag("dry-run", "show the steps that --yes would take"))
                .example("vgpuctl cleanup", "what is left?")
                .example("vgpuctl cleanup --yes", "away with it");
    }

    private static Command upgrade() {
        return Command.named("upgrade", "Rehearse an upgrade of the driver")
                .under(DRIVER)
                .describedAs(
                        "Compares what is stored here, definitions, records and modes, with the"
                                + " database of a driver that is not installed yet: which types it"
                                + " lacks, renames or numbers anew. Nothing is changed. The exit"
                                + " status is 10 where something would be lost.")
                .with(
                        Option.text(
                                "check",
                                "FILE",
                                "the new driver's vgpuConfig.xml, from its package"))
                .example(
                        "vgpuctl upgrade --check new/vgpuConfig.xml",
                        "before the upgrade, not after it");
    }

    private static Command recover() {
        return Command.named("recover", "Finish or undo changes that were cut off").under(MORE);
    }

    private static Command serve() {
        return Command.named("serve", "Answer the same over HTTP, until told to end")
                .under(MORE)
                .describedAs(
                        "Listens on a Unix socket, and on a loopback address where one is named."
                                + " Answers what the commands answer, as JSON, with the same words"
                                + " and the same refusals; every change is written to an audit"
                                + " file.")
                .with(
                        Option.text("socket", "PATH", "where its Unix socket is")
                                .otherwise("/run/vgpuctl/vgpuctl.sock, below --root"),
                        Option.text("socket-group", "GROUP", "whose members may connect, too")
                                .otherwise("the group of the process"),
                        Option.choice(
                                        "socket-role",
                                        "ROLE",
                                        List.of("view", "operate", "administer"),
                                        "what they may do; root and the daemon's user may all")
                                .byDefault("operate"),
                        Option.text(
                                        "group-role",
                                        "GROUP=ROLE",
                                        "what members of a group may do there instead")
                                .repeated(),
                        Option.text(
                                "listen",
                                "ADDRESS:PORT",
                                "also on 127.0.0.1 or [::1], or with TLS on any address"),
                        Option.text("tls-cert", "FILE", "its certificate, in PEM"),
                        Option.text("tls-key", "FILE", "the certificate's key, in PEM"),
                        Option.text("token-file", "FILE", "who may come that way"),
                        Option.number(
                                        "rate",
                                        "N",
                                        new Accepts.WholeNumber(1, 1_000_000),
                                        "requests that each client may send in a second")
                                .byDefault("1000"))
                .with(
                        Option.text(
                                "fleet",
                                "STORE",
                                "also as a host of the fleet that is kept there: file:///DIR or"
                                        + " etcd://HOST:PORT,…/PREFIX"),
                        Option.text("fleet-host", "ID", "what this host is called in the fleet")
                                .otherwise("its host name"),
                        Option.text(
                                "fleet-group",
                                "GROUP",
                                "the rack, cluster or site of this host, which requests may ask"
                                        + " for"),
                        Option.text(
                                        "fleet-label",
                                        "KEY=VALUE",
                                        "anything else that requests may ask for")
                                .repeated())
                .with(FleetCommands.access())
                .example("vgpuctl serve", "for this host")
                .example(
                        "vgpuctl --host sim:a40:vfio serve --listen 127.0.0.1:8470",
                        "for trying things");
    }

    private static Command sim() {
        return Command.named("sim", "Steer a simulated host")
                .under(MORE)
                .with(
                        Command.named("reset", "Make the simulated host new"),
                        Command.named("reboot", "Restart the simulated host"),
                        Command.named("virsh", "Start, end and show its VMs, as virsh does")
                                .with(
                                        Operand.oneOrMore(
                                                "WORD",
                                                "start, destroy, domstate or dumpxml, and a VM")));
    }

    private static Command completion() {
        return Command.named("completion", "Let a shell complete on Tab")
                .under(MORE)
                .with(
                        Command.named("script", "Print what a shell reads to complete vgpuctl")
                                .with(
                                        Operand.required("SHELL", "which shell")
                                                .oneOf("bash", "zsh", "fish"))
                                .example(
                                        "eval \"$(vgpuctl completion script bash)\"",
                                        "in ~/.bashrc, where vgpuctl is not installed as a package"),
                        Command.named("words", "Print what can come next; the scripts ask this")
                                .describedAs(
                                        "A line for each word that can stand in place of the last"
                                                + " one, a tab and what it means. A line that begins"
                                                + " with a colon is not a word: :files and"
                                                + " :directories stand for those that there are.")
                                .with(
                                        Operand.anyNumber(
                                                "WORD", "the line so far, without the program"))
                                .example(
                                        "vgpuctl completion words -- --host sim:t4 create ''",
                                        "the types of a simulated host"));
    }
}
