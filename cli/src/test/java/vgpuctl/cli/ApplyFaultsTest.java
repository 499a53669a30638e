package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.cli.FailingOnce.Fault;

/** Whatever fails in the middle of {@code apply}: the host is as before or as the layout says. */
class ApplyFaultsTest {

    private static final String GPU = SimulatedHost.GPU;
    private static final String LAYOUTS = "src/test/layouts/";
    private static final int MOST_CHANGES = 200;

    @TempDir(factory = InMemory.class)
    private Path directory;

    record Story(String boards, String layout, String before) {

        private static final List<Story> ALL =
                List.of(
                        new Story("tesla-p10", "other-type", "create P40-12C --name one"),
                        new Story("a40:mdev", "mixed-sizes", "create A40-8Q --name one"),
                        new Story("a40:vfio", "mixed-sizes", "create A40-8Q --name one"),
                        new Story("a100:vfio", "instances", "create A100-10C --name one"));

        private String[] apply() {
            return new String[] {"apply", "--yes", "-f", LAYOUTS + layout + ".yaml"};
        }

        @Override
        public String toString() {
            return layout + " on " + boards;
        }
    }

    private static Stream<Arguments> faults() {
        return Story.ALL.stream()
                .flatMap(story ->
                        Stream.of(Fault.values()).map(fault -> Arguments.of(story, fault)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void eachChangeFailsOnce(Story story, Fault fault) {
        var host = new SimulatedHost(directory.resolve("0"), story.boards).after("gpus");
        host.after(story.before.split(" "));
        var before = host.stateBesideNumbers();
        var after =
                host.copyTo(directory.resolve("done")).after(story.apply()).stateBesideNumbers();
        for (var number = 1; number < MOST_CHANGES; number++) {
            var copy = host.copyTo(directory.resolve("" + number));
            var failing = new FailingOnce(fault, number);
            var said = copy.vgpuctl(failing, story.apply());
            if (!failing.happened()) {
                assertThat(said.exit()).isZero();
                return;
            }
            var what = "change %d: %s".formatted(number, said);
            settled(copy, said, before, after, what);
            if (number % 4 == 1) {
                succeedsAfterwards(copy, story, after, what);
            }
        }
        throw new AssertionError("more changes than " + MOST_CHANGES);
    }

    /** What failed once does not stand in the way of a second try. */
    private static void succeedsAfterwards(
            SimulatedHost host, Story story, SortedMap<String, String> after, String what) {
        var said = host.vgpuctl(story.apply());
        assertThat(said.exit()).as(what + said).isZero();
        assertThat(host.stateBesideNumbers()).as(what).isEqualTo(after);
    }

    private static void settled(
            SimulatedHost host,
            SimulatedHost.Said said,
            SortedMap<String, String> before,
            SortedMap<String, String> after,
            String what) {
        if (said.exit() == ExitCode.DONE) {
            assertThat(host.stateBesideNumbers()).as(what).isEqualTo(after);
            return;
        }
        assertThat(said.exit()).as(what).isIn(4, 6, 7, 8, 9, 11);
        assertThat(said.err()).as(what).startsWith("error: ").contains("\nhint:  ");
        if (said.exit() == ExitCode.PARTLY) {
            assertThat(host.vgpuctl("recover").exit()).as(what).isZero();
            assertThat(host.stateBesideNumbers()).as(what).isIn(before, after);
        } else {
            assertThat(host.stateBesideNumbers()).as(what).isEqualTo(before);
        }
        assertThat(host.names("/var/lib/vgpuctl/journal")).as(what).isEmpty();
    }

    /** A file of mdevctl's that says nothing stays as it is, and stands in nobody's way. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{\"mdev_type\": \"nvid", "\0\1\2\u00ff", "[]", "null"})
    void aDefinitionThatCannotBeReadIsLeftAlone(String text) {
        var file = "/etc/mdevctl.d/" + GPU + "/6fd3ba85-4a63-4b4f-b8a9-2f5a3f4ee0ff";
        var story = Story.ALL.getFirst();
        var host = new SimulatedHost(directory, story.boards).after(story.before.split(" "));
        host.write(file, text);
        var said = host.vgpuctl(story.apply());
        assertThat(said.exit()).as(said.toString()).isZero();
        assertThat(host.text(file)).isEqualTo(text);
        assertThat(host.vgpuctl("list").out()).contains("note:  not readable: " + file + ": ");
        assertThat(host.vgpuctl("doctor").out()).contains("[definition-unreadable]");
        assertThat(host.vgpuctl("assert", "-f", story.apply()[3]).exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void manyAtOnceAreAsOneAfterTheOther(int many) throws Exception {
        var story = Story.ALL.get(2);
        var host = new SimulatedHost(directory.resolve("0"), story.boards);
        host.after(story.before.split(" "));
        var after =
                host.copyTo(directory.resolve("done")).after(story.apply()).stateBesideNumbers();
        var children = new ArrayList<ChildJvm>();
        for (var i = 0; i < many; i++) {
            children.add(ChildJvm.start(host, Main.class, List.of(), List.of(story.apply())));
        }
        for (var child : children) {
            var said = child.ended();
            assertThat(said.exit()).as(said.toString()).isZero();
        }
        assertThat(host.stateBesideNumbers()).isEqualTo(after);
    }
}
