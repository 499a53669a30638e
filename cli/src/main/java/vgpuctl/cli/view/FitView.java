package vgpuctl.cli.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import vgpuctl.cli.screen.Column;
import vgpuctl.cli.screen.Screen;
import vgpuctl.cli.screen.Table;
import vgpuctl.core.fit.CardChange;
import vgpuctl.core.fit.Creatable;
import vgpuctl.core.fit.Fit;
import vgpuctl.core.fit.Given;
import vgpuctl.core.fit.Seat;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.plan.WhatIf;

/** What it would take to make some vGPUs, or why it cannot be and what could. */
final class FitView {

    private FitView() {}

    static String render(WhatIf.Outcome outcome, Screen screen) {
        return switch (outcome.fit()) {
            case Fit.Fits fits -> fits(fits, screen);
            case Fit.Misfit(var reasons) -> misfit(outcome, reasons);
        };
    }

    private static String fits(Fit.Fits fits, Screen screen) {
        var text = new StringBuilder("It fits:\n\n").append(given(fits.given(), screen));
        if (!fits.changes().isEmpty()) {
            text.append("\nFirst:\n");
            fits.changes().forEach(change -> text.append("  ").append(words(change)).append("\n"));
        }
        return text.append("\nWhat can be made afterwards, each type for itself:\n\n")
                .append(creatable(fits.creatable(), screen))
                .toString();
    }

    private static String given(List<Given> given, Screen screen) {
        var table =
                new Table(
                        Column.left("TYPE"),
                        Column.left("GPU"),
                        Column.left("MODE"),
                        Column.left("WHERE"),
                        Column.left("VM"),
                        Column.left("WHY").wrapping(1));
        for (var one : given) {
            table.row(
                    one.type().token(),
                    one.card(),
                    mode(one.seat()),
                    where(one.seat()),
                    one.vm().orElse(Words.NONE),
                    one.why());
        }
        return table.render(screen);
    }

    private static String mode(Seat seat) {
        return switch (seat) {
            case Seat.EqualSize() -> "equal-size";
            case Seat.MixedSize _ -> "mixed-size";
            case Seat.OnInstance _ -> "MIG";
        };
    }

    private static String where(Seat seat) {
        return switch (seat) {
            case Seat.EqualSize() -> Words.NONE;
            case Seat.MixedSize(var id) -> "at " + id + " GB";
            case Seat.OnInstance(var instance, var created) -> instance + (created ? " (new)" : "");
        };
    }

    private static String words(CardChange change) {
        var parts = new ArrayList<String>();
        if (change.isSwitch()) {
            parts.add("switch " + change.card() + " to " + change.mode().word() + " mode");
        }
        if (!change.destroyed().isEmpty()) {
            parts.add("destroy " + instances(change.destroyed()));
        }
        if (!change.created().isEmpty()) {
            parts.add("create " + instances(change.created()));
        }
        return (change.isSwitch() ? "" : "on " + change.card() + " ") + String.join(", ", parts);
    }

    private static String instances(List<GpuInstance> instances) {
        return String.join(", ", instances.stream().map(GpuInstance::toString).toList());
    }

    /** A line for each GPU and number: the types of which so many are left. */
    private static String creatable(List<Creatable> creatable, Screen screen) {
        var byCard = new LinkedHashMap<String, TreeMap<Integer, List<String>>>();
        for (var each : creatable) {
            byCard.computeIfAbsent(each.card(), _ -> new TreeMap<>())
                    .computeIfAbsent(-each.count(), _ -> new ArrayList<>())
                    .add(each.type().token());
        }
        var table =
                new Table(
                        Column.left("GPU"),
                        Column.right("COUNT"),
                        Column.left("TYPES").wrapping(1));
        byCard.forEach((card, counts) -> {
            var isEmpty = true;
            for (var entry : counts.entrySet()) {
                if (entry.getKey() != 0) {
                    var count = Integer.toString(-entry.getKey());
                    table.row(card, count, String.join(", ", entry.getValue()));
                    isEmpty = false;
                }
            }
            if (isEmpty) {
                table.row(card, "0", "all: it is full");
            }
        });
        return table.render(screen);
    }

    private static String misfit(WhatIf.Outcome outcome, List<Fit.Reason> reasons) {
        var text = new StringBuilder("It does not fit:\n");
        var all = new ArrayList<>(reasons);
        all.addAll(outcome.host().left());
        all.forEach(reason ->
                text.append("  ")
                        .append(reason.about())
                        .append(": ")
                        .append(reason.sentence())
                        .append("\n"));
        if (!outcome.ways().isEmpty()) {
            text.append("\nThe nearest ways:\n");
            var number = 1;
            for (var way : outcome.ways()) {
                text.append("  ").append(number++).append(". ").append(way.words()).append("\n");
            }
        }
        return text.toString();
    }
}
