package vgpuctl.fleet.simulate;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import vgpuctl.core.fit.Wanted;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.text.Size;
import vgpuctl.core.type.Series;
import vgpuctl.core.type.TypeName;

/** Requests that come at random, at a steady rate: the same ones for the same seed. Never ends. */
public final class Demand implements Iterator<Arrival> {

    /** What compute asks for: as often the one as the other. */
    public static final List<Share> USUAL =
            List.of("4G", "6G", "8G", "12G", "16G", "24G", "48G").stream()
                    .map(Demand::share)
                    .toList();

    /** Of twenty requests one is for four vGPUs of a host and two are for two. */
    private static final double MEAN_COUNT = (17 + 2 * 2 + 4) / 20.0;

    private static final int DEFAULT_WEIGHT = 1;

    private final List<Share> mix;
    private final double secondsBetween;
    private final double secondsHeld;
    private final Random random;
    private double seconds;
    private long number;

    /** Something that is asked for, and how often beside the others. */
    public record Share(Wanted wanted, int weight) {}

    /**
     * A demand.
     *
     * @param between the mean time from one to the next
     * @param held the mean time that each is held
     */
    public Demand(List<Share> mix, Duration between, Duration held, long seed) {
        this.mix = List.copyOf(mix);
        secondsBetween = between.toNanos() / 1e9;
        secondsHeld = held.toNanos() / 1e9;
        random = new Random(seed);
    }

    /** How much frame buffer a request is for, in the mean. */
    public static double meanMib(List<Share> mix) {
        var sum = 0.0;
        var weights = 0;
        for (var share : mix) {
            sum += (double) share.weight() * mib(share.wanted());
            weights += share.weight();
        }
        return MEAN_COUNT * sum / weights;
    }

    private static int mib(Wanted wanted) {
        return switch (wanted) {
            case Wanted.Exactly(var type) -> type.framebufferMib().orElse(0);
            case Wanted.Need(var mib, _) -> mib;
        };
    }

    /** {@code A40-12Q}, {@code 12G}, {@code 2G:desktop}; with {@code =3} three times as often. */
    public static Share share(String text) {
        var equals = text.indexOf('=');
        var weight =
                equals < 0
                        ? Optional.of(DEFAULT_WEIGHT)
                        : whole(text.substring(equals + 1)).filter(number -> number > 0);
        var wanted = wanted(equals < 0 ? text : text.substring(0, equals));
        if (weight.isEmpty() || wanted.isEmpty()) {
            throw new Problem.BadInput(
                            "'" + text + "' is nothing that can be asked for",
                            "write a type or a need, and how often beside the others: A40-12Q=3,"
                                    + " 12G, 2G:desktop")
                    .thrown();
        }
        return new Share(wanted.get(), weight.get());
    }

    /** A type, or a need and what for: compute where nothing is said. */
    static Optional<Wanted> wanted(String text) {
        var colon = text.indexOf(':');
        var size = Size.parseMib(colon < 0 ? text : text.substring(0, colon));
        if (size.isPresent()) {
            var use = colon < 0 ? "compute" : text.substring(colon + 1).toLowerCase(Locale.ROOT);
            return Series.ofUse(use).map(series -> new Wanted.Need(size.getAsInt(), series));
        }
        var type = new TypeName(text);
        return type.board().isPresent() && type.framebufferMib().isPresent()
                ? Optional.of(new Wanted.Exactly(type))
                : Optional.empty();
    }

    static Optional<Integer> whole(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Arrival next() {
        seconds += exponential(secondsBetween);
        return new Arrival(
                ofSeconds(seconds),
                "sim-" + number++,
                anyWanted(),
                anyCount(),
                ofSeconds(exponential(secondsHeld)));
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private static Duration ofSeconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private Wanted anyWanted() {
        var left = random.nextInt(mix.stream().mapToInt(Share::weight).sum());
        for (var share : mix) {
            left -= share.weight();
            if (left < 0) {
                return share.wanted();
            }
        }
        throw new IllegalStateException("weights that are no more than their sum");
    }

    private int anyCount() {
        var of20 = random.nextInt(20);
        return of20 == 0 ? 4 : of20 <= 2 ? 2 : 1;
    }
}
