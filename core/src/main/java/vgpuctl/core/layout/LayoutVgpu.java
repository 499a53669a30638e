package vgpuctl.core.layout;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import vgpuctl.core.text.OneLine;

/**
 * One vGPU that should be, or several that differ in name only.
 *
 * @param count 1 or more
 */
public record LayoutVgpu(
        Identity identity, Wish wish, int count, Holders holders, Life life, Settings settings) {

    public LayoutVgpu {
        if (count < 1 || holders.vms.size() > count) {
            throw new IllegalArgumentException("vGPUs: " + count + " for " + holders.vms);
        }
        if (count > 1 && (identity.uuid.isPresent() || settings.placement.isPresent())) {
            throw new IllegalArgumentException("one UUID or placement for several vGPUs");
        }
        if (identity.name.isEmpty() && (identity.uuid.isEmpty() || count > 1)) {
            throw new IllegalArgumentException("a vGPU without name and UUID");
        }
    }

    /** A vGPU by name and type, with all else as it is when nothing is said. */
    public static LayoutVgpu of(String name, Wish wish) {
        return new LayoutVgpu(
                new Identity(Optional.of(name), Optional.empty()),
                wish,
                1,
                Holders.NONE,
                Life.USUAL,
                Settings.NONE);
    }

    /**
     * How it is found again.
     *
     * @param name with a count above 1 the beginning of the names; empty: it has a UUID only
     * @param uuid empty: derived from host and name
     */
    public record Identity(Optional<String> name, Optional<UUID> uuid) {}

    /** Of which type it is. */
    public sealed interface Wish {

        /**
         * The type itself.
         *
         * @param type its full or short name, {@code P40-12C}, or its id where somebody wrote that;
         *     resolved against the running driver when it is used
         */
        record OfType(String type) implements Wish {}

        record OfNeed(Need need) implements Wish {}
    }

    /**
     * Who it is for.
     *
     * @param vms who gets them, in order; the rest are nobody's
     * @param owner anybody else that it belongs to, in free text
     */
    public record Holders(List<String> vms, Optional<String> owner) {

        public static final Holders NONE = new Holders(List.of(), Optional.empty());

        public Holders {
            vms = List.copyOf(vms);
        }
    }

    /** Whether it is started when its GPU appears, and whether it is there now. */
    public record Life(boolean autostart, boolean active) {

        public static final Life USUAL = new Life(true, true);
    }

    /**
     * How it is set up.
     *
     * @param params the driver's own, by name
     * @param placement where its frame buffer begins, in GiB; empty: the driver chooses
     */
    public record Settings(SortedMap<String, String> params, OptionalInt placement) {

        public static final Settings NONE = new Settings(new TreeMap<>(), OptionalInt.empty());

        public Settings {
            params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
        }
    }

    /** Whether a layout can have the text for the name of a VM; libvirt's rule, and one line. */
    public static boolean canBeVm(String text) {
        return OneLine.is(text) && text.indexOf('/') < 0;
    }

    /** Whether a layout can have the text for a type. */
    public static boolean canBeType(String text) {
        return OneLine.is(text);
    }

    /** The name of each vGPU; none where it goes by its UUID. */
    public List<String> names() {
        return identity.name.map(name -> names(name, count)).orElse(List.of());
    }

    static List<String> names(String name, int count) {
        return count == 1
                ? List.of(name)
                : IntStream.rangeClosed(1, count).mapToObj(i -> name + "-" + i).toList();
    }
}
