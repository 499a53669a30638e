package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.attach.MultiVgpuRule;
import vgpuctl.core.fit.Card;
import vgpuctl.core.fit.CardType;
import vgpuctl.core.fit.Demand;
import vgpuctl.core.fit.Fit;
import vgpuctl.core.fit.Fitting;
import vgpuctl.core.fit.NearestWays;
import vgpuctl.core.fit.Spread;
import vgpuctl.core.fit.VmRule;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.fit.Way;
import vgpuctl.core.fit.Wish;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;

/**
 * What would have to be done for vGPUs that somebody may want: answered, not carried out.
 *
 * @param wish what is asked, with a type or a need
 * @param count how many
 * @param vms who gets them, in their order; the rest are nobody's
 * @param gpu the only GPU that may take them
 */
public record WhatIf(Asked wish, int count, List<String> vms, Optional<String> gpu, Spread spread) {

    /** What a vGPU has to be, in a caller's words. */
    public sealed interface Asked {

        /** Full name, short name or id. */
        record Type(String text) implements Asked {}

        record Need(int framebufferMib, Series use) implements Asked {}
    }

    /**
     * The answer.
     *
     * @param ways what would fit instead, nearest first; none where it fits
     */
    public record Outcome(Demand demand, Fit fit, FitHost host, List<Way> ways) {}

    /** Finds it out. */
    public Outcome on(HostSnapshot host, Inquiry inquiry) {
        var fitHost = FitHost.of(host, host.gpus(), gpu -> inquiry.schedulerSetting(gpu).now());
        var cards = fitHost.cards();
        var only = gpu.map(text -> Select.gpu(host, text).name().text());
        var demand =
                new Demand(
                        wishes(wanted(host, cards, inquiry)), spread, only, vmRule(host, inquiry));
        var fit = Fitting.of(cards, demand);
        var ways = fit instanceof Fit.Misfit ? NearestWays.of(cards, demand) : List.<Way>of();
        return new Outcome(demand, fit, fitHost, ways);
    }

    private Wanted wanted(HostSnapshot host, List<Card> cards, Inquiry inquiry) {
        return switch (wish) {
            case Asked.Need(var mib, var use) -> new Wanted.Need(mib, use);
            case Asked.Type(var text) ->
                    new Wanted.Exactly(
                            named(cards, text).orElseGet(() -> listedOnly(host, text, inquiry)));
        };
    }

    /** An id, or a type that no card can be planned with. */
    private static TypeName listedOnly(HostSnapshot host, String text, Inquiry inquiry) {
        Select.droppedType(host.gpus(), text, inquiry)
                .ifPresent(dropped -> {
                    throw dropped.thrown();
                });
        return withId(host, text)
                .orElseThrow(() -> Select.noSuchType(host.gpus(), text, inquiry).thrown());
    }

    private static Optional<TypeName> named(List<Card> cards, String text) {
        return cards.stream()
                .flatMap(card -> card.model().types().stream())
                .map(CardType::name)
                .filter(name ->
                        name.full().equalsIgnoreCase(text) || name.token().equalsIgnoreCase(text))
                .findFirst();
    }

    private static Optional<TypeName> withId(HostSnapshot host, String text) {
        return host.gpus().stream()
                .flatMap(gpu -> Select.offer(gpu, text).stream())
                .map(offer -> offer.type().name())
                .findFirst();
    }

    /** One for each VM, and one for those that are nobody's yet. */
    private List<Wish> wishes(Wanted wanted) {
        if (vms.size() > count) {
            throw new Problem.BadInput(
                            vms.size() + " VMs for " + count + " vGPUs",
                            "give --vm once for each vGPU, or --count " + vms.size())
                    .thrown();
        }
        var wishes = new ArrayList<Wish>();
        for (var vm : vms.stream().distinct().toList()) {
            var times = Collections.frequency(vms, vm);
            wishes.add(new Wish(wanted, times, Optional.of(vm)));
        }
        if (count > vms.size()) {
            wishes.add(new Wish(wanted, count - vms.size(), Optional.empty()));
        }
        return wishes;
    }

    /** By the rule of the GPU that has the types; pairs are judged as if both were there. */
    private VmRule vmRule(HostSnapshot host, Inquiry inquiry) {
        if (vms.isEmpty()) {
            return VmRule.NONE;
        }
        var present = new HashMap<String, List<TypeName>>();
        for (var vm : vms) {
            present.put(vm, typesIn(host, vm));
        }
        return new VmRule(
                MultiVgpuRule.MOST_PER_VM,
                present,
                (one, other) -> refusal(host, inquiry, one, other));
    }

    private static List<TypeName> typesIn(HostSnapshot host, String vm) {
        var types = new ArrayList<TypeName>();
        for (Vgpu vgpu : host.vgpus()) {
            var isIn = host.domainsWith(vgpu).stream().anyMatch(d -> d.name().equals(vm));
            if (isIn) {
                vgpu.resolved().ifPresent(type -> types.add(type.name()));
            }
        }
        return types;
    }

    private static Optional<String> refusal(
            HostSnapshot host, Inquiry inquiry, TypeName one, TypeName other) {
        for (var gpu : host.gpus()) {
            var first = gpu.offered(one);
            var second = gpu.offered(other);
            if (first.isPresent() && second.isPresent()) {
                return inquiry.multiVgpuRule(gpu)
                        .refusalOfTypes(List.of(first.get(), second.get()));
            }
        }
        return Optional.empty();
    }
}
