package vgpuctl.cli.command;

import java.util.List;
import vgpuctl.cli.line.Accepts;
import vgpuctl.cli.line.Command;
import vgpuctl.cli.line.Operand;
import vgpuctl.cli.line.Option;

/** Many hosts, one request. */
public final class FleetCommands {

    private static final Option STORE =
            Option.text("store", "STORE", "file:///DIR, or etcd://HOST:PORT,…/PREFIX")
                    .otherwise("the environment's VGPUCTL_FLEET");

    private static final Operand HOST = Operand.required("HOST", "a host, by its id in the fleet");

    private FleetCommands() {}

    /**
     * At most so many vGPUs are moved where nothing is said: to empty a host, and for more room.
     */
    public static final int MOVES_OF_A_DRAIN = 1000;

    public static final int MOVES = 4;

    /** What it takes to be let in; for {@code serve} as well. */
    static Option[] access() {
        return new Option[] {
            Option.text("store-ca", "FILE", "who vouches for etcd's members, in PEM: with TLS"),
            Option.text("store-cert", "FILE", "the certificate to show to etcd, in PEM"),
            Option.text("store-key", "FILE", "the certificate's key, in PEM"),
            Option.text("store-user", "USER", "a user of etcd"),
            Option.text("store-password-file", "FILE", "the user's password, on one line")
        };
    }

    static Command fleet() {
        return Command.named("fleet", "Ask for vGPUs on any of many hosts")
                .under("More")
                .describedAs(
                        "The hosts' agents ('vgpuctl serve --fleet STORE') say in a store what they"
                                + " have, and take from it what they are to carry.")
                .with(STORE)
                .with(access())
                .with(
                        Command.named("hosts", "List the hosts, and what they carry"),
                        Command.named(
                                "status", "List the claims, and whether they are carried out"),
                        request("request", "Claim vGPUs, on the host where they fit best")
                                .with(
                                        Option.text(
                                                        "claim",
                                                        "ID",
                                                        "what it is held by; asked for twice, it"
                                                                + " is granted once")
                                                .otherwise("one that is made up"))
                                .example(
                                        "vgpuctl fleet request A40-12Q --count 2 --claim ml-7",
                                        "two vGPUs on one host"),
                        request("place", "Show where a request would go, or why nowhere"),
                        Command.named("release", "Give claims' vGPUs back")
                                .with(Operand.oneOrMore("CLAIM", "a claim, by its id")),
                        Command.named("cordon", "Let nothing new onto a host").with(HOST),
                        Command.named("uncordon", "Let claims onto a host again").with(HOST),
                        Command.named("readmit", "Let the store's word count on a host again")
                                .describedAs(
                                        "For a host that knows of later changes than the store,"
                                                + " after an older copy of the store was put back:"
                                                + " what the fleet made there since is taken away,"
                                                + " unless a VM uses it. Better is to put the newest"
                                                + " copy back.")
                                .with(HOST)
                                .with(Option.flag("yes", "do not ask"), CommandTree.DRY_RUN),
                        moving(Command.named("drain", "Move all that a host carries elsewhere"))
                                .describedAs(
                                        "Nothing new goes to the host. Claims without a VM are"
                                                + " placed elsewhere; of those with a VM the vGPUs"
                                                + " are made there first, then your hook migrates"
                                                + " the VM. Without a hook they stay. Where it is"
                                                + " stopped or killed, say it again: it goes on.")
                                .with(HOST)
                                .with(moves(MOVES_OF_A_DRAIN))
                                .example(
                                        "vgpuctl fleet drain h1 --dry-run",
                                        "what would go where, and what stays")
                                .example(
                                        "vgpuctl fleet drain h1 --hook ./migrate --yes",
                                        "before a reboot, in a script"),
                        moving(
                                        Command.named(
                                                "defragment",
                                                "Move vGPUs so that more of what is free is of use"))
                                .describedAs(
                                        "Each time the move that gains most, while one gains"
                                                + " anything. Within a host a VM is stopped and"
                                                + " started by your hook.")
                                .with(moves(MOVES)),
                        events(),
                        simulate())
                .example(
                        "vgpuctl fleet hosts --store file:///srv/fleet",
                        "the hosts of a fleet that is kept in a directory");
    }

    private static Command simulate() {
        return Command.named("simulate", "Try requests on a fleet of simulated hosts")
                .describedAs(
                        "Hosts that are not there join the store, and requests come and go, at"
                                + " random or from a trace. What became of them is summed up; hosts"
                                + " and claims are taken out of the store again.")
                .with(
                        Option.number(
                                        "hosts",
                                        "N",
                                        new Accepts.WholeNumber(1, 100_000),
                                        "how many hosts")
                                .byDefault("200"),
                        Option.number("gpus", "N", new Accepts.WholeNumber(1, 64), "GPUs of each")
                                .byDefault("4"),
                        Option.text("board", "BOARD", "their GPUs, the hosts taking turns")
                                .repeated()
                                .otherwise("A40, L40S and L4"),
                        Option.number(
                                        "requests",
                                        "N",
                                        new Accepts.WholeNumber(1, 1_000_000_000),
                                        "how many requests")
                                .otherwise("10000, or all of the trace"),
                        Option.number(
                                        "for",
                                        "SECONDS",
                                        new Accepts.WholeNumber(1, 1_000_000),
                                        "end after so long, in real time")
                                .otherwise("after the last request"),
                        Option.text(
                                        "speed",
                                        "FACTOR",
                                        "simulated seconds in a real one, 1 for real time; or max")
                                .byDefault("max"),
                        Option.text(
                                        "mix",
                                        "WANTED",
                                        "a type or a need, and how often: A40-12Q=3, 12G,"
                                                + " 2G:desktop")
                                .repeated()
                                .otherwise("4G, 6G, 8G, 12G, 16G, 24G and 48G"),
                        Option.number(
                                        "lifetime",
                                        "SECONDS",
                                        new Accepts.WholeNumber(1, 1_000_000_000),
                                        "how long a claim is held, in the mean")
                                .byDefault("3600"),
                        Option.number(
                                        "load",
                                        "PERCENT",
                                        new Accepts.WholeNumber(1, 1000),
                                        "of all frame buffer that would be held if nothing were"
                                                + " refused")
                                .byDefault("90"),
                        Option.number(
                                        "rate",
                                        "N",
                                        new Accepts.WholeNumber(1, 1_000_000_000),
                                        "requests in a simulated hour")
                                .otherwise("as --load says"),
                        Option.text("trace", "FILE", "requests from a CSV file, not at random"),
                        Option.number(
                                        "requesters",
                                        "N",
                                        new Accepts.WholeNumber(1, 1024),
                                        "how many ask at once")
                                .byDefault("8"),
                        Option.number(
                                        "schedulers",
                                        "N",
                                        new Accepts.WholeNumber(1, 64),
                                        "among which they share")
                                .byDefault("1"),
                        Option.number(
                                        "seed",
                                        "N",
                                        new Accepts.WholeNumber(0, Long.MAX_VALUE),
                                        "of what is random")
                                .byDefault("1"),
                        Option.flag("keep", "leave hosts and claims in the store"))
                .example(
                        "vgpuctl fleet simulate --hosts 1000 --load 110",
                        "a thousand hosts in a store that is made for it, asked for more than they"
                                + " have");
    }

    private static Command moving(Command command) {
        return command.with(
                Option.text("hook", "PROGRAM", "moves VMs: see docs/fleet.md")
                        .otherwise("claims stay that have a VM"),
                Option.number(
                                "hook-timeout",
                                "SECONDS",
                                new Accepts.WholeNumber(1, 86_400),
                                "how long the hook may take for one VM")
                        .byDefault("600"),
                Option.number(
                                "wait",
                                "SECONDS",
                                new Accepts.WholeNumber(1, 3600),
                                "how long to wait for a host to make the vGPUs")
                        .byDefault("60"),
                Option.flag("yes", "do not ask"),
                CommandTree.DRY_RUN);
    }

    private static Option moves(int usual) {
        return Option.number("moves", "N", new Accepts.WholeNumber(1, 10_000), "at most so many")
                .byDefault(Integer.toString(usual));
    }

    private static Command events() {
        return Command.named("events", "Follow what changes in the fleet")
                .describedAs(
                        "A line for each change, from now on: hosts that are heard, lost, cordoned"
                                + " and that complain, claims that are granted, carried out, moved"
                                + " and released. With -o json a JSON object for each.")
                .with(
                        Option.text("for", "DURATION", "how long, as 90s, 5m or 2h")
                                .otherwise("until it is interrupted"),
                        Option.flag("now", "begin with what is there now"));
    }

    private static Command request(String name, String summary) {
        return Command.named(name, summary)
                .with(Operand.optional("TYPE", "a vGPU type, as A40-12Q"))
                .with(
                        CommandTree.NEED,
                        CommandTree.USE,
                        Option.number("count", "N", new Accepts.WholeNumber(1, 1024), "how many")
                                .byDefault("1"),
                        Option.text("vm", "VM", "the VM that they are for"),
                        Option.text("owner", "OWNER", "anybody else that they belong to"),
                        Option.text("on", "HOST", "only there").repeated(),
                        Option.text("not-on", "HOST", "not there").repeated(),
                        Option.text("group", "GROUP", "only on hosts of it").repeated(),
                        Option.text("label", "KEY=VALUE", "only on hosts that have it").repeated(),
                        Option.text("model", "MODEL", "only on GPUs of it").repeated(),
                        Option.flag("one-numa", "all on GPUs of one NUMA node"),
                        Option.flag("several-hosts", "they may be on several hosts"),
                        Option.text(
                                "apart",
                                "WORD",
                                "no host carries two claims that have the same word"),
                        Option.choice(
                                        "gpus",
                                        "HOW",
                                        List.of("any", "same", "different"),
                                        "whether they share GPUs")
                                .byDefault("any"),
                        Option.choice(
                                "policy",
                                "POLICY",
                                List.of("pack", "spread", "reserve-large"),
                                "which of several places"));
    }
}
