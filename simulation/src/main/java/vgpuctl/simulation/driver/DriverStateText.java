package vgpuctl.simulation.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import vgpuctl.core.mig.GpuInstance;
import vgpuctl.simulation.board.SimulatedBoard;
import vgpuctl.simulation.driver.Vgpu.Mdev;

/**
 * The driver's state as a file: for each card one line that begins with {@code card}, and one for
 * each of its GPU instances and vGPUs.
 */
public final class DriverStateText {

    private static final String NONE = "-";

    private final Function<String, SimulatedBoard> boards;

    /**
     * With a way to find boards.
     *
     * @param boards by their names
     */
    public DriverStateText(Function<String, SimulatedBoard> boards) {
        this.boards = boards;
    }

    public static String print(DriverState state) {
        var text = new StringBuilder();
        for (var card : state.cards()) {
            line(
                    text,
                    "card",
                    card.address(),
                    card.board().name(),
                    "" + card.virtualFunctions(),
                    "" + card.mig().current(),
                    "" + card.mig().pending(),
                    "" + card.mixedSizes(),
                    card.scheduler().name().toLowerCase(Locale.ROOT));
            for (var instance : card.instances()) {
                line(
                        text,
                        "instance",
                        instance.place().profile().name(),
                        "" + instance.place().start(),
                        "" + instance.hasComputeInstance());
            }
            card.vgpus().forEach(vgpu -> print(vgpu, text));
        }
        return text.toString();
    }

    private static void print(Vgpu vgpu, StringBuilder text) {
        line(
                text,
                "vgpu",
                vgpu.function(),
                "" + vgpu.type().id(),
                vgpu.mdev().map(Mdev::uuid).orElse(NONE),
                vgpu.mdev().map(mdev -> "" + mdev.iommuGroup()).orElse(NONE),
                number(vgpu.placement()),
                number(vgpu.gpuInstance()),
                vgpu.parameters().isEmpty() ? NONE : vgpu.parameters());
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? "" + number.getAsInt() : NONE;
    }

    private static void line(StringBuilder text, String... words) {
        text.append(String.join(" ", words)).append('\n');
    }

    public DriverState parse(String text) {
        var cards = new ArrayList<Card>();
        for (var line : text.lines().toList()) {
            var words = List.of(line.split(" ", -1));
            switch (words.getFirst()) {
                case "card" -> cards.add(card(words));
                case "instance" -> cards.add(withInstance(cards.removeLast(), words));
                case "vgpu" -> cards.add(withVgpu(cards.removeLast(), words));
                default -> throw new IllegalArgumentException("not a driver's state: " + line);
            }
        }
        return new DriverState(List.copyOf(cards));
    }

    private Card card(List<String> words) {
        return new Card(
                words.get(1),
                boards.apply(words.get(2)),
                Integer.parseInt(words.get(3)),
                new MigMode(Boolean.parseBoolean(words.get(4)), Boolean.parseBoolean(words.get(5))),
                Boolean.parseBoolean(words.get(6)),
                Scheduler.valueOf(words.get(7).toUpperCase(Locale.ROOT)),
                List.of(),
                List.of());
    }

    private static Card withInstance(Card card, List<String> words) {
        var mig = card.board().mig().orElseThrow();
        var profile = mig.profile(words.get(1)).orElseThrow();
        var place = new GpuInstance(profile, Integer.parseInt(words.get(2)));
        var hasCompute = Boolean.parseBoolean(words.get(3));
        return card.with(Instance.at(place, mig.positions(), hasCompute));
    }

    private static Card withVgpu(Card card, List<String> words) {
        var mdev =
                words.get(3).equals(NONE)
                        ? Optional.<Mdev>empty()
                        : Optional.of(new Mdev(words.get(3), Integer.parseInt(words.get(4))));
        return card.with(
                new Vgpu(
                        words.get(1),
                        card.board().type(Integer.parseInt(words.get(2))).orElseThrow(),
                        mdev,
                        number(words.get(5)),
                        number(words.get(6)),
                        words.get(7).equals(NONE) ? "" : words.get(7)));
    }

    private static OptionalInt number(String word) {
        return word.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(word));
    }
}
