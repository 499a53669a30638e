package vgpuctl.server.api;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import vgpuctl.core.document.Fields;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fleet.HostResources;
import vgpuctl.core.fleet.PlacementPolicy;
import vgpuctl.core.fleet.PlacementRequest;
import vgpuctl.core.fleet.Where;
import vgpuctl.core.plan.WhatIf;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeName;

/** What a body asks of a fleet. */
final class FleetWish {

    private static final int MOST = 1024;

    /** With the words of the command line. */
    static final Body.Keys KEYS =
            new Body.Keys(
                    "a request",
                    List.of(
                            Key.text("type", "a type, or else 'need'"),
                            Key.text("need", "frame buffer at least, as 12G, of any type"),
                            Key.text("use", "compute, workstation, desktop or apps"),
                            Key.whole("count", "how many; 1 where it is left out"),
                            Key.text("claim", "what it is held by; made up where it is left out"),
                            Key.text("vm", "the VM that they are for"),
                            Key.text("owner", "anybody else that they belong to"),
                            Key.texts("on", "the hosts that may carry it"),
                            Key.texts("not-on", "hosts that may not"),
                            Key.texts("groups", "the groups of hosts that may carry it"),
                            Key.textByName("labels", "what the hosts' labels have to be"),
                            Key.truth("one-numa", "all on GPUs of one NUMA node"),
                            Key.truth("several-hosts", "on one host or on several"),
                            Key.texts("models", "the GPUs' models that may carry it"),
                            Key.text("apart", "no host carries two claims of the same word"),
                            Key.text("gpus", "any, same or different: whether they share GPUs"),
                            Key.text("policy", "pack, spread or reserve-large")));

    private FleetWish() {}

    /** What is asked for, held by this id where it names none. */
    static PlacementRequest of(Fields fields, String claim) {
        if (fields.truth("several-hosts").orElse(false) && fields.has("vm")) {
            throw new Problem.BadInput(
                            "the vGPUs of one VM are on one host",
                            "leave 'vm' or 'several-hosts' out")
                    .thrown();
        }
        return new PlacementRequest(
                fields.text("claim").orElse(claim),
                fields.text("owner"),
                fields.text("vm"),
                wanted(fields),
                fields.whole("count", 1, MOST).orElse(1),
                HostResources.NONE,
                where(fields),
                false,
                policy(fields));
    }

    private static Wanted wanted(Fields fields) {
        return switch (Routes.wanted(fields)) {
            case WhatIf.Asked.Type(var name) -> new Wanted.Exactly(new TypeName(name));
            case WhatIf.Asked.Need(var mib, var series) -> new Wanted.Need(mib, series);
        };
    }

    private static Where where(Fields fields) {
        var where =
                Where.ANYWHERE
                        .onHosts(new HashSet<>(fields.texts("on")))
                        .notOnHosts(new HashSet<>(fields.texts("not-on")))
                        .inGroups(new HashSet<>(fields.texts("groups")))
                        .labelled(labels(fields))
                        .onModels(new TreeSet<>(fields.texts("models")))
                        .with(sharing(fields));
        if (fields.truth("one-numa").orElse(false)) {
            where = where.onOneNuma();
        }
        if (fields.truth("several-hosts").orElse(false)) {
            where = where.onSeveralHosts();
        }
        var apart = fields.text("apart");
        return apart.isPresent() ? where.apart(apart.get()) : where;
    }

    private static Map<String, String> labels(Fields fields) {
        return fields.has("labels") ? Routes.texts(fields, "labels") : Map.of();
    }

    private static Where.GpuSharing sharing(Fields fields) {
        return fields.choice("gpus", List.of(Where.GpuSharing.values()), Where.GpuSharing::word)
                .orElse(Where.GpuSharing.ANY);
    }

    private static Optional<PlacementPolicy> policy(Fields fields) {
        return fields.choice("policy", List.of(PlacementPolicy.values()), PlacementPolicy::word);
    }
}
