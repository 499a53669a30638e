package vgpuctl.core.document;

import java.util.List;
import java.util.Optional;

/** A value in a document, and where it begins. */
public sealed interface Node {

    Position at();

    /** Keys with values, in the order of the text; no key is given twice. */
    record Mapping(Position at, List<Entry> entries) implements Node {

        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }
    }

    record Sequence(Position at, List<Node> items) implements Node {

        public Sequence {
            items = List.copyOf(items);
        }
    }

    record Text(Position at, String value) implements Node {}

    /**
     * A number as it is written: what looks like one may be a name, such as a VM's.
     *
     * @param value a JSON number
     */
    record Numeral(Position at, String value) implements Node {}

    record Truth(Position at, boolean value) implements Node {}

    /** A key without a value, or {@code null}. */
    record Nothing(Position at) implements Node {}

    /** What was refused already: nobody complains about it again. */
    record Refused(Position at) implements Node {}

    /**
     * A key and its value.
     *
     * @param at where the key is
     */
    record Entry(Position at, String key, Node value) {}

    /** What it is, for a person. */
    default String kind() {
        return switch (this) {
            case Mapping _ -> "keys with values";
            case Sequence _ -> "a list";
            case Text _ -> "text";
            case Numeral _ -> "a number";
            case Truth _ -> "true or false";
            case Nothing _ -> "nothing";
            case Refused _ -> "something that was refused";
        };
    }
}
