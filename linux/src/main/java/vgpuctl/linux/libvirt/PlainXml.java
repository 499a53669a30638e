package vgpuctl.linux.libvirt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * XML as libvirt writes it: elements, attributes and comments, with names in ASCII and the five
 * entities that every document has. It is read at once, where the JDK's parser takes as long to get
 * ready as all the rest of a listing.
 *
 * <p>Whatever else a document has, and whatever is wrong with it, is {@link NotPlain} and left to
 * {@link AnyXml}. So nothing is taken here that would be refused there.
 */
final class PlainXml implements XmlCursor {

    /** Not as libvirt writes it: no verdict on the document. */
    static final class NotPlain extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotPlain() {
            super("not plain", null, false, false);
        }
    }

    /** An element that has started, and the namespaces that hold in it. */
    private record Open(String name, Map<String, String> namespaces) {}

    private static final String DECLARATION = "xmlns";

    private final String text;
    private int at;
    private final Deque<Open> open = new ArrayDeque<>();
    private boolean hasRoot;

    /** The element that starts was written {@code <name/>}. */
    private boolean endsAtOnce;

    private Map<String, String> attributes = Map.of();
    private String name = "";
    private String namespace = "";

    PlainXml(String text) {
        this.text = text;
    }

    @Override
    public Step next() {
        if (endsAtOnce) {
            endsAtOnce = false;
            return end();
        }
        while (true) {
            var markup = text.indexOf('<', at);
            if (markup < 0) {
                return finish();
            }
            between(markup);
            at = markup;
            if (text.startsWith("</", at)) {
                return endTag();
            }
            if (!text.startsWith("<!--", at)) {
                return startTag();
            }
            comment();
        }
    }

    private Step finish() {
        require(hasRoot && open.isEmpty() && text.substring(at).isBlank());
        unescaped(text.substring(at));
        return Step.FINISH;
    }

    /** Text outside of all elements can only be space. */
    private void between(int markup) {
        var between = unescaped(text.substring(at, markup));
        require(!open.isEmpty() || between.isBlank());
    }

    private void comment() {
        var end = text.indexOf("--", at + 4);
        require(end >= 0 && text.startsWith("-->", end));
        checkCharacters(text.substring(at, end));
        at = end + 3;
    }

    private Step endTag() {
        require(!open.isEmpty() && text.startsWith(open.getLast().name() + ">", at + 2));
        at += open.getLast().name().length() + 3;
        return end();
    }

    private Step end() {
        open.removeLast();
        return Step.END;
    }

    private Step startTag() {
        require(!open.isEmpty() || !hasRoot);
        hasRoot = true;
        at++;
        var tag = takeName();
        takeAttributes();
        endsAtOnce = text.startsWith("/", at);
        at += endsAtOnce ? 1 : 0;
        require(text.startsWith(">", at));
        at++;
        open.addLast(new Open(tag, namespaces()));
        var colon = tag.indexOf(':');
        name = tag.substring(colon + 1);
        namespace = namespaceOf(colon < 0 ? "" : tag.substring(0, colon));
        return Step.START;
    }

    private String takeName() {
        var start = at;
        while (at < text.length() && isPartOfName(text.charAt(at))) {
            at++;
        }
        var taken = text.substring(start, at);
        var colon = taken.indexOf(':');
        require(beginsName(taken));
        require(colon < 0 || beginsName(taken.substring(colon + 1)));
        require(colon < 0 || taken.indexOf(':', colon + 1) < 0);
        return taken;
    }

    private static boolean isPartOfName(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
    }

    private static boolean beginsName(String name) {
        return !name.isEmpty() && isLetter(name.charAt(0));
    }

    private static boolean isLetter(char c) {
        var lower = c | 0x20;
        return (lower >= 'a' && lower <= 'z') || c == '_';
    }

    private void takeAttributes() {
        attributes = new HashMap<>();
        while (takeSpace() && isLetter(text.charAt(at))) {
            var attribute = takeName();
            require(text.startsWith("=", at) && at + 1 < text.length());
            var quote = text.charAt(at + 1);
            var end = text.indexOf(quote, at + 2);
            require((quote == '"' || quote == '\'') && end >= 0);
            var value = text.substring(at + 2, end);
            // A line end or tab in a value becomes a space, says XML; libvirt writes none.
            require(value.indexOf('<') < 0 && value.indexOf('\n') < 0 && value.indexOf('\t') < 0);
            require(attributes.put(attribute, unescaped(value)) == null);
            at = end + 1;
        }
    }

    /** Whether there was space and more text behind it. */
    private boolean takeSpace() {
        var start = at;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at > start && at < text.length();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t';
    }

    /** Those that hold around the element, and those that it declares. */
    private Map<String, String> namespaces() {
        var around = open.isEmpty() ? Map.<String, String>of() : open.getLast().namespaces();
        var own = new HashMap<String, String>();
        attributes.forEach((attribute, uri) ->
                declared(attribute)
                        .ifPresent(prefix -> {
                            requireUsual(prefix, uri);
                            own.put(prefix, uri);
                        }));
        if (own.isEmpty()) {
            return around;
        }
        var all = new HashMap<>(around);
        all.putAll(own);
        return all;
    }

    /** Some prefixes and namespaces are XML's own, and a prefix cannot be declared to be none. */
    private static void requireUsual(String prefix, String uri) {
        require(!prefix.startsWith("xml") && !uri.startsWith("http://www.w3.org/"));
        require(prefix.isEmpty() || !uri.isEmpty());
    }

    /** The prefix that an attribute declares; attributes with another prefix are rare. */
    private static Optional<String> declared(String attribute) {
        if (attribute.equals(DECLARATION)) {
            return Optional.of("");
        }
        var colon = attribute.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        require(attribute.startsWith(DECLARATION + ":"));
        return Optional.of(attribute.substring(colon + 1));
    }

    private String namespaceOf(String prefix) {
        var uri = open.getLast().namespaces().getOrDefault(prefix, "");
        require(prefix.isEmpty() || !uri.isEmpty());
        return uri;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public Optional<String> attribute(String wanted) {
        return wanted.equals(DECLARATION)
                ? Optional.empty()
                : Optional.ofNullable(attributes.get(wanted));
    }

    @Override
    public String text() {
        if (endsAtOnce) {
            var _ = next();
            return "";
        }
        var markup = text.indexOf('<', at);
        require(markup >= 0 && text.startsWith("</", markup));
        var content = unescaped(text.substring(at, markup));
        at = markup;
        var _ = endTag();
        return content;
    }

    @Override
    public int line() {
        var line = 1;
        for (var end = text.indexOf('\n');
                end >= 0 && end < at;
                end = text.indexOf('\n', end + 1)) {
            line++;
        }
        return line;
    }

    private static String unescaped(String raw) {
        checkCharacters(raw);
        require(!raw.contains("]]>"));
        var ampersand = raw.indexOf('&');
        if (ampersand < 0) {
            return raw;
        }
        var out = new StringBuilder(raw.length());
        var from = 0;
        while (ampersand >= 0) {
            var end = raw.indexOf(';', ampersand);
            require(end >= 0);
            out.append(raw, from, ampersand).append(entity(raw.substring(ampersand + 1, end)));
            from = end + 1;
            ampersand = raw.indexOf('&', from);
        }
        return out.append(raw, from, raw.length()).toString();
    }

    private static char entity(String name) {
        return switch (name) {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> throw new NotPlain();
        };
    }

    /** Of the rest, some are no characters of XML, and a carriage return becomes a line end. */
    private static void checkCharacters(String raw) {
        for (var i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            require((c >= ' ' && c < Character.MIN_SURROGATE) || c == '\n' || c == '\t');
        }
    }

    private static void require(boolean plain) {
        if (!plain) {
            throw new NotPlain();
        }
    }
}
