package vgpuctl.linux.libvirt;

import java.util.Optional;

/** A way through an XML document, from element to element. */
interface XmlCursor {

    /** What the cursor has come to. */
    enum Step {
        START,
        END,
        DOCUMENT_TYPE,
        OTHER,
        FINISH
    }

    Step next();

    /** Of the element that starts, without its prefix. */
    String name();

    /** Of the element that starts; empty where it has none. */
    String namespace();

    /** An attribute without namespace of the element that starts. */
    Optional<String> attribute(String name);

    /** The text of the element that starts, which has no others in it; then it has ended. */
    String text();

    /** Where the cursor is; the first line is 1. */
    int line();
}
