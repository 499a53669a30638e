package vgpuctl.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import vgpuctl.core.host.Host;
import vgpuctl.core.host.Locks;
import vgpuctl.core.plan.Plan;

/** What is told of changes that others make, or were making. */
class RecoveryTest {

    private final InMemoryJournals files = new InMemoryJournals();
    private final Journal journal = new Journal(files, () -> "1-1");

    /** The locks of the host, which are as they are when somebody asks for them. */
    private record Asked(Supplier<Optional<Hold>> answer) implements Locks {

        @Override
        public Hold hold(SortedSet<String> names) {
            throw new AssertionError("nobody waits here");
        }

        @Override
        public Optional<Hold> tryHold(SortedSet<String> names) {
            return answer.get();
        }
    }

    private static Optional<Locks.Hold> free() {
        return Optional.of(() -> {});
    }

    private List<String> pending(Supplier<Optional<Locks.Hold>> locks) {
        var host =
                (Host)
                        Proxy.newProxyInstance(
                                Host.class.getClassLoader(),
                                new Class<?>[] {Host.class},
                                (_, method, _) -> {
                                    throw new AssertionError(method);
                                });
        var runner = new StepRunner(host, journal);
        return new Recovery(host, new Asked(locks), journal, runner).pending();
    }

    private String begun() {
        return journal.begin("create", new TreeSet<>(), Plan.toUndo(List.of(), List.of()));
    }

    @Test
    void whatNobodyGoesOnWithIsTold() {
        begun();
        assertThat(pending(RecoveryTest::free)).containsExactly("'create' was cut off");
    }

    @Test
    void whatIsUnderWayIsNot() {
        begun();
        assertThat(pending(Optional::empty)).isEmpty();
    }

    @Test
    void whatEndsBetweenTheTwoLooksIsNot() {
        var name = begun();
        assertThat(
                        pending(() -> {
                            journal.end(name);
                            return free();
                        }))
                .isEmpty();
    }
}
