package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import vgpuctl.core.fit.Card;
import vgpuctl.core.fit.Fit;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Scheduler;

/**
 * A host's GPUs as planning sees them.
 *
 * @param cards those that can be planned with, in the order of their names
 * @param left why nothing can be planned on the others
 */
public record FitHost(List<Card> cards, List<Fit.Reason> left) {

    public FitHost {
        cards = List.copyOf(cards);
        left = List.copyOf(left);
    }

    /**
     * Those of some GPUs.
     *
     * @param schedulers how a GPU's time is shared; asked of those only where it matters
     */
    public static FitHost of(
            HostSnapshot host,
            List<PhysicalGpu> gpus,
            Function<PhysicalGpu, Reading<Scheduler>> schedulers) {
        var cards = new ArrayList<Card>();
        var left = new ArrayList<Fit.Reason>();
        for (var gpu : gpus) {
            var scheduler =
                    gpu.partition().functions().possible() > 0
                            ? schedulers.apply(gpu)
                            : Reading.<Scheduler>unknown("it has one mode only");
            FitCard.of(host, gpu, scheduler)
                    .ifKnownOrElse(
                            cards::add, why -> left.add(new Fit.Reason(gpu.name().text(), why)));
        }
        return new FitHost(cards, left);
    }

    /** The cards that are there, by name. */
    Map<DeviceName, Card> byName() {
        var byName = new LinkedHashMap<DeviceName, Card>();
        cards.forEach(card -> byName.put(new DeviceName(card.name()), card));
        return byName;
    }
}
