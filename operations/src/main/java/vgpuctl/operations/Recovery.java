package vgpuctl.operations;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

    /** Deals with every change that was cut off; a sentence for each. */
    List<String> recover() {
        var outcomes = new ArrayList<String>();
        for (var name : journal.names()) {
            recover(name).ifPresent(outcomes::add);
        }
        return outcomes;
    }

    /** The changes that were cut off and not yet dealt with, a sentence each. */
    List<String> pending() {
        var pending = new ArrayList<String>();
        for (var name : journal.names()) {
            if (journal.read(name).orElse(Reading.unknown(""))
                            instanceof Reading.Known<JournalText.Entry>(var entry)
                    && isAbandoned(entry)) {
                pending.add("'" + entry.request() + "' was cut off");
            }
        }
        return pending;
    }

    /** A change that was cut off and concerns any of these locks, in words. */
    Optional<String> concerning(SortedSet<String> scope) {
        for (var name : journal.names()) {
            if (journal.read(name).orElse(Reading.unknown(""))
                            instanceof Reading.Known<JournalText.Entry>(var entry)
                    && !Collections.disjoint(entry.scope(), scope)) {
                return Optional.of(entry.request());
            }
        }
        return Optional.empty();
    }

    private boolean isAbandoned(JournalText.Entry entry) {
        try {
            var hold = locks.tryHold(entry.scope());
            hold.ifPresent(Locks.Hold::close);
            return hold.isPresent();
        } catch (ProblemException _) {
            return true; // Who may not lock can still be told.
        }
    }

    private Optional<String> recover(String name) {
        return switch (journal.read(name).orElse(Reading.unknown(""))) {
            case Reading.Unknown<JournalText.Entry>(var why) ->
                    why.isEmpty()
                            ? Optional.empty()
                            : Optional.of("the journal " + name + " was left alone: " + why);
            case Reading.Known<JournalText.Entry>(var entry) -> recover(name, entry);
        };
    }

    /** Where the locks are held, the change is not cut off but under way. */
    private Optional<String> recover(String name, JournalText.Entry entry) {
        var hold = locks.tryHold(entry.scope());
        if (hold.isEmpty()) {
            return Optional.empty();
        }
        try (var _ = hold.get()) {
            // Read again: it may have gone on, or ended, before the locks were free.
            return journal.read(name).orElse(Reading.unknown(""))
                            instanceof Reading.Known<JournalText.Entry>(var now)
                    ? Optional.of(settle(name, now))
                    : Optional.empty();
        }
    }

    private String settle(String name, JournalText.Entry entry) {
        var request = "'" + entry.request() + "'";
        if (isComplete(entry)) {
            journal.end(name);
            return request + " was cut off after its last step: it is complete";
        }
        var left =
                switch (entry.plan().whenInterrupted()) {
                    case UNDO -> steps.undo(entry.begun());
                    case FINISH -> steps.finish(entry.plan().steps());
                };
        var outcome =
                switch (entry.plan().whenInterrupted()) {
                    case UNDO -> request + " was cut off and has been undone";
                    case FINISH -> request + " was cut off and has been finished";
                };
        if (left.isEmpty()) {
            journal.end(name);
            return outcome;
        }
        return outcome + " but for: " + String.join("; ", left);
    }

    private boolean isComplete(JournalText.Entry entry) {
        return entry.taken() == entry.plan().steps().size()
                && entry.plan().steps().stream()
                        .allMatch(step -> host.stateOf(step) instanceof StepState.After);
    }
}
