package vgpuctl.operations;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import vgpuctl.core.host.JournalFiles;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.wire.JournalText;

/**
 * Changes on their way, each in a file: the plan, then a line for each step before it is taken. The
 * file goes when the change is made or undone, so a file that nobody works on is a change that was
 * cut off.
 */
final class Journal {

    private final JournalFiles files;
    private final Supplier<String> names;

    /**
     * A journal in these files.
     *
     * @param names gives each change a name of its own, which ends with a hyphen and the number of
     *     this process; later names sort behind earlier ones
     */
    Journal(JournalFiles files, Supplier<String> names) {
        this.files = files;
        this.names = names;
    }

    String begin(String request, SortedSet<String> scope, Plan plan) {
        var name = names.get();
        files.create(name, JournalText.header(request, scope, plan));
        return name;
    }

    /** Clears away what was cut off before it began. */
    void deleteUnfinished() {
        files.deleteUnfinished();
    }

    void taking(String name, int step) {
        files.append(name, JournalText.taking(step));
    }

    /** Where it cannot be written, a later undoing looks at that step once more. */
    void undone(String name, int step) {
        try {
            files.append(name, JournalText.undone(step));
        } catch (ProblemException _) {
            // What is being taken back goes on being taken back, on a full disk as well.
        }
    }

    /** What follows a preparation. */
    void more(String name, Plan plan) {
        files.append(name, JournalText.more(plan));
    }

    void end(String name) {
        files.delete(name);
    }

    /** The changes that are on their way or were cut off, oldest first. */
    List<String> names() {
        return files.names();
    }

    /** Empty where the change has ended meanwhile. */
    Optional<Reading<JournalText.Entry>> read(String name) {
        return switch (files.read(name)) {
            case Reading.Unknown<String>(var why) ->
                    files.names().contains(name)
                            ? Optional.of(Reading.unknown(why))
                            : Optional.empty();
            case Reading.Known<String>(var text) -> Optional.of(JournalText.read(text));
        };
    }
}
