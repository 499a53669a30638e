package vgpuctl.operations;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import vgpuctl.core.host.Host;
import vgpuctl.core.host.Locks;
import vgpuctl.core.host.StepState;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.operations.wire.JournalText;

/** Finishes or undoes changes whose process ended in the middle. */
final class Recovery {

    private final Host host;
    private final Locks locks;
    private final Journal journal;
    private final StepRunner steps;

    Recovery(Host host, Locks locks, Journal journal, StepRunner steps) {
        this.host = host;
        this.locks = locks;
        this.journal = journal;
        this.steps = steps;
    }

    /**
     * What came of the changes that were cut off.
     *
     * @param outcomes a sentence for each
     * @param left the journals of those that could not be settled in full
     * @param othersAtWork the journals of changes that other processes were making
     */
    record Recovered(List<String> outcomes, Set<String> left, Set<String> othersAtWork) {}

    /** Deals with every change that was cut off. */
    Recovered recover() {
        journal.deleteUnfinished();
        var recovered = new Recovered(new ArrayList<>(), new HashSet<>(), new HashSet<>());
        for (var name : journal.names()) {
            recover(name, recovered);
        }
        return recovered;
    }

    /** The changes that were cut off and not yet dealt with, a sentence each. */
    List<String> pending() {
        var pending = new ArrayList<String>();
        for (var name : journal.names()) {
            if (journal.read(name).orElse(Reading.unknown(""))
                            instanceof Reading.Known<JournalText.Entry>(var entry)
                    && isAbandoned(name, entry)) {
                pending.add("'" + entry.request() + "' was cut off");
            }
        }
        return pending;
    }

    /**
     * Whether a change that was cut off concerns any of these locks.
     *
     * @param left the journals that nothing more can be done about now
     */
    boolean concerns(SortedSet<String> scope, Set<String> left) {
        return journal.names().stream()
                .filter(name -> !left.contains(name))
                .map(journal::read)
                .flatMap(Optional::stream)
                .anyMatch(reading ->
                        reading.map(entry -> !Collections.disjoint(entry.scope(), scope))
                                .orElse(false));
    }

    /** Whether others have been changing the host since then. */
    boolean othersWereAtWork(Recovered since) {
        return !since.othersAtWork.isEmpty() || !since.left.containsAll(journal.names());
    }

    private boolean isAbandoned(String name, JournalText.Entry entry) {
        Optional<Locks.Hold> hold;
        try {
            hold = locks.tryHold(entry.scope());
        } catch (ProblemException _) {
            return true; // Who may not lock can still be told.
        }
        if (hold.isEmpty()) {
            return false;
        }
        try (var _ = hold.get()) {
            // Asked again: it may have ended before the locks were free.
            return journal.names().contains(name);
        }
    }

    private void recover(String name, Recovered recovered) {
        switch (journal.read(name).orElse(Reading.unknown(""))) {
            case Reading.Unknown<JournalText.Entry>(var why) when why.isEmpty() -> {
                // It has ended meanwhile.
            }
            case Reading.Unknown<JournalText.Entry>(var why) ->
                    recovered.outcomes.add("the journal " + name + " was left alone: " + why);
            case Reading.Known<JournalText.Entry>(var entry) -> recover(name, entry, recovered);
        }
    }

    /** Where the locks are held, the change is not cut off but under way. */
    private void recover(String name, JournalText.Entry entry, Recovered recovered) {
        var hold = locks.tryHold(entry.scope());
        if (hold.isEmpty()) {
            recovered.othersAtWork.add(name);
            return;
        }
        try (var _ = hold.get()) {
            // Read again: it may have gone on, or ended, before the locks were free.
            if (journal.read(name).orElse(Reading.unknown(""))
                    instanceof Reading.Known<JournalText.Entry>(var now)) {
                settle(name, now, recovered);
            }
        }
    }

    private void settle(String name, JournalText.Entry entry, Recovered recovered) {
        entry.begun().values().forEach(host::deleteUnfinished);
        var request = "'" + entry.request() + "'";
        if (isComplete(entry)) {
            journal.end(name);
            recovered.outcomes.add(request + " was cut off after its last step: it is complete");
            return;
        }
        var remainder =
                switch (entry.plan().whenInterrupted()) {
                    case UNDO -> steps.undo(name, entry.begun());
                    case FINISH -> steps.finish(entry.plan().steps());
                };
        var outcome =
                switch (entry.plan().whenInterrupted()) {
                    case UNDO -> request + " was cut off and has been undone";
                    case FINISH -> request + " was cut off and has been finished";
                };
        recovered.outcomes.add(outcome + words(remainder));
        if (remainder.refused().isEmpty()) {
            journal.end(name);
        } else {
            recovered.left.add(name);
        }
    }

    private static String words(StepRunner.Remainder remainder) {
        var left = new ArrayList<>(remainder.refused());
        left.addAll(remainder.theirs());
        left.addAll(remainder.lasting());
        return left.isEmpty() ? "" : " but for: " + String.join("; ", left);
    }

    private boolean isComplete(JournalText.Entry entry) {
        return !entry.plan().isPreparation()
                && entry.taken() == entry.plan().steps().size()
                && entry.plan().steps().stream()
                        .allMatch(step -> host.stateOf(step) instanceof StepState.After);
    }
}
