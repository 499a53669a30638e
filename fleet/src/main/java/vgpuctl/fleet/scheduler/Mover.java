package vgpuctl.fleet.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import vgpuctl.core.fleet.Decision.Placed;
import vgpuctl.core.fleet.Decision.PlacedVgpu;
import vgpuctl.core.fleet.Move;
import vgpuctl.core.fleet.Move.Interruption;
import vgpuctl.core.fleet.place.Defragmentation;
import vgpuctl.core.fleet.place.Drain;
import vgpuctl.core.fleet.place.Placer;
import vgpuctl.core.fleet.place.Relocation;
import vgpuctl.core.fleet.place.Relocation.Left;
import vgpuctl.core.fleet.place.Relocation.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.scheduler.MoveHook.Answer;
import vgpuctl.fleet.scheduler.MoveHook.Handover;
import vgpuctl.fleet.scheduler.MoveHook.Phase;
import vgpuctl.fleet.scheduler.Ways.End;
import vgpuctl.fleet.scheduler.Ways.OnItsWay;
import vgpuctl.fleet.store.Store;

/**
 * Moves claims, one after another, as a plan says. Whenever it is killed, the next one finishes
 * what it had begun, or takes it back: {@link Ways}. For one thread.
 */
public final class Mover implements AutoCloseable {

    /** How long nobody takes over what a mover had begun that was killed. */
    static final Duration LIFE = Duration.ofSeconds(15);

    /** Plans that others made useless, before it is left. */
    private static final int MOST_PLANS = 5;

    private final Store store;
    private final Keys keys;
    private final Placer placer;
    private final FleetView view;
    private final Optional<MoveHook> hook;
    private final Limits limits;
    private final Consumer<String> progress;
    private final String id = UUID.randomUUID().toString();
    private final Ways ways;
    private final Carrying carrying;

    /**
     * How long it waits.
     *
     * @param patience for a store that does not answer, and where others are faster
     * @param agent for a host's agent, which carries out what it finds
     */
    public record Limits(Duration patience, Duration agent) {}

    /** What is to be moved. */
    public sealed interface Wish {

        /**
         * All that a host carries.
         *
         * @param most moves
         */
        record Drained(String host, int most) implements Wish {}

        /**
         * What takes room that would be of more use in one piece.
         *
         * @param most moves
         */
        record Defragmented(int most) implements Wish {}

        int most();
    }

    /**
     * A mover.
     *
     * @param hook what moves VMs; without it claims stay that have one
     * @param progress is told, in a sentence each, what is done
     */
    public Mover(
            Store store,
            Keys keys,
            Placer placer,
            Optional<MoveHook> hook,
            Limits limits,
            Consumer<String> progress) {
        this.store = store;
        this.keys = keys;
        this.placer = placer;
        this.hook = hook;
        this.limits = limits;
        this.progress = progress;
        view = new FleetView(store, keys, placer);
        ways = new Ways(store, keys, view, id, new Rewriting(store, limits.patience));
        carrying = new Carrying(store, keys, limits.agent);
    }

    // ---- planning ----

    /** What would be moved now; nothing is written. */
    public Relocation planned(Wish wish) {
        view.list();
        return planned(wish, wish.most());
    }

    private Relocation planned(Wish wish, int most) {
        return switch (wish) {
            case Wish.Drained(var host, _) -> {
                checkIsKnown(host);
                yield Drain.of(placer, host, most);
            }
            case Wish.Defragmented _ -> Defragmentation.of(placer, most);
        };
    }

    private void checkIsKnown(String host) {
        if (view.host(host).isEmpty()) {
            throw new Problem.NotFound("the fleet has no host " + host, "see 'vgpuctl fleet hosts'")
                    .thrown();
        }
        if (placer.host(host).isEmpty()) {
            throw new Problem.HostNotReady(
                            host + " has not said what it has: nobody knows what goes elsewhere",
                            "start its agent: 'vgpuctl serve --fleet'")
                    .thrown();
        }
    }

    // ---- carrying out ----

    /**
     * Finishes or takes back what was left on its way, and moves what is to be moved then. What was
     * moved stays moved, whatever comes of the rest.
     */
    public MoveResult carryOut(Wish wish) {
        try (var _ = new Presence(store, keys.mover(id), LIFE)) {
            return new Run(wish).result();
        }
    }

    /** How a step ended. */
    private sealed interface Ended {

        record Done() implements Ended {}

        /** The plan does not hold any more. */
        record Changed(String why) implements Ended {}

        record Stays(String why) implements Ended {}

        /** Nothing more is begun after this. */
        record Stopped(String why) implements Ended {}
    }

    private final class Run {

        private final Wish wish;
        private final List<Step> done = new ArrayList<>();
        private final List<Left> left = new ArrayList<>();
        private final Set<String> stays = new HashSet<>();
        private final Map<String, Integer> changed = new HashMap<>();
        private Optional<String> stopped = Optional.empty();
        private int moved;

        Run(Wish wish) {
            this.wish = wish;
        }

        MoveResult result() {
            view.list();
            unfinished().forEach(this::resume);
            var isThrough = false;
            while (!isThrough) {
                isThrough = isThrough();
            }
            return new MoveResult(done, left, stopped, remark());
        }

        private Optional<String> remark() {
            return wish instanceof Wish.Drained(var host, _) && !done.isEmpty()
                    ? carrying.awaitAll(host)
                    : Optional.empty();
        }

        private boolean isThrough() {
            view.list();
            var plan = planned(wish, wish.most() - moved);
            for (var step : plan.steps()) {
                if (!stays.contains(step.claim()) && !isStepThrough(step)) {
                    return false;
                }
            }
            for (var one : plan.left()) {
                stay(one);
            }
            return true;
        }

        /** False where it takes another plan. */
        private boolean isStepThrough(Step step) {
            if (stopped.isPresent()) {
                stay(step, "the moves before it stopped");
                return true;
            }
            return switch (carry(step)) {
                case Ended.Done _ -> {
                    done.add(step);
                    moved += step.moves().size();
                    yield true;
                }
                case Ended.Stays(var why) -> {
                    stay(step, why);
                    yield true;
                }
                case Ended.Stopped(var why) -> {
                    stay(step, why);
                    stopped = Optional.of(step.claim() + ": " + why);
                    yield true;
                }
                case Ended.Changed(var why) -> {
                    progress.accept(step.claim() + " stays for now: " + why);
                    if (changed.merge(step.claim(), 1, Integer::sum) >= MOST_PLANS) {
                        stay(step, why);
                    }
                    yield false;
                }
            };
        }

        private void stay(Step step, String why) {
            stay(new Left(step.claim(), step.vm(), why));
        }

        private void stay(Left one) {
            if (stays.add(one.claim())) {
                left.add(one);
            }
        }

        /** Those that have to do with what is wished. */
        private Set<String> unfinished() {
            var claims = new TreeSet<String>();
            view.hosts()
                    .forEach((host, known) -> {
                        for (var claim : known.allocation().claims()) {
                            if (claim.from().isPresent() && isWished(claim.from().get(), host)) {
                                claims.add(claim.id());
                            }
                        }
                    });
            return claims;
        }

        private boolean isWished(String from, String to) {
            return switch (wish) {
                case Wish.Drained(var host, _) -> host.equals(from) || host.equals(to);
                case Wish.Defragmented _ -> true;
            };
        }

        private void resume(String claim) {
            if (!isAbandoned(claim)) {
                stay(new Left(claim, Optional.empty(), "somebody else moves it now"));
                return;
            }
            var way = ways.onItsWay(claim);
            if (way.isPresent()) {
                Mover.this
                        .resume(claim, way.get())
                        .ifPresent(why -> stay(new Left(claim, way.get().vm(), why)));
            }
        }
    }

    /** Whether nobody is at work on it any more; who was killed a moment ago is waited for. */
    private boolean isAbandoned(String claim) {
        var longest = LIFE.multipliedBy(2);
        var time = longest.compareTo(limits.patience) < 0 ? longest : limits.patience;
        var end = System.nanoTime() + time.toNanos();
        while (true) {
            if (ways.takeOver(claim) != End.NOT_OURS || ways.onItsWay(claim).isEmpty()) {
                return true;
            }
            if (System.nanoTime() > end) {
                return false;
            }
            Rewriting.rest(500);
        }
    }

    // ---- what somebody left on its way ----

    /** Why it stays on its way; empty where it is no longer on any. */
    private Optional<String> resume(String claim, OnItsWay on) {
        var way = on.way();
        return switch (way.phase()) {
            case PREPARED -> {
                ways.takeBack(claim, way.from());
                progress.accept(claim + " was on its way to " + way.to() + ": taken back");
                yield Optional.empty();
            }
            case HANDED -> resumeHanded(claim, on);
            case STOPPING, STARTING -> resumeWithin(claim, on);
        };
    }

    private Optional<String> resumeHanded(String claim, OnItsWay on) {
        var way = on.way();
        if (on.moves().isEmpty() || on.vm().isEmpty()) {
            ways.takeBack(claim, way.from());
            return Optional.empty();
        }
        var vm = on.vm().get();
        if (hook.isEmpty()) {
            return Optional.of(
                    "a hook was told to move %s to %s, and nobody knows whether it did: name the"
                                    .formatted(vm, way.to())
                            + " hook, or say '--hook true' where it did and '--hook false' where"
                            + " it did not");
        }
        var answer = hook.get().ask(new Handover(Phase.MIGRATE, claim, vm, on.moves()));
        if (answer instanceof Answer.Done) {
            ways.finish(claim, way.to());
            progress.accept(claim + " was on its way to " + way.to() + ": it is there");
        } else {
            ways.takeBack(claim, way.from());
            progress.accept(claim + " was on its way to " + way.to() + ": taken back");
        }
        return Optional.empty();
    }

    private Optional<String> resumeWithin(String claim, OnItsWay on) {
        var vm = on.vm();
        if (vm.isPresent() && hook.isEmpty()) {
            return Optional.of(
                    "a hook was told to stop "
                            + vm.get()
                            + ": name it, so that it starts it again");
        }
        if (vm.isPresent()) {
            carrying.await(on.way().to(), claim);
            var answer =
                    hook.orElseThrow().ask(new Handover(Phase.START, claim, vm.get(), on.moves()));
            if (!(answer instanceof Answer.Done)) {
                return Optional.of(vm.get() + " does not start: " + why(answer));
            }
        }
        ways.settle(claim, on.way().to());
        progress.accept(claim + " stays where it is on " + on.way().to());
        return Optional.empty();
    }

    // ---- one claim ----

    private Ended carry(Step step) {
        if (step.interrupts() != Interruption.NONE && hook.isEmpty()) {
            return new Ended.Stays(
                    step.interrupts() == Interruption.MIGRATION
                            ? "its VM has to migrate, and no --hook does that"
                            : "its VM has to be stopped and started, and no --hook does that");
        }
        return step.from().equals(step.to()) ? within(step) : toAnother(step);
    }

    private Ended toAnother(Step step) {
        var obstacle = ways.prepare(step);
        if (obstacle.isPresent()) {
            return new Ended.Changed(obstacle.get());
        }
        progress.accept(step.claim() + ": " + step.to() + " makes its vGPUs");
        var notThere = carrying.await(step.to(), step.claim());
        if (notThere.isPresent()) {
            return takenBack(step, notThere.get());
        }
        if (step.vm().isPresent()) {
            if (ways.hand(step.claim()) != End.DONE) {
                return new Ended.Stays("it was released, or taken over, on its way");
            }
            var answer = ask(Phase.MIGRATE, step);
            if (!(answer instanceof Answer.Done)) {
                return takenBack(step, why(answer));
            }
        }
        if (ways.finish(step.claim(), step.to()) != End.DONE) {
            return new Ended.Stays("it was released, or taken over, on its way");
        }
        progress.accept(step.claim() + " is on " + step.to());
        return new Ended.Done();
    }

    private Ended takenBack(Step step, String why) {
        ways.takeBack(step.claim(), step.from());
        progress.accept(step.claim() + " stays on " + step.from() + ": " + why);
        return new Ended.Stopped(why);
    }

    private Ended within(Step step) {
        var obstacle = ways.begin(step);
        if (obstacle.isPresent()) {
            return new Ended.Changed(obstacle.get());
        }
        var stopped = ask(Phase.STOP, step);
        if (!(stopped instanceof Answer.Done)) {
            // Whoever did not end in time may have stopped it.
            var on = stopped instanceof Answer.TimedOut ? ask(Phase.START, step) : stopped;
            ways.settle(step.claim(), step.to());
            return new Ended.Stopped(why(on instanceof Answer.Done ? stopped : on));
        }
        var noPlace = ways.shift(step);
        var notThere = noPlace.isPresent() ? noPlace : carrying.await(step.to(), step.claim());
        if (noPlace.isEmpty() && notThere.isPresent() && ways.shift(back(step)).isEmpty()) {
            carrying.await(step.to(), step.claim());
        }
        var started = ask(Phase.START, step);
        if (!(started instanceof Answer.Done)) {
            ways.settle(step.claim(), step.to());
            return new Ended.Stopped(
                    step.vm().orElse("") + " was stopped and does not start: " + why(started));
        }
        ways.settle(step.claim(), step.to());
        if (noPlace.isPresent()) {
            return new Ended.Changed(noPlace.get());
        }
        if (notThere.isPresent()) {
            return new Ended.Stopped(notThere.get());
        }
        progress.accept(step.claim() + " is on " + step.moves().getFirst().to());
        return new Ended.Done();
    }

    /** To where it was. */
    private static Step back(Step step) {
        var placed = new ArrayList<PlacedVgpu>();
        var moves = new ArrayList<Move>();
        for (var move : step.moves()) {
            var place = move.from();
            placed.add(
                    new PlacedVgpu(
                            place.host(),
                            place.gpu(),
                            move.type(),
                            place.mode(),
                            false,
                            place.placementId() < 0
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(place.placementId())));
            moves.add(
                    new Move(
                            move.claim(),
                            move.vm(),
                            move.vgpu(),
                            move.type(),
                            move.to(),
                            place,
                            move.interrupts()));
        }
        return new Step(new Placed(step.placed().request(), placed, ""), moves);
    }

    /** Done, where there is no VM. */
    private Answer ask(Phase phase, Step step) {
        if (step.vm().isEmpty()) {
            return new Answer.Done();
        }
        var vm = step.vm().get();
        progress.accept(step.claim() + ": the hook is to " + words(phase, vm, step.moves()));
        return hook.orElseThrow().ask(new Handover(phase, step.claim(), vm, step.moves()));
    }

    private static String words(Phase phase, String vm, List<Move> moves) {
        return switch (phase) {
            case MIGRATE -> "migrate " + vm + " to " + moves.getFirst().to().host();
            case STOP -> "stop " + vm;
            case START -> "start " + vm;
        };
    }

    private static String why(Answer answer) {
        return switch (answer) {
            case Answer.Done _ -> "";
            case Answer.Refused(var why) -> why;
            case Answer.TimedOut(var why) -> why;
        };
    }

    @Override
    public void close() {
        view.close();
    }
}
