package vgpuctl.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import vgpuctl.cli.command.Requests;
import vgpuctl.cli.line.Parsed;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.Decision;
import vgpuctl.core.fleet.DecisionJson;
import vgpuctl.core.fleet.FleetClaim;
import vgpuctl.core.fleet.HostResources;
import vgpuctl.core.fleet.InventoryJson;
import vgpuctl.core.fleet.MalformedDocument;
import vgpuctl.core.fleet.PlacementPolicy;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.Where;
import vgpuctl.core.fleet.place.PlacementRules;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.json.Json;
import vgpuctl.core.json.JsonArray;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.json.YamlWriter;
import vgpuctl.core.plan.WhatIf;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeName;
import vgpuctl.fleet.address.StoreAddress;
import vgpuctl.fleet.documents.Cluster;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.scheduler.FleetView;
import vgpuctl.fleet.scheduler.Outcome;
import vgpuctl.fleet.scheduler.Scheduler;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreException;

/** The commands of a fleet: they ask its store, and no host. */
final class FleetLine {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Parsed line;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Screen screen;
    private final Predicate<String> confirmation;

    /**
     * A command of a fleet.
     *
     * @param confirmation shows a plan to a person, and asks
     */
    FleetLine(
            Parsed line,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            Screen screen,
            Predicate<String> confirmation) {
        this.confirmation = confirmation;
        this.line = line;
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.screen = screen;
    }

    int run() {
        var address =
                StoreAddress.parse(
                        line.optional("store")
                                .or(() -> Optional.ofNullable(environment.get("VGPUCTL_FLEET")))
                                .orElseThrow(() ->
                                        new Problem.BadInput(
                                                        "nothing says where the fleet's store is",
                                                        "name it with --store, or in VGPUCTL_FLEET")
                                                .thrown()));
        try (var store = new FleetAccess(line).open(address);
                var scheduler =
                        new Scheduler(
                                store,
                                address.keys(),
                                Placer.of(List.of(), PlacementRules.USUAL),
                                PATIENCE)) {
            if (Cluster.id(store, address.keys()).isEmpty()) {
                throw noFleet(store).thrown();
            }
            return answer(scheduler, store, address.keys());
        } catch (StoreException e) {
            throw e.problem().thrown();
        } catch (MalformedDocument e) {
            throw ServedFleet.unreadable(e).thrown();
        }
    }

    private static Problem noFleet(Store store) {
        return new Problem.NotFound(
                store.name() + " holds no fleet",
                "start an agent on a host: vgpuctl serve --fleet STORE");
    }

    private int answer(Scheduler scheduler, Store store, Keys keys) {
        return switch (line.name()) {
            case "fleet hosts" -> hosts(listed(scheduler));
            case "fleet status" -> claims(listed(scheduler), new OnTheirWay(store, keys));
            case "fleet request" -> request(scheduler);
            case "fleet place" -> decided(scheduler, scheduler.decide(wish("what-if")));
            case "fleet release" -> release(scheduler);
            case "fleet cordon" -> cordon(scheduler, true);
            case "fleet uncordon" -> cordon(scheduler, false);
            case "fleet readmit" -> readmit(scheduler);
            case "fleet drain", "fleet defragment" -> move(scheduler, store, keys);
            case "fleet events" -> new FleetEvents(line, store, keys, out, err).follow();
            default -> throw new IllegalStateException(line.name());
        };
    }

    private int move(Scheduler scheduler, Store store, Keys keys) {
        var placer = Placer.of(List.of(), PlacementRules.USUAL);
        return new FleetMoves(line, out, err, screen, confirmation)
                .run(scheduler, new FleetMoves.Fleet(store, keys, placer));
    }

    private static Map<String, FleetView.Known> listed(Scheduler scheduler) {
        scheduler.view().list();
        return scheduler.view().hosts();
    }

    // ---- looking ----

    private int hosts(Map<String, FleetView.Known> hosts) {
        var table =
                new Table(
                        Column.left("HOST"),
                        Column.left("STATE"),
                        Column.right("GPUS"),
                        Column.left("MODELS").shortening(1),
                        Column.right("CLAIMS"),
                        Column.right("VGPUS"),
                        Column.left("NOTE").wrapping(2));
        var json = new ArrayList<Json>();
        hosts.forEach((id, known) -> {
            var inventory = known.inventory();
            var seen = known.seen(id);
            table.row(
                    id,
                    seen.state(),
                    inventory.map(one -> Integer.toString(one.gpus().size())).orElse("?"),
                    inventory
                            .map(one ->
                                    String.join(
                                            ", ",
                                            one.models().stream()
                                                    .map(model -> model.name())
                                                    .toList()))
                            .orElse(""),
                    Integer.toString(known.allocation().claims().size()),
                    Integer.toString(
                            known.allocation().claims().stream()
                                    .mapToInt(claim -> claim.vgpus().size())
                                    .sum()),
                    String.join("; ", seen.notes()));
            var object =
                    JsonObject.builder()
                            .put("host", id)
                            .put("state", seen.state())
                            .put("notes", seen.notes());
            inventory.ifPresent(one -> object.put("inventory", InventoryJson.toJson(one)));
            json.add(object.put("allocation", AllocationJson.toJson(known.allocation())).build());
        });
        return print(table.render(screen), new JsonArray(json));
    }

    private int claims(Map<String, FleetView.Known> hosts, OnTheirWay onTheirWay) {
        var ways = onTheirWay.among(hosts);
        var table =
                new Table(
                        Column.left("CLAIM"),
                        Column.left("HOST"),
                        Column.left("VGPUS").wrapping(1),
                        Column.left("VM"),
                        Column.left("STATE"));
        var json = new ArrayList<Json>();
        hosts.forEach((id, known) -> {
            var seen = known.seen(id);
            for (var claim : known.allocation().claims()) {
                var state = ways.state(id, claim).orElseGet(() -> seen.carries(claim));
                table.row(claim.id(), id, claim.words(), claim.vm().orElse("-"), state);
                json.add(json(id, claim, state));
            }
        });
        return print(table.isEmpty() ? "No claims.\n" : table.render(screen), new JsonArray(json));
    }

    private static JsonObject json(String host, FleetClaim claim, String state) {
        return JsonObject.builder()
                .put("host", host)
                .put("state", state)
                .put("claim", AllocationJson.claim(claim))
                .build();
    }

    // ---- claims ----

    private int request(Scheduler scheduler) {
        var id =
                line.optional("claim")
                        .orElseGet(() -> "claim-" + UUID.randomUUID().toString().substring(0, 13));
        return switch (scheduler.request(wish(id))) {
            case Outcome.Refused(var refused) -> decided(scheduler, refused);
            case Outcome.Granted(var placed, var parts) -> {
                print(
                        said(id, parts, "granted") + "  " + placed.why() + "\n",
                        DecisionJson.of(placed));
                yield ExitCode.DONE;
            }
            case Outcome.Held(var parts) -> {
                var json = new ArrayList<Json>();
                parts.forEach(part -> json.add(json(part.host(), part.claim(), "held")));
                print(said(id, parts, "held already"), new JsonArray(json));
                yield ExitCode.DONE;
            }
        };
    }

    private static String said(String id, List<Outcome.Part> parts, String how) {
        var text = new StringBuilder("Claim " + id + " is " + how + ":\n");
        for (var part : parts) {
            text.append("  ").append(part.host()).append(": ").append(part.claim().words());
            text.append('\n');
        }
        return text.toString();
    }

    /** A decision that nothing was done about. */
    private int decided(Scheduler scheduler, Decision decision) {
        switch (decision) {
            case Decision.Placed placed -> {
                var text = new StringBuilder("It would go to:\n");
                placed.hosts()
                        .forEach(host ->
                                text.append("  ")
                                        .append(host)
                                        .append(": ")
                                        .append(placed.claimOn(host).words())
                                        .append('\n'));
                print(text + "  " + placed.why() + "\n", DecisionJson.of(placed));
                return ExitCode.DONE;
            }
            case Decision.Refused refused -> {
                refuseUnknownHosts(scheduler);
                if (!line.text("output").equals("json") && !line.text("output").equals("yaml")) {
                    err.println("error: no host of the fleet can take it");
                    if (refused.reasons().isEmpty()) {
                        err.println("hint:  no host has joined it yet: 'vgpuctl serve --fleet'");
                    }
                    for (var reason : refused.reasons()) {
                        err.println(
                                "  %d host%s: %s"
                                        .formatted(
                                                reason.hosts(),
                                                reason.hosts() == 1 ? "" : "s",
                                                reason.sentence()));
                    }
                    refused.cheapest().ifPresent(way -> err.println("hint:  " + way.words()));
                } else {
                    print("", DecisionJson.of(refused));
                }
                return ExitCode.NO_ROOM;
            }
        }
    }

    private void refuseUnknownHosts(Scheduler scheduler) {
        for (var host : line.all("on")) {
            if (!scheduler.view().hosts().containsKey(host)) {
                throw new Problem.NotFound(
                                "the fleet has no host " + host, "see 'vgpuctl fleet hosts'")
                        .thrown();
            }
        }
    }

    private PlacementRequest wish(String claim) {
        if (line.flag("several-hosts") && line.optional("vm").isPresent()) {
            throw new Problem.BadInput(
                            "the vGPUs of one VM are on one host",
                            "leave --vm or --several-hosts out")
                    .thrown();
        }
        return new PlacementRequest(
                claim,
                line.optional("owner"),
                line.optional("vm"),
                wanted(),
                (int) line.number("count"),
                HostResources.NONE,
                where(),
                false,
                line.optional("policy").flatMap(PlacementPolicy::named));
    }

    private Wanted wanted() {
        return switch (Requests.asked(line)) {
            case WhatIf.Asked.Type(var name) -> new Wanted.Exactly(new TypeName(name));
            case WhatIf.Asked.Need(var mib, var series) -> new Wanted.Need(mib, series);
        };
    }

    private Where where() {
        var where = Where.ANYWHERE;
        where = where.onHosts(new HashSet<>(line.all("on")));
        where = where.notOnHosts(new HashSet<>(line.all("not-on")));
        where = where.inGroups(new HashSet<>(line.all("group")));
        where = where.labelled(Labels.of("label", line.all("label")));
        where = where.onModels(new HashSet<>(line.all("model")));
        where = line.flag("one-numa") ? where.onOneNuma() : where;
        where = line.flag("several-hosts") ? where.onSeveralHosts() : where;
        for (var sharing : Where.GpuSharing.values()) {
            where = sharing.word().equals(line.text("gpus")) ? where.with(sharing) : where;
        }
        var apart = line.optional("apart");
        return apart.isPresent() ? where.apart(apart.get()) : where;
    }

    private int release(Scheduler scheduler) {
        var json = new ArrayList<Json>();
        var text = new StringBuilder();
        for (var id : line.all("CLAIM")) {
            var hosts = scheduler.release(id);
            json.add(JsonObject.builder().put("claim", id).put("hosts", hosts).build());
            text.append(
                    hosts.isEmpty()
                            ? "Nobody holds " + id + ".\n"
                            : "Released " + id + " on " + String.join(", ", hosts) + ".\n");
        }
        return print(text.toString(), new JsonArray(json));
    }

    private int cordon(Scheduler scheduler, boolean on) {
        var host = line.text("HOST");
        var isNew = scheduler.cordon(host, on);
        var claims =
                Optional.ofNullable(listed(scheduler).get(host))
                        .map(known -> known.allocation().claims().size())
                        .orElse(0);
        var text =
                on
                        ? "Nothing new goes to %s%s. It carries %d claim%s.\n"
                                .formatted(
                                        host,
                                        isNew ? " from now on" : ", as before",
                                        claims,
                                        claims == 1 ? "" : "s")
                        : "Claims may go to %s%s.\n".formatted(host, isNew ? " again" : "");
        var json = JsonObject.builder().put("host", host).put("cordoned", on).put("claims", claims);
        return print(text, json.build());
    }

    private int readmit(Scheduler scheduler) {
        var host = line.text("HOST");
        var known = Optional.ofNullable(listed(scheduler).get(host));
        var claims = known.map(of -> of.allocation().claims().size()).orElse(0);
        var consequence =
                "%s is to carry %d claim%s. What else the fleet made there is taken away, unless a VM uses it.\n"
                        .formatted(host, claims, claims == 1 ? "" : "s");
        var json = JsonObject.builder().put("host", host).put("claims", claims);
        if (known.isPresent() && line.flag("dry-run")) {
            return print(consequence, json.build());
        }
        if (known.isPresent() && !line.flag("yes") && !confirmation.test(consequence)) {
            out.println("Nothing was changed.");
            return ExitCode.DONE;
        }
        scheduler.readmit(host);
        return print("The store's word counts on " + host + " again.\n", json.build());
    }

    private int print(String text, Json json) {
        switch (line.text("output")) {
            case "json" -> out.print(JsonWriter.pretty(json) + "\n");
            case "yaml" -> out.print(YamlWriter.write(json) + "\n");
            default -> out.print(text);
        }
        return ExitCode.DONE;
    }
}
