package vgpuctl.operations;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vgpuctl.core.apply.Comparison;
import vgpuctl.core.apply.Export;
import vgpuctl.core.doctor.rule.Rules;
import vgpuctl.core.guest.GuestPlanner;
import vgpuctl.core.guest.GuestWish;
import vgpuctl.core.host.Host;
import vgpuctl.core.host.JournalFiles;
import vgpuctl.core.host.KnownCards;
import vgpuctl.core.host.Locks;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.PhysicalGpu;
import vgpuctl.core.mdev.MdevWish;
import vgpuctl.core.others.Importer;
import vgpuctl.core.plan.FitHost;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.WhatIf;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.core.upgrade.DriverFacts;
import vgpuctl.core.upgrade.Rehearsal;
import vgpuctl.core.upgrade.Stored;

/**
 * Answers requests: look, decide, act.
 *
 * <pre>
 * look ─► decide ─► lock ─► look again ─► decide again ─► act, step by step ─► look
 *              └─ --dry-run, a refusal and «nothing to do»      └─ refused: undo
 *                 end here
 * </pre>
 */
public final class Operations {

    private final Host host;
    private final Locks locks;
    private final Planning planning;
    private final StepRunner steps;
    private final Recovery recovery;
    private final Consumer<String> notices;

    /** One command may look and change several times; what it cannot settle is told once. */
    private final Set<String> told = new HashSet<>();

    /**
     * Operations on one host.
     *
     * @param journalNames gives each change a name of its own, which ends with a hyphen and the
     *     number of this process; later names sort behind earlier ones
     * @param notices is told, in a sentence each, what was found cut off and what became of it
     */
    public Operations(
            Host host,
            Locks locks,
            JournalFiles journalFiles,
            Supplier<String> journalNames,
            Consumer<String> notices) {
        var journal = new Journal(journalFiles, journalNames);
        this.host = host;
        this.locks = locks;
        this.planning = new Planning(host);
        this.steps = new StepRunner(host, journal);
        this.recovery = new Recovery(host, locks, journal, steps);
        this.notices = notices;
    }

    private Operations(Operations other, StepRunner steps) {
        this.host = other.host;
        this.locks = other.locks;
        this.planning = other.planning;
        this.steps = steps;
        this.recovery = other.recovery;
        this.notices = other.notices;
    }

    /** The same, whose changes somebody follows and can stop. */
    public Operations followedBy(Progress progress) {
        return new Operations(this, steps.followedBy(progress));
    }

    /**
     * Answers a request.
     *
     * @param words the request as its caller wrote it, for the journal and for those who wait
     */
    public Answer answer(Request request, String words) {
        return request.answeredBy(this, words);
    }

    Answer.Recovered recover() {
        var recovered = recovery.recover();
        return new Answer.Recovered(recovered.outcomes(), recovered.left().isEmpty());
    }

    Answer.Diagnosed diagnose(Request.Doctor request) {
        var examination = Rules.examination();
        var gatherer = host.gatherer();
        if (request.bundle().isPresent()) {
            gatherer.bundle(request.bundle().get(), examination);
        }
        if (!request.logs().isEmpty()) {
            gatherer.logs(request.logs(), examination);
        }
        if (request.bundle().isEmpty() && request.logs().isEmpty()) {
            gatherer.thisHost(request.since(), examination);
        }
        return new Answer.Diagnosed(examination.diagnosis());
    }

    Answer.Bundled bundle(Request.Bundle request) {
        return new Answer.Bundled(host.gatherer().writeBundle(request.file(), request.redacted()));
    }

    Answer.Status status() {
        return new Answer.Status(look(), host.live());
    }

    Answer cleanUp(Request.Cleanup.Mode mode, String words) {
        return new Cleaning(host, locks, recovery, steps).answer(mode, words, notices);
    }

    Answer install(Request.Install request, String words) {
        return new Installing(host, locks, recovery, steps).install(request, words, notices);
    }

    Answer uninstall(Request.Uninstall request, String words) {
        return new Installing(host, locks, recovery, steps).uninstall(request, words, notices);
    }

    Answer.Guest guest(GuestWish wish) {
        var kits = host.kits();
        var token = wish.tokenFile().map(kits::token);
        var report = GuestPlanner.report(look(), host.guestSight(), wish, token);
        return new Answer.Guest(
                report,
                wish.directory().map(directory -> kits.write(directory, report.kit().files())));
    }

    /** The host as it is now. */
    public HostSnapshot look() {
        for (var sentence : recovery.pending()) {
            if (told.add(sentence)) {
                notices.accept(
                        sentence
                                + ": the next change settles it, or do it now with"
                                + " 'vgpuctl recover'");
            }
        }
        return host.look();
    }

    /** A host that was looked at, as planning sees it. */
    public FitHost fitHost(HostSnapshot now) {
        return FitHost.of(now, now.gpus(), gpu -> host.schedulerSetting(gpu).now());
    }

    /** What is known of those GPUs that offer nothing now. Nobody is asked where all offer some. */
    KnownCards known(List<PhysicalGpu> gpus) {
        var silent = new ArrayList<PhysicalGpu>();
        for (var gpu : gpus) {
            if (gpu.hostInterface().obstacle().isPresent()) {
                silent.add(gpu);
            }
        }
        return silent.isEmpty() ? KnownCards.none() : host.knownTypes(silent);
    }

    Answer.Fitted whatIf(WhatIf whatIf) {
        var now = look();
        return new Answer.Fitted(now, whatIf.on(now, host));
    }

    Answer.Compared compare(Request.Compare request) {
        return new Answer.Compared(
                Comparison.of(
                        look(),
                        request.layout(),
                        request.positions(),
                        gpu -> host.schedulerSetting(gpu).now()),
                request.isAsserted());
    }

    Answer.Exported export() {
        return new Answer.Exported(Export.of(look(), gpu -> host.schedulerSetting(gpu).now()));
    }

    Answer.Imported importLayout(Importer importer) {
        var imported = importer.of(look(), host.others());
        return new Answer.Imported(imported.layout(), imported.notes());
    }

    Answer.Rehearsed rehearse(String database) {
        var driver = DriverFacts.of(host.driverDatabase(database));
        var now = look();
        return new Answer.Rehearsed(Rehearsal.of(Stored.of(now, known(now.gpus())), driver));
    }

    Answer.Restored restore(BooleanSupplier again, String words) {
        return new Restoration(this, words).restore(again, notices);
    }

    /** What a change would do. */
    public Answer.Planned plan(Request.Change change) {
        return new Answer.Planned(planning.plan(look(), change));
    }

    Answer.Changed change(Request.Change change, String words) {
        while (true) {
            var recovered = recovery.recover();
            recovered.outcomes().stream().filter(told::add).forEach(notices);
            var now = host.look();
            try {
                var plan = planning.plan(now, change);
                // mdevctl's scripts are called also where nothing else is to be done.
                if (plan.steps().isEmpty() && !(change instanceof Request.Mdev)) {
                    return new Answer.Changed(change, plan, now, now);
                }
            } catch (ProblemException refusal) {
                // In the midst of others' changes a host looks as it will not stay.
                if (!recovery.othersWereAtWork(recovered)) {
                    throw refusal;
                }
            }
            var scope = Scope.of(now, change);
            try (var _ = locks.hold(scope)) {
                // Cut off while we waited for its locks: it comes before us.
                if (!recovery.concerns(scope, recovered.left())) {
                    return change(change, words, scope);
                }
            }
        }
    }

    private Answer.Changed change(Request.Change change, String words, SortedSet<String> scope) {
        var before = host.look();
        if (change instanceof Request.Mdev mdev) {
            return change(mdev, words, scope, before);
        }
        Plan plan = planning.plan(before, change);
        var done = steps.carryOut(words, scope, plan, () -> planning.plan(host.look(), change));
        return new Answer.Changed(change, done, before, host.look());
    }

    /** The same between the scripts that mdevctl calls. */
    private Answer.Changed change(
            Request.Mdev change, String words, SortedSet<String> scope, HostSnapshot before) {
        var plan = planning.mdev(before, change);
        var devices = plan.devices();
        if (change.wish() instanceof MdevWish.ModifyLive live) {
            scripts().live(devices.getFirst());
            if (!live.alsoDefined()) {
                return new Answer.Changed(change, plan.plan(), before, host.look());
            }
        }
        var done =
                scripts()
                        .around(
                                devices,
                                change.wish().action(),
                                change.force(),
                                () -> steps.carryOut(words, scope, plan.plan(), plan::plan));
        return new Answer.Changed(change, done, before, host.look());
    }

    private MdevScripts scripts() {
        return new MdevScripts(host.scripts(), notices);
    }

    MdevOperations mdevs() {
        return new MdevOperations(this, host, scripts());
    }
}
