package vgpuctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Layouts for a simulated host, most of which it can be made to satisfy. Names come from a small
 * pool, so that one layout wants otherwise what another one made.
 */
record RandomLayout(RandomGenerator random, List<Card> cards) {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
    private static final List<String> VMS = List.of("y-k8s-n-1", "y-k8s-n-2", "not-there-yet");
    private static final List<String> OWNERS = List.of("team a", "team b");

    /** A card, the types that it is asked for, and the modes that it may be told. */
    record Card(String address, List<String> types, List<String> modes) {

        static Card of(String board, String address) {
            return switch (board) {
                case "tesla-p10" ->
                        new Card(
                                address,
                                List.of("P40-24C", "P40-12C", "P40-12Q", "P40-6Q", "P40-1B"),
                                List.of());
                case "a2:vfio", "a2:mdev" ->
                        new Card(
                                address,
                                List.of("A2-16Q", "A2-8Q", "A2-4Q", "A2-4C", "A2-2B"),
                                List.of("equal-size", "mixed-size"));
                case "a30:vfio", "a30:mdev" ->
                        new Card(
                                address,
                                List.of("A30-12C", "A30-6C", "A30-1-6C", "A30-2-12C"),
                                List.of("equal-size", "mixed-size", "mig"));
                default -> throw new IllegalArgumentException(board);
            };
        }
    }

    String yaml() {
        var text = new StringBuilder("apiVersion: vgpuctl/v1\nkind: Layout\ngpus:\n");
        var names = new ArrayList<>(NAMES);
        for (var card : cards) {
            if (!card.equals(cards.getFirst()) && random.nextInt(4) == 0) {
                continue;
            }
            text.append("  - gpu: \"").append(card.address).append("\"\n");
            mode(card).ifPresent(mode -> text.append("    mode: ").append(mode).append("\n"));
            vgpus(text, card, names);
        }
        return text.toString();
    }

    private Optional<String> mode(Card card) {
        return card.modes.isEmpty() || random.nextBoolean()
                ? Optional.empty()
                : Optional.of(one(card.modes));
    }

    private void vgpus(StringBuilder text, Card card, List<String> names) {
        var count = Math.min(names.size(), random.nextInt(4));
        if (count == 0) {
            text.append("    vgpus: []\n");
            return;
        }
        // Mostly one size, which fits in every mode.
        var usual = one(card.types);
        text.append("    vgpus:\n");
        for (var i = 0; i < count; i++) {
            var type = random.nextInt(3) == 0 ? one(card.types) : usual;
            text.append("      - {name: ").append(names.removeFirst());
            text.append(", type: ").append(type).append(extras()).append("}\n");
        }
    }

    private String extras() {
        var extras = new StringBuilder();
        if (random.nextInt(4) == 0) {
            extras.append(", autostart: false");
        }
        if (random.nextInt(6) == 0) {
            extras.append(", active: false");
        }
        if (random.nextInt(4) == 0) {
            extras.append(", params: {frame_rate_limiter: \"").append(random.nextInt(2));
            extras.append("\"}");
        }
        if (random.nextInt(4) == 0) {
            extras.append(", vm: ").append(one(VMS));
        }
        if (random.nextInt(6) == 0) {
            extras.append(", owner: ").append(one(OWNERS));
        }
        return extras.toString();
    }

    private <T> T one(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
