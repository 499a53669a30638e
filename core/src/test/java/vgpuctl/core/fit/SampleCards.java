package vgpuctl.core.fit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.core.mig.MigCards;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;

/** Cards of the catalogue's boards, and short ways to say what is on them and what is wanted. */
final class SampleCards {

    private static final Catalogue CATALOGUE = Catalogue.ofProject();
    private static final MigCards MIG_CARDS = MigCards.ofProject();
    private static final Map<String, CardModel> MODELS = new HashMap<>();

    private SampleCards() {}

    static CardModel model(String board) {
        return MODELS.computeIfAbsent(board, SampleCards::read);
    }

    private static CardModel read(String token) {
        var board = CATALOGUE.board(token).orElseThrow();
        var mig = MIG_CARDS.card(board);
        var types = CardType.ofBoard(board, CATALOGUE.typesOf(board), mig);
        return new CardModel(board.model(), board.framebufferGb(), types, mig, true);
    }

    static Card card(int number, String board, Cut cut) {
        return new Card(
                "0000:%02x:00.0".formatted(number),
                model(board),
                cut,
                Map.of(),
                OptionalInt.empty());
    }

    static Card empty(int number, String board) {
        return card(number, board, equal());
    }

    static Card withFunctions(Card card, int functions) {
        return new Card(
                card.name(), card.model(), card.cut(), card.barred(), OptionalInt.of(functions));
    }

    static Card barring(Card card, Mode mode, String why) {
        return new Card(
                card.name(), card.model(), card.cut(), Map.of(mode, why), card.freeFunctions());
    }

    static Cut equal(String... types) {
        var residents = new ArrayList<Resident>();
        for (var type : types) {
            residents.add(resident(type, residents.size()));
        }
        return new Cut.EqualSize(residents);
    }

    /** Each as {@code A40-12Q@24}. */
    static Cut mixed(String... placed) {
        var lying = new ArrayList<Cut.Lying>();
        for (var each : placed) {
            var parts = each.split("@", -1);
            var resident = resident(parts[0], lying.size());
            lying.add(new Cut.Lying(resident, Integer.parseInt(parts[1])));
        }
        return new Cut.MixedSize(lying);
    }

    /** Each as {@code 3g.20gb@4} or {@code 3g.20gb@4=A100-3-20C,…}. */
    static Cut mig(String board, String... instances) {
        var found = new ArrayList<Cut.Instance>();
        for (var each : instances) {
            var parts = each.split("[@=]", -1);
            var profile = model(board).mig().orElseThrow().profile(parts[0]).orElseThrow();
            var place = new GpuInstance(profile, Integer.parseInt(parts[1]));
            var residents = new ArrayList<Resident>();
            for (var type :
                    parts.length > 2 ? List.of(parts[2].split(",", -1)) : List.<String>of()) {
                residents.add(resident(type, found.size() * 100 + residents.size()));
            }
            found.add(new Cut.Instance(place, false, residents));
        }
        return new Cut.Mig(found);
    }

    private static Resident resident(String token, int number) {
        var type = type(token);
        return new Resident("vgpu-" + number, type.name(), type.framebufferMib(), true);
    }

    /** The type of a catalogue board. */
    static CardType type(String token) {
        var board = token.substring(0, token.indexOf('-'));
        return model(board).types().stream()
                .filter(type -> type.name().token().equals(token))
                .findFirst()
                .orElseThrow();
    }

    static TypeName name(String token) {
        return type(token).name();
    }

    static Wish wish(int count, String token) {
        return new Wish(new Wanted.Exactly(name(token)), count, Optional.empty());
    }

    static Wish need(int count, int gib, Series use) {
        return new Wish(new Wanted.Need(gib * 1024, use), count, Optional.empty());
    }

    static Wish forVm(Wish wish, String vm) {
        return new Wish(wish.wanted(), wish.count(), Optional.of(vm));
    }
}
