package vgpuctl.cli.command;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import vgpuctl.cli.line.Accepts.AnyUuid;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.inventory.MdevAttribute;
import vgpuctl.core.mdev.Found;
import vgpuctl.core.mdev.MdevChange;
import vgpuctl.core.mdev.MdevFilter;
import vgpuctl.core.mdev.MdevWish;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.Request;

/** What somebody typed after {@code mdev}, as a request. */
public final class MdevRequests {

    private static final int MOST_BYTES = 1 << 20;

    private MdevRequests() {}

    /** What of mdevctl's command line this line breaks; empty where it is right. */
    public static Optional<String> fault(Parsed line) {
        return switch (line.name()) {
            case "mdev define" -> needsOne(line).or(() -> clash(line, "jsonfile", "type", "auto"));
            case "mdev start" -> needsOne(line).or(() -> clash(line, "jsonfile", "type"));
            case "mdev undefine", "mdev stop" -> needsUuid(line);
            case "mdev modify" -> modifyFault(line);
            default -> Optional.empty();
        };
    }

    private static Optional<String> needsOne(Parsed line) {
        return isGiven(line, "uuid") || isGiven(line, "parent")
                ? Optional.empty()
                : Optional.of("--uuid UUID or --parent PARENT is missing");
    }

    private static Optional<String> needsUuid(Parsed line) {
        return isGiven(line, "uuid") ? Optional.empty() : Optional.of("--uuid UUID is missing");
    }

    private static Optional<String> modifyFault(Parsed line) {
        return needsUuid(line)
                .or(() -> clash(line, "auto", "manual"))
                .or(() -> clash(line, "delattr", "addattr", "value"))
                .or(() ->
                        clash(
                                line,
                                "jsonfile",
                                "type",
                                "addattr",
                                "delattr",
                                "index",
                                "value",
                                "auto",
                                "manual"))
                .or(() -> needs(line, "addattr", "value"))
                .or(() -> needs(line, "value", "addattr"))
                .or(() -> needs(line, "live", "jsonfile"))
                .or(() -> nothing(line));
    }

    private static Optional<String> clash(Parsed line, String name, String... others) {
        for (var other : others) {
            if (isGiven(line, name) && isGiven(line, other)) {
                return Optional.of("--" + name + " cannot be used with --" + other);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> needs(Parsed line, String name, String other) {
        return isGiven(line, name) && !isGiven(line, other)
                ? Optional.of("--" + name + " needs --" + other)
                : Optional.empty();
    }

    private static Optional<String> nothing(Parsed line) {
        for (var name : new String[] {"type", "addattr", "delattr", "auto", "manual", "jsonfile"}) {
            if (isGiven(line, name)) {
                return Optional.empty();
            }
        }
        return Optional.of(
                "nothing is to be changed: give --auto, --manual, --type, --addattr,"
                        + " --delattr or --jsonfile");
    }

    private static boolean isGiven(Parsed line, String name) {
        return line.values().containsKey(name);
    }

    /** What is asked for. */
    public static Request of(Parsed line) {
        fault(line)
                .ifPresent(fault -> {
                    throw new Problem.BadInput(fault, "see " + line.path().typed() + " --help")
                            .thrown();
                });
        return switch (line.name()) {
            case "mdev list" -> new Request.ListMdevs(filter(line), line.flag("defined"));
            case "mdev types" ->
                    new Request.ListMdevTypes(
                            new MdevFilter(Optional.empty(), line.optional("parent")));
            case "mdev start-parent-mdevs" -> new Request.AutostartMdevs(line.text("PARENT"));
            default -> {
                var given = line.optional("uuid").flatMap(AnyUuid::uuid);
                var wish = wish(line, given.orElseGet(UUID::randomUUID));
                yield new Request.Mdev(wish, line.flag("force"), given.isEmpty());
            }
        };
    }

    private static MdevFilter filter(Parsed line) {
        return new MdevFilter(
                line.optional("uuid").flatMap(AnyUuid::uuid), line.optional("parent"));
    }

    private static MdevWish wish(Parsed line, UUID uuid) {
        return switch (line.name()) {
            case "mdev define" ->
                    new MdevWish.Define(
                            uuid,
                            line.optional("parent"),
                            kind(line),
                            line.flag("auto"),
                            Found.NOTHING);
            case "mdev undefine" -> new MdevWish.Undefine(uuid, line.optional("parent"));
            case "mdev modify" -> modification(line, uuid);
            case "mdev start" -> new MdevWish.Start(uuid, line.optional("parent"), kind(line));
            case "mdev stop" -> new MdevWish.Stop(uuid);
            default -> throw new IllegalStateException("no request for " + line.name());
        };
    }

    private static MdevWish.Kind kind(Parsed line) {
        return new MdevWish.Kind(line.optional("type"), json(line));
    }

    private static MdevWish modification(Parsed line, UUID uuid) {
        var json = json(line);
        if (line.flag("live")) {
            return new MdevWish.ModifyLive(
                    uuid, line.optional("parent"), json.orElseThrow(), line.flag("defined"));
        }
        return new MdevWish.Modify(
                uuid,
                line.optional("parent"),
                json.<MdevChange>map(MdevChange.Whole::new).orElseGet(() -> parts(line)));
    }

    private static MdevChange.Parts parts(Parsed line) {
        return new MdevChange.Parts(
                line.optional("type"),
                line.flag("auto") || line.flag("manual")
                        ? Optional.of(line.flag("auto"))
                        : Optional.empty(),
                attributes(line));
    }

    private static MdevChange.Attributes attributes(Parsed line) {
        var number = line.optionalNumber("index");
        var index =
                number.isPresent()
                        ? OptionalInt.of(Math.toIntExact(number.getAsLong()))
                        : OptionalInt.empty();
        if (line.flag("delattr")) {
            return new MdevChange.Delete(index);
        }
        return line.optional("addattr")
                .<MdevChange.Attributes>map(name ->
                        new MdevChange.Add(
                                checked(new MdevAttribute(name, line.text("value"))), index))
                .orElseGet(MdevChange.Keep::new);
    }

    private static MdevAttribute checked(MdevAttribute attribute) {
        if (!attribute.isSafe()) {
            throw new Problem.BadInput(
                            "Invalid attribute '" + attribute.name() + "'",
                            "an attribute is a name below the device's folder, as"
                                    + " nvidia/vgpu_params")
                    .thrown();
        }
        return attribute;
    }

    /** What libvirt names so is its pipe to us. */
    private static Optional<String> json(Parsed line) {
        return line.optional("jsonfile").map(MdevRequests::read);
    }

    private static String read(String file) {
        try {
            return TextFile.read(
                    file.equals("/dev/stdin") ? "-" : file, MOST_BYTES, "a file with a definition");
        } catch (ProblemException e) {
            throw new Problem.NotFound(
                            "Unable to read jsonfile \"" + file + "\"",
                            e.problem().reason() + ": " + e.problem().wayOut())
                    .thrown();
        }
    }
}
