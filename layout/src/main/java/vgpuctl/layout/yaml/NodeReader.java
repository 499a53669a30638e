package vgpuctl.layout.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import vgpuctl.core.document.Fields;
import vgpuctl.core.document.Mistake;
import vgpuctl.core.document.Mistakes;
import vgpuctl.core.document.Node;
import vgpuctl.core.document.Position;

/** Makes nodes of a parser's events. */
final class NodeReader {

    /** A layout has six. */
    private static final int DEEPEST = 32;

    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final Iterator<Event> events;
    private final Mistakes mistakes;

    NodeReader(Iterator<Event> events, Mistakes mistakes) {
        this.events = events;
        this.mistakes = mistakes;
    }

    /** The first document's root; empty where there is none. */
    Optional<Node> root() {
        var root = Optional.<Node>empty();
        while (events.hasNext()) {
            var event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> {
                    if (root.isPresent()) {
                        mistakes.add(
                                position(event),
                                "a second document begins",
                                "write a file for each");
                        return root;
                    }
                }
                case Alias, Scalar, MappingStart, SequenceStart ->
                        root = Optional.of(node(event, 0));
                case StreamStart, StreamEnd, DocumentEnd, Comment, MappingEnd, SequenceEnd -> {
                    // What is around the root.
                }
            }
        }
        return root.filter(node -> !(node instanceof Node.Nothing));
    }

    private Node node(Event event, int depth) {
        var refused = refuse(event);
        var node =
                switch (event) {
                    case ScalarEvent scalar -> scalar(scalar);
                    case MappingStartEvent mapping -> mapping(mapping, depth);
                    case CollectionStartEvent sequence -> sequence(sequence, depth);
                    default -> new Node.Refused(position(event)); // an alias
                };
        return refused ? new Node.Refused(node.at()) : node;
    }

    /** Whether it uses what a layout does not need. */
    private boolean refuse(Event event) {
        var power =
                switch (event) {
                    case AliasEvent alias -> alias.getAnchor().map(name -> "an alias, *" + name);
                    case NodeEvent node when node.getAnchor().isPresent() ->
                            node.getAnchor()
                                    .map(Anchor::toString)
                                    .map(name -> "an anchor, &" + name);
                    case ScalarEvent scalar -> scalar.getTag().map(tag -> "a tag, " + tag);
                    case CollectionStartEvent start -> start.getTag().map(tag -> "a tag, " + tag);
                    default -> Optional.<String>empty();
                };
        power.ifPresent(name ->
                mistakes.add(
                        position(event),
                        Fields.quoted(name) + " is not read",
                        "write the value itself"));
        return power.isPresent();
    }

    private static Node scalar(ScalarEvent scalar) {
        var at = position(scalar);
        var value = scalar.getValue();
        if (!scalar.isPlain()) {
            return new Node.Text(at, value);
        }
        return switch (value) {
            case "", "~", "null" -> new Node.Nothing(at);
            case "true" -> new Node.Truth(at, true);
            case "false" -> new Node.Truth(at, false);
            default ->
                    NUMBER.matcher(value).matches()
                            ? new Node.Numeral(at, value)
                            : new Node.Text(at, value);
        };
    }

    private Node sequence(CollectionStartEvent start, int depth) {
        checkDepth(start, depth);
        var items = new ArrayList<Node>();
        for (var next = events.next();
                !(next instanceof CollectionEndEvent);
                next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return new Node.Sequence(position(start), items);
    }

    private Node mapping(MappingStartEvent start, int depth) {
        checkDepth(start, depth);
        var entries = new ArrayList<Node.Entry>();
        var seen = new HashMap<String, Position>();
        for (var next = events.next();
                !(next instanceof CollectionEndEvent);
                next = events.next()) {
            var key = node(next, depth + 1);
            var value = node(events.next(), depth + 1);
            name(key)
                    .filter(name -> isNew(name, key.at(), seen))
                    .ifPresent(name -> entries.add(new Node.Entry(key.at(), name, value)));
        }
        return new Node.Mapping(position(start), entries);
    }

    private Optional<String> name(Node key) {
        return switch (key) {
            case Node.Text(_, var name) -> Optional.of(name);
            case Node.Numeral(_, var digits) -> Optional.of(digits);
            case Node.Truth(_, var value) -> Optional.of(Boolean.toString(value));
            case Node.Refused _ -> Optional.empty();
            case Node.Mapping _, Node.Sequence _, Node.Nothing _ -> {
                mistakes.add(key.at(), "a key cannot be " + key.kind(), "write 'key: value'");
                yield Optional.empty();
            }
        };
    }

    private boolean isNew(String key, Position at, Map<String, Position> seen) {
        var first = Optional.ofNullable(seen.putIfAbsent(key, at));
        first.ifPresent(place ->
                mistakes.add(
                        at,
                        "the key " + Fields.quoted(key) + " is given twice",
                        "it is also at " + place + ": remove one of them"));
        return first.isEmpty();
    }

    private static void checkDepth(CollectionStartEvent start, int depth) {
        if (depth >= DEEPEST) {
            throw new TooDeep(position(start));
        }
    }

    /**
     * Ends the reading: the time that the parser takes for what lies deeper grows with the square
     * of the depth.
     */
    static final class TooDeep extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Position at;

        TooDeep(Position at) {
            super("too deep", null, false, false);
            this.at = at;
        }

        Mistake mistake() {
            return new Mistake(
                    at,
                    "more than " + DEEPEST + " levels of nesting",
                    "what is written here has no more than ten");
        }
    }

    private static Position position(Event event) {
        return event.getStartMark().map(NodeReader::position).orElse(Position.START);
    }

    static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
