package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.mig.MigGeometry;
import vgpuctl.core.placement.FramebufferMap;
import vgpuctl.core.placement.Placement;
import vgpuctl.core.placement.SupportedPlacements;
import vgpuctl.core.type.Series;

/** A host with something on it, and something wanted. The same seed is the same host. */
final class RandomHost {

    private static final List<String> BOARDS =
            List.of("P40", "T4", "A2", "A10", "A40", "A30", "A100", "H100L", "L4", "L40S", "DC");

    private static final List<Spread> SPREADS = List.of(Spread.values());

    private final Random random;
    private final List<String> boards = new ArrayList<>();
    private int residents;

    RandomHost(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** Cards of one to two boards, each with something on it or nothing. */
    List<Card> cards(int most) {
        boards.add(BOARDS.get(random.nextInt(BOARDS.size())));
        boards.add(random.nextBoolean() ? boards.getFirst() : anyBoard());
        var cards = new ArrayList<Card>();
        for (var i = 1 + random.nextInt(most); i > 0; i--) {
            cards.add(card(i, boards.get(random.nextInt(2))));
        }
        Collections.shuffle(cards, random);
        return cards;
    }

    private String anyBoard() {
        return BOARDS.get(random.nextInt(BOARDS.size()));
    }

    private Card card(int number, String board) {
        var model = SampleCards.model(board);
        if (random.nextInt(4) == 0) {
            model =
                    new CardModel(
                            model.name(),
                            model.framebufferGib(),
                            model.types(),
                            model.mig(),
                            false);
        }
        var cut = cut(model);
        return new Card(
                "0000:%02x:00.0".formatted(number),
                model,
                cut,
                barred(cut.mode()),
                random.nextInt(3) > 0 ? OptionalInt.empty() : OptionalInt.of(random.nextInt(5)));
    }

    private Map<Mode, String> barred(Mode now) {
        var barred = new EnumMap<Mode, String>(Mode.class);
        for (var mode : Mode.values()) {
            if (mode != now && random.nextInt(3) == 0) {
                barred.put(mode, "barred by the test");
            }
        }
        return barred;
    }

    private Cut cut(CardModel model) {
        var timeSliced =
                model.types().stream().filter(t -> t.slice() instanceof Slice.OfGpu).toList();
        var canMix =
                timeSliced.stream()
                        .anyMatch(
                                t -> t.slice() instanceof Slice.OfGpu s && !s.mixedIds().isEmpty());
        return switch (random.nextInt(6)) {
            case 0 -> new Cut.EqualSize(List.of());
            case 1, 2 -> canMix ? mixed(model, timeSliced) : equal(model, timeSliced);
            case 3, 4 -> model.mig().isPresent() ? mig(model) : equal(model, timeSliced);
            default -> equal(model, timeSliced);
        };
    }

    private Cut equal(CardModel model, List<CardType> types) {
        var first = types.get(random.nextInt(types.size()));
        var most = ((Slice.OfGpu) first.slice()).most();
        var lying = new ArrayList<Resident>();
        for (var i = random.nextInt(most + 1); i > 0; i--) {
            var sameSize =
                    types.stream()
                            .filter(t -> t.framebufferMib() == first.framebufferMib())
                            .filter(t -> model.mixesSeries() || t.equals(first))
                            .toList();
            lying.add(resident(sameSize.get(random.nextInt(sameSize.size()))));
        }
        return new Cut.EqualSize(lying);
    }

    private Cut mixed(CardModel model, List<CardType> types) {
        var lying = new ArrayList<Cut.Lying>();
        var map = FramebufferMap.empty(model.framebufferGib(), List.of());
        for (var i = random.nextInt(7); i > 0; i--) {
            var type = types.get(random.nextInt(types.size()));
            var ids = ((Slice.OfGpu) type.slice()).mixedIds();
            var creatable = map.creatable(new SupportedPlacements(type.sizeGib(), ids));
            if (!creatable.isEmpty()) {
                var id = creatable.get(random.nextInt(creatable.size()));
                map = map.with(new Placement(id, type.sizeGib()));
                lying.add(new Cut.Lying(resident(type), id));
            }
        }
        return new Cut.MixedSize(lying);
    }

    private Cut mig(CardModel model) {
        var geometry = MigGeometry.empty(model.mig().orElseThrow());
        var instances = new ArrayList<Cut.Instance>();
        for (var i = random.nextInt(6); i > 0; i--) {
            var creatable = geometry.creatable();
            if (!creatable.isEmpty()) {
                var place = creatable.get(random.nextInt(creatable.size()));
                geometry = geometry.with(place);
                var isHeld = random.nextInt(6) == 0;
                instances.add(
                        new Cut.Instance(
                                place,
                                isHeld,
                                isHeld ? List.of() : on(model, place.profile().name())));
            }
        }
        return new Cut.Mig(instances);
    }

    private List<Resident> on(CardModel model, String profile) {
        var types =
                model.types().stream()
                        .filter(t ->
                                t.slice() instanceof Slice.OfInstance s
                                        && s.profile().name().equals(profile))
                        .toList();
        if (types.isEmpty() || random.nextBoolean()) {
            return List.of();
        }
        var type = types.get(random.nextInt(types.size()));
        var most = ((Slice.OfInstance) type.slice()).most();
        var residents = new ArrayList<Resident>();
        for (var i = 1 + random.nextInt(most); i > 0; i--) {
            residents.add(resident(type));
        }
        return residents;
    }

    private Resident resident(CardType type) {
        return new Resident("vgpu-" + residents++, type.name(), type.framebufferMib(), true);
    }

    /** Up to so many vGPUs, some by type and some by need. */
    Demand demand(int most) {
        var wishes = new ArrayList<Wish>();
        for (var left = 1 + random.nextInt(most); left > 0; ) {
            var count = 1 + random.nextInt(left);
            var vm =
                    random.nextInt(3) == 0
                            ? Optional.of("vm-" + random.nextInt(2))
                            : Optional.<String>empty();
            wishes.add(new Wish(wanted(), count, vm));
            left -= count;
        }
        var spread =
                random.nextInt(3) > 0 ? Spread.PACKED : SPREADS.get(random.nextInt(SPREADS.size()));
        var rule = random.nextInt(3) > 0 ? VmRule.NONE : oneSeriesInAVm();
        return new Demand(wishes, spread, Optional.empty(), rule);
    }

    /** Of one board and one series, as NVIDIA's guides have it. */
    static VmRule oneSeriesInAVm() {
        return new VmRule(
                3,
                Map.of(),
                (one, other) ->
                        family(one.token()).equals(family(other.token()))
                                ? Optional.empty()
                                : Optional.of("not of one board and series"));
    }

    private static String family(String token) {
        return token.replaceFirst("-.*?([A-Z]+)$", "-$1");
    }

    private Wanted wanted() {
        var types = SampleCards.model(boards.get(random.nextInt(2))).types();
        var type = types.get(random.nextInt(types.size()));
        if (random.nextBoolean()) {
            return new Wanted.Exactly(type.name());
        }
        var series = type.name().series().orElse(Series.Q);
        return new Wanted.Need(type.framebufferMib() - random.nextInt(2) * 512, series);
    }
}
