package vgpuctl.core.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.Capacity;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.inventory.TypeOffer;
import vgpuctl.core.problem.Problem;

/**
 * On which GPU a vGPU is made, where the caller leaves it open: on the one that is already cut to
 * its size, so that the others keep every choice.
 *
 * @param offer the type as the chosen GPU has it
 * @param why in words
 */
record GpuChoice(PhysicalGpu gpu, TypeOffer offer, String why) {

    /**
     * A GPU for each vGPU: one with room for all of them, else as few as do; the most used first,
     * then in the order of addresses.
     */
    static List<GpuChoice> among(HostSnapshot host, List<PhysicalGpu> gpus, CreateWish wish) {
        var offering = offering(host, gpus, wish);
        var fitting = offering.stream().filter(choice -> choice.hasRoom(host, wish)).toList();
        if (!fitting.isEmpty()) {
            var chosen = fitting.getFirst().saying(host, offering.size(), fitting.size());
            return Collections.nCopies(wish.count(), chosen);
        }
        return spread(host, offering, wish.count());
    }

    /** Why these GPUs, as they are now, cannot take what is wished; empty where they can. */
    static Optional<Problem> obstacle(
            HostSnapshot host, List<PhysicalGpu> gpus, CreateWish wish, Inquiry inquiry) {
        var unready = Select.whyNotReady(gpus);
        if (unready.isPresent()) {
            return Select.droppedType(Select.withoutTypes(gpus), wish.type(), inquiry)
                    .or(() -> unready);
        }
        var offering = offering(host, gpus, wish);
        if (offering.isEmpty()) {
            return Optional.of(Select.noSuchType(gpus, wish.type(), inquiry));
        }
        var isRoom =
                offering.stream().anyMatch(choice -> choice.hasRoom(host, wish))
                        || spread(host, offering, wish.count()).size() == wish.count();
        return isRoom ? Optional.empty() : Optional.of(noRoom(host, offering, wish, inquiry));
    }

    private static List<GpuChoice> offering(
            HostSnapshot host, List<PhysicalGpu> gpus, CreateWish wish) {
        var offering = new ArrayList<GpuChoice>();
        for (var gpu : gpus) {
            Select.offer(gpu, wish.type())
                    .ifPresent(offer -> offering.add(new GpuChoice(gpu, offer, "")));
        }
        offering.sort(mostUsedFirst(host));
        return offering;
    }

    /** As many as each GPU takes, those with the most room first. */
    private static List<GpuChoice> spread(HostSnapshot host, List<GpuChoice> offering, int count) {
        var mostRoomFirst = new ArrayList<>(offering);
        mostRoomFirst.sort(Comparator.comparingInt(choice -> -choice.room(host)));
        var spread = new ArrayList<GpuChoice>();
        for (var choice : mostRoomFirst) {
            var here = Math.min(choice.room(host), count - spread.size());
            var said = new GpuChoice(choice.gpu, choice.offer, "no GPU has room for all " + count);
            spread.addAll(Collections.nCopies(here, said));
        }
        return spread;
    }

    private int room(HostSnapshot host) {
        return Capacity.of(host, gpu, offer).count().orElse(0);
    }

    /** A definition alone takes no room. */
    private boolean hasRoom(HostSnapshot host, CreateWish wish) {
        return !wish.life().active() || Capacity.of(host, gpu, offer).atLeast(wish.count());
    }

    private static Comparator<GpuChoice> mostUsedFirst(HostSnapshot host) {
        return Comparator.comparingInt((GpuChoice c) -> -host.activeOn(c.gpu).size())
                .thenComparing(c -> c.gpu.name());
    }

    private GpuChoice saying(HostSnapshot host, int offering, int fitting) {
        if (offering == 1) {
            return new GpuChoice(gpu, offer, "the only GPU that offers this type");
        }
        if (fitting == 1) {
            return new GpuChoice(gpu, offer, "the only GPU with room for it");
        }
        return host.activeOn(gpu).isEmpty()
                ? new GpuChoice(gpu, offer, "the first of " + fitting + " GPUs with room for it")
                : new GpuChoice(
                        gpu,
                        offer,
                        "already cut to this size, so that the others keep every choice");
    }

    private static Problem noRoom(
            HostSnapshot host, List<GpuChoice> offering, CreateWish wish, Inquiry inquiry) {
        var reasons = new ArrayList<String>();
        for (var choice : offering) {
            reasons.add(choice.gpu.name() + ": " + choice.whyNoRoom(host, inquiry));
        }
        var token = offering.getFirst().offer.type().token();
        return new Problem.NoRoom(
                "no room for " + wish.count() + " × " + token + ": " + String.join("; ", reasons),
                wayOut(host, offering));
    }

    /** An empty GPU that offers none of it has a driver without the type, or is cut otherwise. */
    private String whyNoRoom(HostSnapshot host, Inquiry inquiry) {
        var creatable = Capacity.of(host, gpu, offer);
        var isSilent = creatable.whyNone().isPresent() && host.activeOn(gpu).isEmpty();
        var dropped =
                isSilent
                        ? inquiry.whyNotOffered(gpu, offer.type().name().full())
                        : Optional.<String>empty();
        return dropped.or(creatable::whyNone)
                .orElseGet(() -> "room for " + creatable.count().orElse(0) + " more");
    }

    private static String wayOut(HostSnapshot host, List<GpuChoice> offering) {
        var first = offering.getFirst();
        if (first.gpu.partition().mig().isOn()) {
            return first.offer.type().name().isMigBacked()
                    ? "see how the GPU is cut, and cut it otherwise: vgpuctl mig status, vgpuctl mig"
                            + " apply "
                            + first.gpu.name()
                            + " PROFILE…"
                    : "take a MIG-backed type ('vgpuctl types'), or leave MIG mode: vgpuctl mig"
                            + " disable "
                            + first.gpu.name();
        }
        return host.vgpus().isEmpty()
                ? "take what fits: 'vgpuctl types'"
                : "free a vGPU with 'vgpuctl remove', or take what fits now: 'vgpuctl types'";
    }
}
