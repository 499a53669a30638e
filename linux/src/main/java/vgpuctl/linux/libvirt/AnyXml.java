package vgpuctl.linux.libvirt;

import java.io.StringReader;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** All of XML but document types, by the JDK's parser; it opens nothing. */
final class AnyXml implements XmlCursor {

    private static final XMLInputFactory FACTORY = strictFactory();

    private final XMLStreamReader xml;
    private int line = 1;

    /**
     * A cursor before the document.
     *
     * @throws DomainXmlException where it is malformed, as all that follows
     */
    AnyXml(String text) {
        try {
            xml = FACTORY.createXMLStreamReader(new StringReader(text));
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    @Override
    public Step next() {
        try {
            if (!xml.hasNext()) {
                return Step.FINISH;
            }
            var event = xml.next();
            line = line();
            return switch (event) {
                case XMLStreamConstants.START_ELEMENT -> Step.START;
                case XMLStreamConstants.END_ELEMENT -> Step.END;
                case XMLStreamConstants.DTD -> Step.DOCUMENT_TYPE;
                default -> Step.OTHER; // text between elements, comments
            };
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    @Override
    public String name() {
        return xml.getLocalName();
    }

    @Override
    public String namespace() {
        return Optional.ofNullable(xml.getNamespaceURI()).orElse("");
    }

    @Override
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(xml.getAttributeValue("", name));
    }

    @Override
    public String text() {
        try {
            return xml.getElementText();
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    /** At the end of the document the parser knows none any more: the last one counts. */
    @Override
    public int line() {
        return Math.max(line, xml.getLocation().getLineNumber());
    }

    private static DomainXmlException malformed(XMLStreamException e) {
        var line = Optional.ofNullable(e.getLocation()).map(Location::getLineNumber);
        return new DomainXmlException(line.orElse(1), cause(e));
    }

    /** The parser's message begins with the place, which we give ourselves. */
    private static String cause(XMLStreamException malformed) {
        var message = String.valueOf(malformed.getMessage());
        return message.substring(message.indexOf('\n') + 1).replaceFirst("^Message: ", "");
    }

    private static XMLInputFactory strictFactory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
