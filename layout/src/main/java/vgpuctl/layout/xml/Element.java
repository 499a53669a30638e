package vgpuctl.layout.xml;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import vgpuctl.core.inventory.Reading;

/**
 * An element of an XML document. The document is a stranger's: its length and depth are bounded, a
 * document type is refused, nothing else is opened.
 *
 * @param name without its prefix
 * @param text directly in it, without space at its ends
 */
public record Element(
        String name, Map<String, String> attributes, List<Element> children, String text) {

    private static final int MOST_CHARACTERS = 4 << 20;
    private static final int DEEPEST = 100;

    public Element {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /** The root of a document; unknown, with the reason, where the text is none. */
    public static Reading<Element> parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Reading.unknown("it is too long");
        }
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            return root(factory.createXMLStreamReader(new StringReader(text)));
        } catch (XMLStreamException e) {
            return Reading.unknown(
                    "it is no XML from line " + e.getLocation().getLineNumber() + " on");
        }
    }

    private static Reading<Element> root(XMLStreamReader xml) throws XMLStreamException {
        var root = Optional.<Element>empty();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD -> {
                    return Reading.unknown("it has a document type");
                }
                case XMLStreamConstants.START_ELEMENT -> root = Optional.of(element(xml, 0));
                default -> {
                    // Comments and space around the root.
                }
            }
        }
        return root.map(Reading::of).orElseGet(() -> Reading.unknown("it is empty"));
    }

    /** Reads to the end of the element that has begun. */
    private static Element element(XMLStreamReader xml, int depth) throws XMLStreamException {
        if (depth == DEEPEST) {
            throw new XMLStreamException("nested too deeply", xml.getLocation());
        }
        var name = xml.getLocalName();
        var attributes = attributes(xml);
        var children = new ArrayList<Element>();
        var text = new StringBuilder();
        for (var event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(xml, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        text.append(xml.getText());
                default -> {
                    // Comments and instructions.
                }
            }
        }
        return new Element(name, attributes, children, text.toString().strip());
    }

    private static Map<String, String> attributes(XMLStreamReader xml) {
        var attributes = new LinkedHashMap<String, String>();
        for (var i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        return attributes;
    }

    public Optional<String> attribute(String key) {
        return Optional.ofNullable(attributes.get(key));
    }

    public boolean has(String key, String value) {
        return value.equals(attributes.get(key));
    }

    /** The children of that name. */
    public Stream<Element> all(String child) {
        return children.stream().filter(element -> element.name.equals(child));
    }

    public Optional<Element> first(String child) {
        return all(child).findFirst();
    }
}
