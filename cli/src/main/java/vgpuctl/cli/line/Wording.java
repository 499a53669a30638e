package vgpuctl.cli.line;

import java.util.List;

/** Words put together for a sentence. */
final class Wording {

    private Wording() {}

    /** {@code a}, {@code a or b}, {@code a, b or c}. */
    static String either(List<String> words) {
        var sentence = new StringBuilder();
        for (var i = 0; i < words.size(); i++) {
            if (i > 0) {
                sentence.append(i == words.size() - 1 ? " or " : ", ");
            }
            sentence.append(words.get(i));
        }
        return sentence.toString();
    }
}
