package vgpuctl.core.fleet.place;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import vgpuctl.core.fleet.ClaimedVgpu;
import vgpuctl.core.fleet.FleetHost;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.HostResources;
import vgpuctl.core.fleet.place.HostShape.Slot;

/** The classes that hosts are in, and those that came to be since. */
final class HostClasses {

    private static final int MOST_BORN = 1 << 15;

    private final Spaces spaces;
    private final long seed;
    private final Map<HostShape, HostShape> shapes = new HashMap<>();
    private final Map<HostClass, HostClass> classes = new HashMap<>();
    private final List<HostClass> born = new ArrayList<>();

    HostClasses(Spaces spaces, long seed) {
        this.spaces = spaces;
        this.seed = seed;
    }

    /** In the order in which they came to be, since the last {@link #forget}. */
    List<HostClass> born() {
        return born;
    }

    boolean isLong() {
        return born.size() >= MOST_BORN;
    }

    /** Forgets those without hosts, and what came when: whoever goes by that has seen all. */
    void forget() {
        classes.keySet().removeIf(each -> each.hosts().isEmpty());
        var number = 0;
        for (var each : classes.keySet()) {
            each.number(number++);
        }
        born.clear();
    }

    /** How many are known, with those without hosts. */
    int size() {
        return classes.size();
    }

    /** All that have hosts. */
    List<HostClass> living() {
        return classes.keySet().stream()
                .filter(each -> !each.hosts().isEmpty())
                .sorted(Comparator.comparingLong(HostClass::hash))
                .toList();
    }

    void enter(PlacedHost host) {
        var hosts = host.hostClass().hosts();
        if (hosts.isEmpty()) {
            var hostClass = host.hostClass();
            if (!classes.containsKey(hostClass)) {
                hostClass.number(classes.size());
                classes.put(hostClass, hostClass);
            }
            born.add(host.hostClass());
        }
        hosts.add(host);
    }

    void leave(PlacedHost host) {
        host.hostClass().hosts().remove(host);
    }

    // ---- from documents ----

    private record Found(Slot slot, String gpu, CardState state) {}

    PlacedHost of(FleetHost host) {
        try {
            return of(host, host.closed());
        } catch (IllegalArgumentException e) {
            return of(
                    host.with(HostAllocation.empty(host.id())),
                    Optional.of("its claims contradict what it has: " + e.getMessage()),
                    host);
        }
    }

    private PlacedHost of(FleetHost host, Optional<String> closed) {
        return of(host, closed, host);
    }

    private PlacedHost of(FleetHost host, Optional<String> closed, FleetHost document) {
        var found = new ArrayList<Found>();
        for (var gpu : host.inventory().gpus()) {
            var space = spaces.of(host.inventory().modelOf(gpu), gpu);
            var state = space.empty();
            for (var vgpu : gpu.others()) {
                state = with(state, vgpu, host);
            }
            for (var claim : host.allocation().claims()) {
                for (var vgpu : claim.vgpus()) {
                    state = vgpu.gpu().equals(gpu.id()) ? with(state, vgpu, host) : state;
                }
            }
            found.add(
                    new Found(
                            new Slot(space, gpu.numa().orElse(-1), gpu.unusable()),
                            gpu.id(),
                            state));
        }
        found.sort(
                Comparator.comparing((Found f) -> f.slot.space().model().name())
                        .thenComparingInt(f -> f.slot.numa())
                        .thenComparing(f -> f.slot.unusable().orElse(""))
                        .thenComparingInt(f -> f.slot.space().number()));
        var inventory = host.inventory();
        var shape =
                shape(
                        new HostShape(
                                inventory.group(),
                                new TreeMap<>(inventory.labels()),
                                inventory.driver(),
                                host.allocation().cordoned() && closed.isEmpty()
                                        ? Optional.of("it is cordoned")
                                        : closed,
                                found.stream().map(Found::slot).toList()));
        var taken = HostResources.NONE;
        for (var claim : host.allocation().claims()) {
            taken = taken.plus(claim.resources());
        }
        return placed(
                document,
                shape,
                found.stream().map(Found::state).toArray(CardState[]::new),
                new ArrayList<>(found.stream().map(Found::gpu).toList()),
                HostClass.minus(HostClass.counted(inventory.resources(), true), taken.cpuMilli()),
                HostClass.minus(
                        HostClass.counted(inventory.resources(), false), taken.memoryMib()));
    }

    private HostShape shape(HostShape wished) {
        var known = shapes.putIfAbsent(wished, wished);
        return Objects.requireNonNullElse(known, wished);
    }

    private static CardState with(CardState state, ClaimedVgpu vgpu, FleetHost host) {
        var type = typeOf(state.space(), vgpu);
        return state.space()
                .state(
                        state.space()
                                .with(
                                        state.content(),
                                        type,
                                        host.allocation().modeOf(vgpu.gpu()),
                                        vgpu.placementId().orElse(-1)));
    }

    static int typeOf(CardSpace space, ClaimedVgpu vgpu) {
        var types = space.model().types();
        for (var i = 0; i < types.size(); i++) {
            if (types.get(i).type().name().equals(vgpu.type())) {
                return i;
            }
        }
        throw new IllegalArgumentException(vgpu.gpu() + " has no type " + vgpu.type().token());
    }

    // ---- from what was known before ----

    /** The same host with other documents and other cards; what is in which slot is not kept. */
    PlacedHost changed(
            PlacedHost before, FleetHost host, CardState[] cards, HostResources more, int sign) {
        var gpus = new ArrayList<String>(cards.length);
        for (var slot = 0; slot < cards.length; slot++) {
            gpus.add(before.gpu(slot));
        }
        var old = before.hostClass();
        return placed(
                host,
                old.shape(),
                cards,
                gpus,
                HostClass.minus(old.freeCpu(), sign * more.cpuMilli()),
                HostClass.minus(old.freeMemory(), sign * more.memoryMib()));
    }

    private PlacedHost placed(
            FleetHost host,
            HostShape shape,
            CardState[] cards,
            List<String> gpus,
            long freeCpu,
            long freeMemory) {
        sortAlike(shape.slots(), cards, gpus);
        var wished = new HostClass(shape, cards, freeCpu, freeMemory);
        return new PlacedHost(host, classes.getOrDefault(wished, wished), gpus, seed);
    }

    /** GPUs that are alike but for what is on them are in one order in all hosts. */
    private static void sortAlike(List<Slot> slots, CardState[] cards, List<String> gpus) {
        for (var i = 1; i < cards.length; i++) {
            for (var j = i;
                    j > 0
                            && slots.get(j).equals(slots.get(j - 1))
                            && isBefore(cards, gpus, j, j - 1);
                    j--) {
                var card = cards[j];
                cards[j] = cards[j - 1];
                cards[j - 1] = card;
                Collections.swap(gpus, j, j - 1);
            }
        }
    }

    private static boolean isBefore(CardState[] cards, List<String> gpus, int left, int right) {
        var byState = Long.compare(cards[left].hash(), cards[right].hash());
        return byState != 0 ? byState < 0 : gpus.get(left).compareTo(gpus.get(right)) < 0;
    }
}
