package vgpuctl.core.document;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import vgpuctl.core.text.Nearest;

/**
 * The fields of one thing in a document, taken out one by one. What is not as it should be becomes
 * a mistake and reads as if it were not there.
 */
public final class Fields {

    /** Texts that are quoted in a message do not fill the screen. */
    private static final int LONGEST_QUOTED = 60;

    private static final String KEYS_WITH_VALUES = " is written as keys with values";

    private static final List<String> WRITTEN_TRUE = List.of("yes", "on", "y");
    private static final List<String> WRITTEN_FALSE = List.of("no", "off", "n");

    private final Node.Mapping mapping;
    private final String thing;
    private final Mistakes mistakes;

    private final Map<String, Node.Entry> entries = new LinkedHashMap<>();

    private Fields(Node.Mapping mapping, String thing, Mistakes mistakes) {
        this.mapping = mapping;
        mapping.entries().forEach(entry -> entries.put(entry.key(), entry));
        this.thing = thing;
        this.mistakes = mistakes;
    }

    /**
     * The fields of a thing; empty where the node is no mapping.
     *
     * @param thing for a person, with its article: {@code a GPU}
     * @param known the keys that it can have; any other is a mistake
     */
    public static Optional<Fields> of(
            Node node, String thing, List<String> known, Mistakes mistakes) {
        if (!(node instanceof Node.Mapping mapping)) {
            refuse(node, thing + KEYS_WITH_VALUES, list(known), mistakes);
            return Optional.empty();
        }
        for (var entry : mapping.entries()) {
            if (!known.contains(entry.key())) {
                mistakes.add(
                        entry.at(),
                        "unknown key " + quoted(entry.key()) + " in " + thing,
                        meant(entry.key(), known));
            }
        }
        return Optional.of(new Fields(mapping, thing, mistakes));
    }

    /** The same of a thing whose keys are anybody's choice. */
    public static Optional<Fields> ofAnyKeys(Node node, String thing, Mistakes mistakes) {
        if (node instanceof Node.Mapping mapping) {
            return Optional.of(new Fields(mapping, thing, mistakes));
        }
        refuse(node, thing + KEYS_WITH_VALUES, "write 'key: value' under it", mistakes);
        return Optional.empty();
    }

    public Position at() {
        return mapping.at();
    }

    /** All keys, in the order of the text. */
    public List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    /** Where the key is; the thing itself where it has no such key. */
    public Position at(String key) {
        return entry(key).map(Node.Entry::at).orElse(mapping.at());
    }

    public boolean has(String key) {
        return entries.containsKey(key);
    }

    public Optional<Node> node(String key) {
        return entry(key).map(Node.Entry::value);
    }

    /** The fields of a value whose keys are anybody's choice. */
    public Optional<Fields> fieldsOf(String key, String thing) {
        return node(key).flatMap(node -> ofAnyKeys(node, thing, mistakes));
    }

    private Optional<Node.Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Says so where one of the keys is missing. */
    public void require(List<String> keys) {
        for (var key : keys) {
            if (!has(key)) {
                mistakes.add(at(), thing + " needs '" + key + "'", "add '" + key + ": …'");
            }
        }
    }

    /** Says so where keys are given of which only one can be meant. */
    public void refuseBoth(String first, String second) {
        if (has(first) && has(second)) {
            mistakes.add(
                    at(second),
                    thing + " has both '" + first + "' and '" + second + "'",
                    "leave one of them out");
        }
    }

    /** A text; a number counts as the text that it is written with. */
    public Optional<String> text(String key) {
        return node(key).flatMap(node -> text(node, "'" + key + "'"));
    }

    private Optional<String> text(Node node, String what) {
        return switch (node) {
            case Node.Text(_, var value) -> Optional.of(value);
            case Node.Numeral(_, var value) -> Optional.of(value);
            case Node.Truth(_, var value) -> {
                mistakes.add(
                        node.at(),
                        what + " is a text, not true or false",
                        "quote it: \"" + value + "\"");
                yield Optional.empty();
            }
            case Node.Mapping _, Node.Sequence _, Node.Nothing _, Node.Refused _ -> {
                refuse(node, what + " is a text", "write one, or leave the key out", mistakes);
                yield Optional.empty();
            }
        };
    }

    /**
     * What a text stands for.
     *
     * @param rule empty where the text stands for nothing
     */
    public <T> Optional<T> read(
            String key, Function<String, Optional<T>> rule, String reason, String wayOut) {
        var text = text(key);
        var read = text.flatMap(rule);
        if (text.isPresent() && read.isEmpty()) {
            mistakes.add(node(key).orElse(mapping).at(), quoted(text.get()) + " " + reason, wayOut);
        }
        return read;
    }

    /** One of a few words. */
    public <T> Optional<T> choice(
            String key, Collection<T> values, Function<? super T, String> word) {
        var words = values.stream().map(word).toList();
        return text(key)
                .flatMap(text -> {
                    var found =
                            values.stream()
                                    .filter(value -> word.apply(value).equals(text))
                                    .findFirst();
                    if (found.isEmpty()) {
                        mistakes.add(
                                node(key).orElse(mapping).at(),
                                "'" + key + "' cannot be " + quoted(text),
                                meant(text, words));
                    }
                    return found;
                });
    }

    /** A whole number within bounds. */
    public OptionalInt whole(String key, int least, int most) {
        return node(key).map(node -> whole(node, key, least, most)).orElse(OptionalInt.empty());
    }

    private OptionalInt whole(Node node, String key, int least, int most) {
        var range = "a whole number from " + least + " to " + most;
        if (!(node instanceof Node.Numeral(_, var digits))) {
            refuse(node, "'" + key + "' is " + range, "write it without quotes", mistakes);
            return OptionalInt.empty();
        }
        var value = whole(digits);
        if (value.isEmpty() || value.getAsInt() < least || value.getAsInt() > most) {
            mistakes.add(node.at(), "'" + key + "' cannot be " + quoted(digits), "it is " + range);
            return OptionalInt.empty();
        }
        return value;
    }

    private static OptionalInt whole(String digits) {
        try {
            return OptionalInt.of(Integer.parseInt(digits));
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    public Optional<Boolean> truth(String key) {
        return node(key)
                .flatMap(node -> {
                    if (node instanceof Node.Truth(_, var value)) {
                        return Optional.of(value);
                    }
                    refuse(node, "'" + key + "' is true or false", truthMeant(node), mistakes);
                    return Optional.empty();
                });
    }

    private static String truthMeant(Node node) {
        if (node instanceof Node.Text(_, var word)) {
            if (WRITTEN_TRUE.contains(word.toLowerCase(Locale.ROOT))) {
                return "write true";
            }
            if (WRITTEN_FALSE.contains(word.toLowerCase(Locale.ROOT))) {
                return "write false";
            }
        }
        return "write one of them without quotes";
    }

    /** The items of a list; none where the key is not there. */
    public List<Node> list(String key) {
        return node(key)
                .map(node -> {
                    if (node instanceof Node.Sequence(_, var items)) {
                        return items;
                    }
                    refuse(node, "'" + key + "' is a list", "begin each item with '- '", mistakes);
                    return List.<Node>of();
                })
                .orElse(List.of());
    }

    /** The texts of a list. */
    public List<String> texts(String key) {
        return list(key).stream()
                .flatMap(item -> text(item, "an item of '" + key + "'").stream())
                .toList();
    }

    private static void refuse(Node node, String reason, String wayOut, Mistakes mistakes) {
        switch (node) {
            case Node.Refused _ -> {
                // The mistake is known.
            }
            case Node.Mapping _,
                    Node.Sequence _,
                    Node.Text _,
                    Node.Numeral _,
                    Node.Truth _,
                    Node.Nothing _ ->
                    mistakes.add(node.at(), reason + ", not " + node.kind(), wayOut);
        }
    }

    private static String meant(String typed, List<String> known) {
        var nearest = Nearest.to(typed, known);
        return nearest.isEmpty()
                ? list(known)
                : "did you mean '" + String.join("' or '", nearest) + "'?";
    }

    private static String list(List<String> known) {
        return "it can be " + String.join(", ", known);
    }

    /** A text within a message. */
    public static String quoted(String text) {
        var end = Math.min(text.length(), LONGEST_QUOTED);
        var shown = text.substring(0, end).replaceAll("\\p{Cntrl}", "�");
        return "'" + shown + (end < text.length() ? "…" : "") + "'";
    }
}
