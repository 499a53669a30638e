package vgpuctl.core.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.fit.CardType.Slice;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigGeometry;
import vgpuctl.core.mig.MigPlan;
import vgpuctl.core.mig.MigProfile;
import vgpuctl.core.placement.FramebufferMap;
import vgpuctl.core.placement.Placement;
import vgpuctl.core.placement.SupportedPlacements;

/** Planning has its own, faster search; it must follow the rules that the rest of core goes by. */
class FittingRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"A40", "A10", "A2", "A100", "L40S", "L4", "H100L", "DC"})
    void oneVgpuLiesWhereTheMapOfTheFrameBufferPutsIt(String board) {
        var random = new Random(board.hashCode());
        var model = SampleCards.model(board);
        for (var i = 0; i < 200; i++) {
            var map = map(model);
            var lying = new ArrayList<Cut.Lying>();
            var type = anyTimeSliced(model, random);
            for (var n = random.nextInt(8); n > 0; n--) {
                var other = anyTimeSliced(model, random);
                var ids = map.creatable(placements(other));
                if (!ids.isEmpty()) {
                    var id = ids.get(random.nextInt(ids.size()));
                    map = map.with(new Placement(id, other.sizeGib()));
                    var resident =
                            new Resident("x" + n, other.name(), other.framebufferMib(), true);
                    lying.add(new Cut.Lying(resident, id));
                }
            }
            assertThat(placementId(model, lying, type))
                    .as("%s with %s", type.name(), map.taken())
                    .isEqualTo(map.bestChoice(placements(type)));
        }
    }

    private static FramebufferMap map(CardModel model) {
        var sizes =
                model.types().stream()
                        .filter(t -> t.slice() instanceof Slice.OfGpu)
                        .map(FittingRulesTest::placements)
                        .toList();
        return FramebufferMap.empty(model.framebufferGib(), sizes);
    }

    private static SupportedPlacements placements(CardType type) {
        return new SupportedPlacements(type.sizeGib(), ((Slice.OfGpu) type.slice()).mixedIds());
    }

    private static CardType anyTimeSliced(CardModel model, Random random) {
        var types = model.types().stream().filter(t -> t.slice() instanceof Slice.OfGpu).toList();
        return types.get(random.nextInt(types.size()));
    }

    private static OptionalInt placementId(CardModel model, List<Cut.Lying> lying, CardType type) {
        var barred = Map.of(Mode.EQUAL_SIZE, "not here", Mode.MIG, "not here");
        var card = new Card("c", model, new Cut.MixedSize(lying), barred, OptionalInt.empty());
        var wish = new Wish(new Wanted.Exactly(type.name()), 1, Optional.empty());
        return Fitting.of(List.of(card), Demand.of(wish)) instanceof Fit.Fits fits
                        && fits.given().getFirst().seat() instanceof Seat.MixedSize(var id)
                ? OptionalInt.of(id)
                : OptionalInt.empty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A100", "A30", "H100L"})
    void instancesFitWhereTheGeometrySaysSoAndLieWhereItPutsThem(String board) {
        var random = new Random(board.hashCode());
        var model = SampleCards.model(board);
        var mig = model.mig().orElseThrow();
        for (var i = 0; i < 200; i++) {
            var from = MigGeometry.empty(mig);
            for (var n = random.nextInt(4); n > 0 && !from.creatable().isEmpty(); n--) {
                from = from.with(from.creatable().get(random.nextInt(from.creatable().size())));
            }
            var wish = new ArrayList<MigProfile>();
            for (var n = 1 + random.nextInt(3); n > 0; n--) {
                wish.add(mig.profiles().get(random.nextInt(mig.profiles().size())));
            }
            var plan = from.adding(wish);
            var created = created(model, from, wish);
            assertThat(created.isPresent())
                    .as("%s beside %s", wish, from)
                    .isEqualTo(plan instanceof MigPlan.Change);
            if (plan instanceof MigPlan.Change change
                    && wish.stream().noneMatch(MigProfile::hasMediaEngines)) {
                assertThat(room(from, created.orElseThrow()))
                        .as("%s beside %s", wish, from)
                        .isEqualTo(room(from, change.created()));
            }
        }
    }

    /** Every instance that is there is held, so that all new ones have to be created. */
    private static Optional<List<GpuInstance>> created(
            CardModel model, MigGeometry from, List<MigProfile> wish) {
        var instances =
                from.instances().stream().map(p -> new Cut.Instance(p, true, List.of())).toList();
        var card = new Card("c", model, new Cut.Mig(instances), Map.of(), OptionalInt.empty());
        var wishes = wish.stream().map(profile -> wishFor(model, profile)).toArray(Wish[]::new);
        return Fitting.of(List.of(card), Demand.of(wishes)) instanceof Fit.Fits fits
                ? Optional.of(fits.changes().getFirst().created())
                : Optional.empty();
    }

    private static Wish wishFor(CardModel model, MigProfile profile) {
        return model.types().stream()
                .filter(t -> t.slice() instanceof Slice.OfInstance s && s.profile().equals(profile))
                .findFirst()
                .map(type -> new Wish(new Wanted.Exactly(type.name()), 1, Optional.empty()))
                .orElseThrow();
    }

    /**
     * Of the profiles that can be had more than once, added up by memory: what planning ranks by.
     */
    private static List<Integer> room(MigGeometry from, List<GpuInstance> created) {
        var after = from;
        for (var instance : created) {
            after = after.with(instance);
        }
        var room = new ArrayList<Integer>();
        var memory = 0;
        for (var profile :
                from.card().profiles().stream()
                        .sorted((a, b) -> Integer.compare(b.memoryGb(), a.memoryGb()))
                        .toList()) {
            if (!profile.hasMediaEngines()) {
                var here = after.creatable(profile).size();
                if (profile.memoryGb() == memory) {
                    room.add(room.removeLast() + here);
                } else {
                    room.add(here);
                }
                memory = profile.memoryGb();
            }
        }
        return room;
    }
}
