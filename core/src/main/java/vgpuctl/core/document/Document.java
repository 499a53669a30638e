package vgpuctl.core.document;

import java.util.List;
import java.util.Optional;

/**
 * A text that was taken apart.
 *
 * @param root empty where the text holds nothing, or cannot be taken apart to its end
 * @param mistakes in the text's form; none says that its content makes sense
 */
public record Document(Optional<Node> root, List<Mistake> mistakes) {

    public Document {
        mistakes = List.copyOf(mistakes);
    }
}
