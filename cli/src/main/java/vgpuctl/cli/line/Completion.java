package vgpuctl.cli.line;

import java.util.List;
import java.util.Optional;

/**
 * What can come next on a line that is still being typed.
 *
 * @param candidates what begins as the last word does
 * @param due the value or operand that the last word is or begins; whoever sees the host can add
 *     what there is of it
 * @param soFar the command, and those options that are finished and right
 */
public record Completion(List<Candidate> candidates, Optional<Due> due, Parsed soFar) {

    /** A word, and what it does; empty where it speaks for itself. */
    public record Candidate(String word, String summary) {}

    /**
     * What is to be given.
     *
     * @param placeholder as help names it, {@code GPU}
     * @param before what stands before it in the same word, {@code --gpu=}
     */
    public record Due(String placeholder, String before) {}

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
