package vgpuctl.cli.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.core.plan.Affect;
import vgpuctl.core.plan.AttachPlanner.AttachWish;
import vgpuctl.core.plan.CreateWish;
import vgpuctl.core.plan.VgpuName;
import vgpuctl.core.problem.Problem;
import vgpuctl.operations.Request;

/** What somebody typed, as a request. */
public final class Requests {

    private Requests() {}

    public static Request of(Parsed line) {
        return switch (line.name()) {
            case "gpus" -> new Request.Gpus();
            case "types" -> new Request.Types(line.optional("GPU"));
            case "list" -> new Request.ListVgpus();
            case "show" -> new Request.Show(line.text("ID"));
            case "create" -> new Request.Create(wish(line));
            case "start" -> new Request.Start(line.all("ID"));
            case "stop" -> new Request.Stop(line.all("ID"));
            case "remove" -> new Request.Remove(line.all("ID"));
            case "define" -> new Request.Define(line.all("ID"), line.flag("autostart"));
            case "undefine" -> new Request.Undefine(line.all("ID"));
            case "autostart" -> new Request.Autostart(line.all("ID"), !line.flag("off"));
            case "attach" ->
                    new Request.Attach(
                            line.text("ID"),
                            line.text("VM"),
                            new AttachWish(faces(line), !line.flag("display"), line.flag("force")));
            case "detach" -> new Request.Detach(line.text("ID"), line.text("VM"), faces(line));
            case "doctor" -> doctor(line);
            case "bundle" -> new Request.Bundle(line.text("output-file"), line.flag("redact"));
            case "recover" -> new Request.Recover();
            default -> throw new IllegalStateException("no request for " + line.name());
        };
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
                line.optional("name").map(VgpuName::checked),
                line.all("uuid").stream().map(Requests::uuid).toList(),
                line.optional("gpu"),
                vms,
                life(line));
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
