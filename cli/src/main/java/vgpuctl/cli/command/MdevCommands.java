package vgpuctl.cli.command;

import vgpuctl.cli.line.Accepts;
import vgpuctl.cli.line.Command;
import vgpuctl.cli.line.Operand;
import vgpuctl.cli.line.Option;

/** mdevctl's commands and options, by mdevctl's names. */
final class MdevCommands {

    private static final Option PARENT =
            Option.text("parent", "PARENT", "the device that it is made on").letter('p');
    private static final Option TYPE =
            Option.text("type", "TYPE", "its type, as nvidia-286 or P40-12C").letter('t');
    private static final Option JSON_FILE =
            Option.text("jsonfile", "FILE", "all of it, as JSON; - for standard input");
    private static final Option AUTO =
            Option.flag("auto", "start it when its parent appears").letter('a');
    private static final Option FORCE =
            Option.flag(
                            "force",
                            "go on where a script refuses, or where parent and type are not there")
                    .letter('f');
    private static final Option DUMP_JSON = Option.flag("dumpjson", "print JSON, as mdevctl does");
    private static final Option DRY_RUN =
            Option.flag("dry-run", "show what would be done, and do nothing");

    private MdevCommands() {}

    private static Option uuid(String summary) {
        return Option.uuid("uuid", summary).letter('u');
    }

    static Command mdev() {
        return Command.named("mdev", "Do what mdevctl does, with its command line and its files")
                .under("More")
                .describedAs(
                        "Prints what mdevctl 1.3 prints, and calls the scripts that it calls. Where"
                                + " vGPUs are virtual functions, it lists and makes those."
                                + " Under the names mdevctl and lsmdev (links to vgpuctl) it takes"
                                + " mdevctl's place, also for libvirt.",
                        "Scripts are in callouts and notifiers below /etc/mdevctl.d/scripts.d and"
                                + " /usr/lib/mdevctl/scripts.d. Each is run with -t TYPE -e EVENT"
                                + " -a ACTION -s STATE -u UUID -p PARENT and reads the definition; a"
                                + " status of 1 refuses, 2 says that the device is another's.",
                        "MDEVCTL_ENV_ROOT is --root. The exit status is 1 where something fails and"
                                + " 2 where the command line is wrong.")
                .with(
                        types(),
                        list(),
                        define(),
                        undefine(),
                        modify(),
                        start(),
                        stop(),
                        startParentMdevs())
                .example("vgpuctl mdev types", "what can be made on which parent")
                .example("vgpuctl mdev list --defined", "what outlives a restart");
    }

    private static Command types() {
        return Command.named("types", "List the types of each parent").with(PARENT, DUMP_JSON);
    }

    private static Command list() {
        return Command.named("list", "List the active devices, or the defined ones")
                .with(
                        Option.flag("defined", "the defined ones").letter('d'),
                        DUMP_JSON,
                        Option.flag("verbose", "their attributes, too").letter('v'),
                        uuid("only this one"),
                        PARENT);
    }

    private static Command define() {
        return Command.named("define", "Keep a device over a restart")
                .describedAs(
                        "An active device is kept as it is, with --uuid alone. Without --uuid a new"
                                + " one is printed.")
                .with(uuid("which device"), AUTO, PARENT, TYPE, JSON_FILE, FORCE, DRY_RUN)
                .example(
                        "vgpuctl mdev define -a -p 0000:82:00.0 -t nvidia-286",
                        "a new one, started with its parent");
    }

    private static Command undefine() {
        return Command.named("undefine", "Delete a definition, or those of all parents")
                .with(uuid("which device"), PARENT, FORCE, DRY_RUN);
    }

    private static Command modify() {
        return Command.named("modify", "Change a definition")
                .with(
                        uuid("which device"),
                        PARENT,
                        TYPE,
                        Option.text("addattr", "NAME", "add an attribute"),
                        Option.flag("delattr", "delete an attribute"),
                        Option.number(
                                        "index",
                                        "N",
                                        new Accepts.WholeNumber(0, Integer.MAX_VALUE),
                                        "before or at which attribute, from 0")
                                .letter('i')
                                .otherwise("at the end"),
                        Option.text("value", "VALUE", "what --addattr is to write"),
                        AUTO,
                        Option.flag("manual", "do not start it when its parent appears")
                                .letter('m'),
                        Option.flag("live", "change the active device, by a script").letter('l'),
                        Option.flag("defined", "with --live: its definition, too").letter('d'),
                        JSON_FILE,
                        FORCE,
                        DRY_RUN);
    }

    private static Command start() {
        return Command.named("start", "Make a device active, one that is defined or a new one")
                .with(uuid("which device"), PARENT, TYPE, JSON_FILE, FORCE, DRY_RUN);
    }

    private static Command stop() {
        return Command.named("stop", "Give an active device back")
                .with(uuid("which device"), FORCE, DRY_RUN);
    }

    private static Command startParentMdevs() {
        return Command.named("start-parent-mdevs", "Start what is to be started with a parent")
                .describedAs("For udev, when the parent appears.")
                .with(Operand.required("PARENT", "the device that appeared"));
    }
}
