package vgpuctl.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.apply.ApplyPlanner.Leave;
import vgpuctl.core.fit.Spread;
import vgpuctl.core.guest.GuestWish;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Scheduler;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.layout.ReadLayout;
import vgpuctl.core.plan.AdoptPlanner.AdoptWish;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.AttachPlanner.AttachWish;
import vgpuctl.core.plan.CreateWish;
import vgpuctl.core.plan.Owner;
import vgpuctl.core.plan.VgpuName;
import vgpuctl.core.plan.WhatIf;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.text.Size;
import vgpuctl.core.type.Series;
import vgpuctl.operations.Request;
import vgpuctl.operations.Request.Aspect;

/** What somebody typed, as a request. */
public final class Requests {

    private Requests() {}

    public static Request of(Parsed line) {
        return switch (line.name()) {
            case "gpus" -> new Request.Gpus(line.flag("map"));
            case "types" -> new Request.Types(line.optional("GPU"));
            case "list" -> new Request.ListVgpus();
            case "show" -> new Request.Show(line.text("ID"));
            case "create" -> new Request.Create(wish(line));
            case "start" -> new Request.Start(line.all("ID"));
            case "stop" -> new Request.Stop(line.all("ID"), owner(line));
            case "remove" -> new Request.Remove(line.all("ID"), owner(line));
            case "define" -> new Request.Define(line.all("ID"), line.flag("autostart"));
            case "undefine" -> new Request.Undefine(line.all("ID"), owner(line));
            case "adopt" ->
                    new Request.Adopt(
                            line.all("ID"),
                            new AdoptWish(name(line), owner(line), line.flag("force")));
            case "autostart" -> new Request.Autostart(line.all("ID"), !line.flag("off"));
            case "attach" ->
                    new Request.Attach(
                            line.text("ID"),
                            line.text("VM"),
                            new AttachWish(faces(line), !line.flag("display"), line.flag("force")));
            case "detach" -> new Request.Detach(line.text("ID"), line.text("VM"), faces(line));
            case "apply" -> apply(line, layoutText(line));
            case "diff", "assert" -> {
                var read = layout(line);
                yield new Request.Compare(
                        read.layout(), read.positions(), line.name().equals("assert"));
            }
            case "restore" -> new Request.Restore(waiting(line.number("timeout")));
            case "import mdevctl",
                    "import libvirt",
                    "import nvidia-dev-ctl",
                    "import vgpu-device-manager",
                    "import mig-parted" ->
                    new Request.ImportLayout(Imports.of(line));
            case "upgrade" -> new Request.Rehearse(checked(line));
            case "export" -> new Request.ExportLayout();
            case "status" -> new Request.Status();
            case "guest" ->
                    new Request.Guest(
                            new GuestWish(
                                    line.text("VM"),
                                    line.optional("output-dir"),
                                    line.optional("token"),
                                    line.optional("server")));
            case "plan" -> new Request.PlanVgpus(whatIf(line));
            case "sriov status" -> new Request.Partitions(line.optional("GPU"), Aspect.FUNCTIONS);
            case "sriov enable" -> new Request.SwitchFunctions(line.text("GPU"), true);
            case "sriov disable" -> new Request.SwitchFunctions(line.text("GPU"), false);
            case "mig status" -> new Request.Partitions(line.optional("GPU"), Aspect.MIG);
            case "mig enable" -> new Request.SwitchMig(line.text("GPU"), true);
            case "mig disable" -> new Request.SwitchMig(line.text("GPU"), false);
            case "mig plan", "mig apply" ->
                    new Request.CutMig(line.text("GPU"), profiles(line.all("PROFILE")));
            case "mode" ->
                    new Request.SwitchMixedSizes(
                            line.text("GPU"), line.text("MODE").equals("mixed-size"));
            case "scheduler" ->
                    new Request.SetScheduler(
                            line.text("GPU"), Scheduler.named(line.text("POLICY")).orElseThrow());
            case "doctor" -> doctor(line);
            case "bundle" -> new Request.Bundle(line.text("output-file"), line.flag("redact"));
            case "cleanup" -> new Request.Cleanup(cleanupMode(line));
            case "install" ->
                    new Request.Install(
                            line.text("PACKAGE"),
                            line.all("installer-option"),
                            line.flag("dry-run"));
            case "uninstall" -> new Request.Uninstall(line.flag("dry-run"));
            case "recover" -> new Request.Recover();
            case "mdev define",
                    "mdev undefine",
                    "mdev modify",
                    "mdev start",
                    "mdev stop",
                    "mdev list",
                    "mdev types",
                    "mdev start-parent-mdevs" ->
                    MdevRequests.of(line);
            default -> throw new IllegalStateException("no request for " + line.name());
        };
    }

    /** An {@code apply} of a text that was read before. */
    public static Request.Apply apply(Parsed line, String layout) {
        var read = LayoutFile.understood(layoutFile(line), layout);
        return new Request.Apply(
                read.layout(),
                read.positions(),
                new Leave(line.flag("prune"), Set.copyOf(line.all("allow-disruption"))));
    }

    /** The text of the file that the line names, or of standard input. */
    public static String layoutText(Parsed line) {
        return LayoutFile.text(layoutFile(line));
    }

    /** Whether a daemon can carry it out: it needs nothing but the host and what is typed. */
    public static boolean isForDaemon(Parsed line) {
        return switch (line.name()) {
            case "create",
                    "start",
                    "stop",
                    "remove",
                    "define",
                    "undefine",
                    "adopt",
                    "autostart",
                    "attach",
                    "detach",
                    "apply",
                    "sriov enable",
                    "sriov disable",
                    "mig enable",
                    "mig disable",
                    "mig apply",
                    "mode",
                    "scheduler",
                    "recover" ->
                    true;
            case "cleanup" -> cleanupMode(line) == Request.Cleanup.Mode.ACT;
            default -> false;
        };
    }

    private static String checked(Parsed line) {
        return line.optional("check")
                .orElseThrow(() ->
                        new Problem.BadInput(
                                        "nothing says which driver is to be compared",
                                        "name its database: vgpuctl upgrade --check"
                                                + " vgpuConfig.xml")
                                .thrown());
    }

    /** Waits a second at a time, until so many are over. */
    private static BooleanSupplier waiting(long seconds) {
        var end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        return () -> {
            if (System.nanoTime() >= end) {
                return false;
            }
            try {
                Thread.sleep(Duration.ofSeconds(1));
                return true;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }

    private static ReadLayout.Understood layout(Parsed line) {
        return LayoutFile.read(layoutFile(line));
    }

    private static String layoutFile(Parsed line) {
        return line.optional("file")
                .orElseThrow(() ->
                        new Problem.BadInput(
                                        "no layout is named",
                                        "name one: vgpuctl " + line.name() + " -f host.yaml")
                                .thrown());
    }

    /** Whoever asks to be shown the steps gets none taken, also with --yes. */
    private static Request.Cleanup.Mode cleanupMode(Parsed line) {
        if (line.flag("dry-run")) {
            return Request.Cleanup.Mode.PLAN;
        }
        return line.flag("yes") ? Request.Cleanup.Mode.ACT : Request.Cleanup.Mode.SHOW;
    }

    private static WhatIf whatIf(Parsed line) {
        var vms = line.all("vm");
        return new WhatIf(
                asked(line),
                Math.toIntExact(line.optionalNumber("count").orElse(Math.max(1, vms.size()))),
                vms,
                line.optional("gpu"),
                spread(line));
    }

    /** The type that a line names, or what is needed of one. */
    public static WhatIf.Asked asked(Parsed line) {
        var type = line.optional("TYPE");
        var need = line.optional("need");
        if (type.isPresent() == need.isPresent()) {
            throw new Problem.BadInput(
                            type.isPresent()
                                    ? "a type and --need are two answers to one question"
                                    : "nothing says what is needed",
                            "write a type, as A40-12C, or a need: --need 12G --use compute")
                    .thrown();
        }
        return type.<WhatIf.Asked>map(WhatIf.Asked.Type::new)
                .orElseGet(() ->
                        new WhatIf.Asked.Need(
                                Size.parseMib(need.orElseThrow())
                                        .orElseThrow(() -> noSize(need.orElseThrow()).thrown()),
                                Series.ofUse(line.text("use")).orElseThrow()));
    }

    private static Problem noSize(String text) {
        return new Problem.BadInput(
                "'" + text + "' is not an amount of memory", "write it as in 12G or 512M");
    }

    private static Spread spread(Parsed line) {
        if (line.flag("same-gpu") && line.flag("spread")) {
            throw new Problem.BadInput(
                            "--same-gpu and --spread exclude each other", "leave one of them out")
                    .thrown();
        }
        if (line.flag("same-gpu")) {
            return Spread.SAME_GPU;
        }
        return line.flag("spread") ? Spread.SPREAD : Spread.PACKED;
    }

    /** Whether a change is to be shown, not made. */
    public static boolean isOnlyPlanned(Parsed line) {
        return line.name().equals("mig plan") || line.flag("dry-run");
    }

    private static Request.Doctor doctor(Parsed line) {
        var logs = new ArrayList<>(line.all("log"));
        logs.addAll(line.all("FILE"));
        var bundle = line.optional("bundle");
        var since = line.optional("since");
        if (since.isPresent() && !(logs.isEmpty() && bundle.isEmpty())) {
            throw new Problem.BadInput(
                            "--since is for the logs of this host",
                            "leave it out where you name a log or a bundle")
                    .thrown();
        }
        return new Request.Doctor(logs, bundle, since);
    }

    private static CreateWish wish(Parsed line) {
        var vms = line.all("vm");
        return new CreateWish(
                line.text("TYPE"),
                Math.toIntExact(line.optionalNumber("count").orElse(Math.max(1, vms.size()))),
                name(line),
                line.all("uuid").stream().map(Requests::uuid).toList(),
                line.optional("gpu"),
                vms,
                owner(line),
                parameters(line),
                life(line));
    }

    private static Optional<String> name(Parsed line) {
        return line.optional("name").map(VgpuName::checked);
    }

    private static Optional<String> owner(Parsed line) {
        return line.optional("owner").map(Owner::checked);
    }

    private static CreateWish.Life life(Parsed line) {
        var defined = line.flag("define");
        var active = line.flag("start");
        if (!defined && !active) {
            throw new Problem.BadInput(
                            "with --no-define and --no-start there is nothing to make",
                            "leave one of them out")
                    .thrown();
        }
        if (!defined && line.flag("autostart")) {
            throw new Problem.BadInput(
                            "--autostart needs a definition",
                            "leave --no-define or --autostart out")
                    .thrown();
        }
        return new CreateWish.Life(defined, active, line.flag("autostart"));
    }

    /** {@code 3x1g.5gb} is three of them, {@code none} is no instance at all. */
    private static List<String> profiles(List<String> words) {
        var profiles = new ArrayList<String>();
        for (var word : words) {
            var times = word.indexOf('x');
            var isCounted = times == 1 && Character.isDigit(word.charAt(0));
            var count = isCounted ? word.charAt(0) - '0' : 1;
            if (!word.equals("none")) {
                profiles.addAll(Collections.nCopies(count, isCounted ? word.substring(2) : word));
            }
        }
        return profiles;
    }

    private static Parameters parameters(Parsed line) {
        var parameters = Parameters.NONE;
        for (var word : line.all("param")) {
            var equals = word.indexOf('=');
            if (equals <= 0 || word.indexOf(',') >= 0 || !word.strip().equals(word)) {
                throw new Problem.BadInput(
                                "'" + word + "' is not a parameter",
                                "write it as in --param frame_rate_limiter=0, once for each")
                        .thrown();
            }
            parameters = parameters.with(word.substring(0, equals), word.substring(equals + 1));
        }
        return parameters;
    }

    private static UUID uuid(String text) {
        return Optional.of(text.toLowerCase(Locale.ROOT))
                .flatMap(VgpuRecordText::uuid)
                .orElseThrow(() ->
                        new Problem.BadInput(
                                        "'" + text + "' is not a UUID",
                                        "write it as in"
                                                + " 3eb9d560-0b31-11ee-91a9-bb28039c61eb, or"
                                                + " leave --uuid out")
                                .thrown());
    }

    private static Set<Affect> faces(Parsed line) {
        var faces = EnumSet.noneOf(Affect.class);
        if (line.flag("live")) {
            faces.add(Affect.LIVE);
        }
        if (line.flag("config")) {
            faces.add(Affect.CONFIG);
        }
        return faces;
    }

    /** The words of a request, for the journal and for those who wait for it. */
    public static String words(List<String> arguments) {
        return "vgpuctl " + String.join(" ", arguments);
    }
}
