package vgpuctl.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vgpuctl.core.host.Host;
import vgpuctl.core.host.StepState;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.plan.Plan;
import vgpuctl.core.plan.Step;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.core.type.TypeId;

/** Steps that nothing takes back, in the middle of a plan. */
class LastingStepTest {

    private static final Step.Reversible FIRST = create(1);
    private static final Step.Lasting LASTING = new Step.EndProcess(31016, "4711");
    private static final Step.Reversible LAST = create(2);

    private static Step.Reversible create(long number) {
        return new Step.CreateMdev(
                new DeviceName("0000:82:00.0"), new TypeId("nvidia-50"), new UUID(0, number));
    }

    /** What has happened to a host that refuses one step. */
    private static final class Happened {

        private final Set<Step> done = new HashSet<>();
        private final List<Step> taken = new ArrayList<>();
        private Optional<Step> refused = Optional.empty();

        Host host() {
            return (Host)
                    Proxy.newProxyInstance(
                            Host.class.getClassLoader(),
                            new Class<?>[] {Host.class},
                            (_, method, arguments) -> answer(method.getName(), arguments[0]));
        }

        private Object answer(String method, Object argument) {
            var step = (Step) argument;
            return switch (method) {
                case "stateOf" -> state(step);
                case "take" -> take(step);
                default -> throw new AssertionError(method);
            };
        }

        private StepState state(Step step) {
            var isRemoval = step instanceof Step.RemoveMdev;
            var made = isRemoval ? ((Step.RemoveMdev) step).inverse() : step;
            return done.contains(made) == isRemoval
                    ? new StepState.Before()
                    : new StepState.After();
        }

        private Happened take(Step step) {
            if (refused.filter(step::equals).isPresent()) {
                throw new Problem.Refused("no", "no", "no").thrown();
            }
            taken.add(step);
            if (step instanceof Step.RemoveMdev removal) {
                done.remove(removal.inverse());
            } else {
                done.add(step);
            }
            return this;
        }
    }

    private final Happened happened = new Happened();
    private final InMemoryJournals journals = new InMemoryJournals();
    private final StepRunner runner =
            new StepRunner(happened.host(), new Journal(journals, () -> "1-1"));

    private ProblemException carryOutRefusing(Step refused) {
        happened.refused = Optional.of(refused);
        var plan = Plan.toUndo(List.of(FIRST, LASTING, LAST), List.of());
        return catchThrowableOfType(
                ProblemException.class,
                () -> runner.carryOut("test", new TreeSet<>(), plan, () -> plan));
    }

    @Test
    void refusedBehindItAllElseIsUndoneAndItIsSaidToStay() {
        var problem = carryOutRefusing(LAST).problem();

        assertThat(problem).isInstanceOf(Problem.DoneInPart.class);
        assertThat(problem.reason())
                .isEqualTo(
                        "no; done and not to be taken back: end process 31016 of the vGPU manager");
        assertThat(happened.done).containsExactly(LASTING);
        assertThat(journals.names()).as("there is nothing left to recover").isEmpty();
    }

    @Test
    void refusedItselfItHasNotHappenedAndIsNotSaidToStay() {
        var problem = carryOutRefusing(LASTING).problem();

        assertThat(problem).isInstanceOf(Problem.Refused.class);
        assertThat(happened.done).isEmpty();
        assertThat(journals.names()).isEmpty();
    }
}
