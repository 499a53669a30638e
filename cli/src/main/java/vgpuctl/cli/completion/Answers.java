package vgpuctl.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import vgpuctl.cli.line.Command;
import vgpuctl.cli.line.Completion;
import vgpuctl.cli.line.Completion.Candidate;
import vgpuctl.cli.line.Completion.Due;
import vgpuctl.cli.line.Parsed;
import vgpuctl.cli.screen.Text;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.problem.ProblemException;

/**
 * What the scripts of the shells are told: a line for each word that can come next, a tab and what
 * it means. A line that begins with a colon names what only the shell can list.
 */
public final class Answers {

    private static final String FILES = ":files";
    private static final String DIRECTORIES = ":directories";

    private final Function<Parsed, HostSnapshot> look;
    private final Supplier<List<String>> boards;

    /**
     * Answers that know a host.
     *
     * @param look at the host that a line names
     * @param boards those that simulated hosts can have
     */
    public Answers(Function<Parsed, HostSnapshot> look, Supplier<List<String>> boards) {
        this.look = look;
        this.boards = boards;
    }

    /** The lines for the words so far, the last of which is the one that is being typed. */
    public String to(Command root, List<String> words) {
        var completion = Completion.of(root, words);
        var last = words.isEmpty() ? "" : words.getLast();
        var lines = new StringBuilder();
        for (var candidate : completion.candidates()) {
            line(candidate, lines);
        }
        completion.due().ifPresent(due -> due(due, completion.soFar(), last, lines));
        return lines.toString();
    }

    private void due(Due due, Parsed soFar, String last, StringBuilder lines) {
        switch (due.placeholder()) {
            case "FILE" -> lines.append(FILES).append('\n');
            case "DIR" -> lines.append(DIRECTORIES).append('\n');
            case "HOST" -> offer(hosts(last.substring(due.before().length())), due, last, lines);
            default -> offer(ofHost(due, soFar), due, last, lines);
        }
    }

    /** Names of boards follow each other, separated by commas. */
    private List<Candidate> hosts(String typed) {
        var more = typed.lastIndexOf(',') + 1;
        var before = more > 0 ? typed.substring(0, more) : "sim:";
        var hosts = new ArrayList<Candidate>();
        hosts.add(new Candidate("local", "this host"));
        for (var board : boards.get()) {
            hosts.add(new Candidate(before + board, ""));
        }
        return hosts;
    }

    /** Nothing, where the host cannot be looked at: a Tab is no place for an error. */
    private List<Candidate> ofHost(Due due, Parsed soFar) {
        if (!HostWords.have(due.placeholder())) {
            return List.of();
        }
        try {
            return new HostWords(look.apply(soFar)).of(due.placeholder());
        } catch (ProblemException notToBeSeen) {
            return List.of();
        }
    }

    private static void offer(
            List<Candidate> candidates, Due due, String last, StringBuilder lines) {
        for (var candidate : candidates) {
            var word = due.before() + candidate.word();
            if (word.startsWith(last)) {
                line(new Candidate(word, candidate.summary()), lines);
            }
        }
    }

    private static void line(Candidate candidate, StringBuilder lines) {
        lines.append(Text.visible(candidate.word()))
                .append('\t')
                .append(Text.visible(candidate.summary()))
                .append('\n');
    }
}
