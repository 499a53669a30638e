package vgpuctl.cli.line;

import java.util.List;
import java.util.Optional;

/**
 * What can come next on a line that is still being typed.
 *
 * @param candidates what begins as the last word does
 * @param expects the placeholder of the value or operand that is due, {@code GPU}; whoever sees the
 *     host can add what there is of it
 */
public record Completion(List<Candidate> candidates, Optional<String> expects) {

    /** A word, and what it does; empty where it speaks for itself. */
    public record Candidate(String word, String summary) {}

    public Completion {
        candidates = List.copyOf(candidates);
    }

    /**
     * Completes the last of the words, which may be empty; the program's name is not among them.
     */
    public static Completion of(Command root, List<String> words) {
        return words.isEmpty()
                ? of(root, List.of(""))
                : new Completer(root, words).complete(words.getLast());
    }
}
