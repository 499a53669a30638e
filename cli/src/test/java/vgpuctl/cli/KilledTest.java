package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vgpuctl.core.inventory.DefinitionText;
import vgpuctl.core.inventory.Reading;

/**
 * {@code kill -9} at every moment of every change, each in a process of its own: the next command
 * that looks tells of it, the next that changes puts the host in order.
 *
 * <p>With {@code -Dvgpuctl.thorough=true} also the changes of many steps, which takes minutes more.
 */
class KilledTest {

    private static final String VM = "y-k8s-n-1";
    private static final String GPU = SimulatedHost.GPU;
    private static final List<String> ONE = List.of("create P40-12C --name one");

    @TempDir(factory = InMemory.class)
    private Path directory;

    record Story(String boards, String change, List<String> before) {

        @Override
        public String toString() {
            return change
                    + (before.isEmpty() ? "" : ", after " + String.join(", ", before))
                    + (boards.equals(PLAIN) ? "" : ", on " + boards);
        }
    }

    private static final String PLAIN = "tesla-p10";
    private static final String FUNCTIONS = "a40:vfio";
    private static final String MDEV_ON_FUNCTIONS = "a40:mdev";
    private static final String CUT = "a100:vfio";

    private static Story on(String boards, String change, String... before) {
        return new Story(boards, change, List.of(before));
    }

    private static Story story(String change, List<String> first, String... then) {
        var before = new ArrayList<>(first);
        before.addAll(List.of(then));
        return new Story(PLAIN, change, before);
    }

    private static Stream<Story> stories() {
        return Boolean.getBoolean("vgpuctl.thorough") ? Stream.concat(few(), many()) : few();
    }

    /** Changes of many steps: with them there are more than a thousand kills. */
    private static Stream<Story> many() {
        return Stream.of(
                on(MDEV_ON_FUNCTIONS, applying("many")),
                on(MDEV_ON_FUNCTIONS, applying("many"), "create A40-3Q --count 4 --name more"),
                on(MDEV_ON_FUNCTIONS, "remove more-1 more-2 more-3", applying("many")),
                on(FUNCTIONS, applying("many")),
                on(FUNCTIONS, "create A40-3Q --count 12 --autostart --owner team-a"));
    }

    private static Stream<Story> few() {
        var attach = "attach one " + VM;
        var start = "sim virsh start " + VM;

        return Stream.of(
                story("create P40-12C --count 2 --autostart", List.of()),
                story(attach, ONE),
                story(attach, ONE, start),
                story("detach one " + VM, ONE, attach),
                story("detach one " + VM, ONE, attach, start),
                story("remove one", ONE),
                story("define one --autostart", List.of("create P40-6Q --name one --no-define")),
                story("undefine one", ONE),
                story("undefine one", ONE, "stop one"),
                story("autostart one", ONE),
                story("adopt one --name two --owner team-a", ONE),
                story("stop one", ONE),
                story("stop one", List.of("create P40-6Q --name one --no-define")),
                story("start one", ONE, "stop one"),
                on(FUNCTIONS, "create A40-8Q --name one --param disable_vnc=1 --vm " + VM),
                on(FUNCTIONS, "stop one", "create A40-8Q --name one"),
                on(FUNCTIONS, "start one", "create A40-8Q --name one", "stop one"),
                on(FUNCTIONS, "remove one", "create A40-8Q --name one"),
                on(FUNCTIONS, "mode mixed-size " + GPU, "sriov disable " + GPU),
                on(FUNCTIONS, "sriov enable " + GPU, "sriov disable " + GPU),
                on(FUNCTIONS, "sriov disable " + GPU, "mode mixed-size " + GPU),
                on(FUNCTIONS, "scheduler " + GPU + " equal-share"),
                on(CUT, "create A100-3-20C --count 2 --name m"),
                on(CUT, "mig apply " + GPU + " 3g.20gb", "mig apply " + GPU + " 1g.5gb 2g.10gb"),
                on(CUT, "mig disable " + GPU, "mig apply " + GPU + " 1g.5gb"),
                story(applying("other-type"), ONE),
                on(FUNCTIONS, applying("mixed-sizes"), "create A40-8Q --name one"),
                on(CUT, applying("instances")));
    }

    private static String applying(String layout) {
        return "apply --yes -f src/test/layouts/" + layout + ".yaml";
    }

    private enum Outcome {
        AS_BEFORE,
        FINISHED,
        NOT_KILLED
    }

    @ParameterizedTest
    @MethodSource("stories")
    void theNextCommandsTellOfItAndSettleIt(Story story) throws Exception {
        var host = new SimulatedHost(directory.resolve("0"), story.boards).after("gpus");
        var before = host.afterAll(story.before).state();
        var after = host.copyTo(directory.resolve("done")).after(story.change.split(" ")).state();
        var moment = new AtomicInteger(1);
        Callable<List<Outcome>> worker =
                () -> {
                    var outcomes = new ArrayList<Outcome>();
                    while (!outcomes.contains(Outcome.NOT_KILLED)) {
                        var n = moment.getAndIncrement();
                        var copy = host.copyTo(directory.resolve("" + n));
                        outcomes.add(new Killing(copy, story.change, n, before, after).outcome());
                    }
                    return outcomes;
                };
        var outcomes = new ArrayList<Outcome>();
        try (var workers = Executors.newFixedThreadPool(2)) {
            for (var result : workers.invokeAll(List.of(worker, worker))) {
                outcomes.addAll(result.get());
            }
        }
        var undone = outcomes.stream().filter(Outcome.AS_BEFORE::equals).count();
        var finished = outcomes.stream().filter(Outcome.FINISHED::equals).count();
        System.out.println(
                "killed %d times, %d as before, %d finished: %s"
                        .formatted(undone + finished, undone, finished, story));
        // A change of one file has eight moments, of which four are before it is journalled.
        assertThat(undone).isPositive();
        assertThat(undone + finished).isGreaterThanOrEqualTo(8);
    }

    private record Killing(
            SimulatedHost host,
            String change,
            int moment,
            SortedMap<String, String> before,
            SortedMap<String, String> after) {

        Outcome outcome() throws IOException, InterruptedException {
            var words = List.of(change.split(" "));
            var said = ChildJvm.start(host, Deadly.class, List.of("" + moment), words).ended();
            if (said.exit() == ExitCode.DONE) {
                assertThat(host.state()).isEqualTo(after);
                return Outcome.NOT_KILLED;
            }
            assertThat(said.exit()).as(said.toString()).isEqualTo(ChildJvm.KILLED);
            othersSeeOnlyWholeThings();
            theNextLookTellsOfIt();
            theNextChangeSettlesIt();
            var now = host.state();
            assertThat(now).as("moment %d of %s", moment, change).isIn(List.of(before, after));
            return now.equals(before) ? Outcome.AS_BEFORE : Outcome.FINISHED;
        }

        /** What mdevctl and libvirt find: they look at every file in these places. */
        private void othersSeeOnlyWholeThings() {
            var definitions = "/etc/mdevctl.d/" + SimulatedHost.GPU;
            for (var file : host.names(definitions)) {
                assertThat(file).hasSize(36);
                assertThat(DefinitionText.read(host.text(definitions + "/" + file)))
                        .isInstanceOf(Reading.Known.class);
            }
            assertThat(host.names("/etc/libvirt/qemu")).allMatch(file -> file.endsWith(".xml"));
        }

        private void theNextLookTellsOfIt() {
            var said = host.vgpuctl("list");
            assertThat(said.exit()).isZero();
            var begun =
                    host.names("/var/lib/vgpuctl/journal").stream()
                            .anyMatch(name -> !name.startsWith("."));
            assertThat(said.err())
                    .isEqualTo(begun ? "note:  '" + command() + "' was cut off" + ADVICE : "");
        }

        private static final String ADVICE =
                ": the next change settles it, or do it now with 'vgpuctl recover'\n";

        private String command() {
            return "vgpuctl " + String.join(" ", host.arguments(change.split(" ")));
        }

        private void theNextChangeSettlesIt() {
            if (moment % 2 == 0) {
                assertThat(host.vgpuctl("recover").exit()).isZero();
            } else {
                assertThat(host.vgpuctl("stop", "nothing-of-this-name").exit()).isEqualTo(3);
            }
            assertThat(host.names("/var/lib/vgpuctl/journal")).isEmpty();
            assertThat(host.vgpuctl("list").err()).isEmpty();
        }
    }
}
