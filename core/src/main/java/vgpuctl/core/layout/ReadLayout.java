package vgpuctl.core.layout;

import java.util.List;
import vgpuctl.core.document.Mistake;

/** What a document says, or everything that is wrong with it. */
public sealed interface ReadLayout {

    record Understood(Layout layout, LayoutPositions positions) implements ReadLayout {}

    /**
     * No layout.
     *
     * @param mistakes one at least, in the order of the text
     */
    record Mistaken(List<Mistake> mistakes) implements ReadLayout {

        public Mistaken {
            mistakes = List.copyOf(mistakes);
        }
    }
}
