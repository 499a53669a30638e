package vgpuctl.linux.nvidiasmi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table that {@code nvidia-smi mig -lgi} prints, whatever the widths of its columns:
 *
 * <pre>
 * |   0  MIG 3g.20gb          9        1          4:4     |
 * </pre>
 *
 * <p>Headings, rules and words such as «No GPU instances found» are no rows.
 */
public record GpuInstancesTable(List<GpuInstancesTable.Row> rows) {

    public GpuInstancesTable {
        rows = List.copyOf(rows);
    }

    /**
     * A GPU instance.
     *
     * @param gpu NVIDIA's number of the GPU, which is no address
     * @param profile its name without {@code MIG}, {@code 1g.10gb+me}
     * @param profileId differs between cards
     * @param instanceId by which the instance is destroyed
     * @param start the memory position where it begins
     * @param size in memory positions
     */
    public record Row(
            int gpu, String profile, int profileId, int instanceId, int start, int size) {}

    public static GpuInstancesTable parse(String text) {
        var rows = new ArrayList<Row>();
        for (var line : text.split("\n", -1)) {
            row(words(line)).ifPresent(rows::add);
        }
        return new GpuInstancesTable(rows);
    }

    private static List<String> words(String line) {
        var words = new ArrayList<String>();
        for (var word : line.replace('|', ' ').strip().split("\\s+", -1)) {
            words.add(word);
        }
        return words;
    }

    /** Counted from the end: the word MIG before the profile may be missing. */
    private static Optional<Row> row(List<String> words) {
        var end = words.size();
        if (end < 5) {
            return Optional.empty();
        }
        var profile = words.get(end - 4);
        var place = words.get(end - 1).split(":", -1);
        var gpu = number(words.getFirst());
        var profileId = number(words.get(end - 3));
        var instanceId = number(words.get(end - 2));
        var start = number(place[0]);
        var size = place.length == 2 ? number(place[1]) : -1;
        var isRow =
                isProfile(profile)
                        && gpu >= 0
                        && profileId >= 0
                        && instanceId >= 0
                        && start >= 0
                        && size > 0;
        return isRow
                ? Optional.of(new Row(gpu, profile, profileId, instanceId, start, size))
                : Optional.empty();
    }

    private static boolean isProfile(String word) {
        return word.contains("g.") && word.contains("gb");
    }

    private static int number(String text) {
        if (text.isEmpty() || text.length() > 6) {
            return -1;
        }
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(text);
    }
}
