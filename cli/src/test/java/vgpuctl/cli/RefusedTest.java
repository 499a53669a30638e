package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.linux.files.Errno;

/** A host that refuses half-way is left as it was, and the message says why. */
class RefusedTest {

    private static final String VM = "y-k8s-n-1";

    @TempDir(factory = InMemory.class)
    private Path directory;

    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withOneCard(directory).after("create", "P40-6Q", "--name", "one");
    }

    @ParameterizedTest
    @EnumSource(Errno.class)
    void refusedHalfwayLeavesTheHostAsItWas(Errno errno) {
        var before = host.state();
        var said =
                host.vgpuctl(FaultyHost.refusingVgpu(2, errno), "create", "P40-6Q", "--count", "3");
        var expected =
                switch (errno) {
                    case EPERM, EACCES, EROFS ->
                            List.of("8", "vGPUs of 0000:82:00.0 may not be changed by this user");
                    case EEXIST -> List.of("4", "is there already");
                    case ENOENT, ENODEV ->
                            List.of("6", "0000:82:00.0 no longer offers the type nvidia-50");
                    case EIO, ENOMEM, EBUSY, EINVAL, ENOSPC, EUSERS, ETIMEDOUT, OTHER ->
                            List.of(
                                    "7",
                                    "the driver refused a vGPU of type nvidia-50 on 0000:82:00.0",
                                    "said:  " + errno.text());
                };
        assertThat(said.exit()).hasToString(expected.getFirst());
        assertThat(said.err()).contains(expected.subList(1, expected.size()));
        assertThat(said.err()).contains("\nhint:  ");
        assertThat(host.state()).isEqualTo(before);
    }

    private static final int MOST_WRITES = 60;

    /** With the disk full at each write in turn, the host is as before or the change is made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create P40-6Q --count 2 --name desk",
                "define loose",
                "undefine one",
                "autostart one",
                "stop one",
                "start off",
                "remove one",
                "attach one y-k8s-n-2",
                "detach off y-k8s-n-1"
            })
    void aFullDiskLeavesTheHostAsItWas(String command) {
        host.afterAll(
                List.of(
                        "create P40-6Q --name off",
                        "attach off " + VM,
                        "stop off",
                        "create P40-6Q --name loose --no-define"));
        var words = command.split(" ");
        var before = host.state();
        for (var write = 1; write < MOST_WRITES; write++) {
            var full = FaultyHost.fullAtWrite(write);
            var said = host.vgpuctl(full, words);
            if (!full.happened()) {
                assertThat(said.exit()).isZero();
                assertThat(write).isGreaterThan(3);
                return;
            }
            assertThat(said.exit()).as("%s: %s", write, said).isEqualTo(7);
            assertThat(said.err()).contains("could not be written", "No space left on device");
            assertThat(host.state()).as("full at write %s", write).isEqualTo(before);
        }
        throw new AssertionError("more writes than " + MOST_WRITES);
    }

    /**
     * Where the disk stays full, what could not be undone is told, and undone or finished later.
     */
    @ParameterizedTest
    @ValueSource(strings = {"create P40-6Q --name desk", "attach one y-k8s-n-1", "remove one"})
    void aDiskThatStaysFullIsToldAndSettledLater(String command) {
        var words = command.split(" ");
        var before = host.state();
        var after = host.copyTo(directory.resolve("done")).after(words).state();
        for (var write = 1; write < MOST_WRITES; write++) {
            var copy = host.copyTo(directory.resolve("full-from-" + write));
            var full = FaultyHost.fullFromWrite(write);
            var said = copy.vgpuctl(full, words);
            if (!full.happened()) {
                return;
            }
            assertThat(said.exit()).as("%s: %s", write, said).isIn(7, 11);
            assertThat(said.err()).contains("No space left on device");
            assertThat(copy.after("recover").state())
                    .as("full from write %s", write)
                    .isIn(before, after);
            assertThat(copy.names("/var/lib/vgpuctl/journal")).isEmpty();
        }
        throw new AssertionError("more writes than " + MOST_WRITES);
    }

    @Test
    void aDryRunSaysTheStepsAndChangesNothing() {
        host.after("create", "P40-6Q", "--name", "off", "--no-start");
        var before = host.state();
        for (var command :
                List.of(
                        "create P40-6Q --count 2 --autostart",
                        "start off",
                        "stop one",
                        "remove one off",
                        "define one",
                        "undefine one",
                        "autostart one",
                        "attach one " + VM,
                        "detach one " + VM)) {
            var said = host.vgpuctl((command + " --dry-run").split(" "));
            assertThat(said.exit()).as(command).isZero();
            assertThat(said.out()).containsAnyOf("Would do, in this order:\n  1. ", "Nothing to");
            assertThat(host.state()).as(command).isEqualTo(before);
        }
    }

    @Test
    void aDryRunIsRefusedAsTheChangeItselfIs() {
        assertThat(host.vgpuctl("create", "P40-12C", "--dry-run").exit()).isEqualTo(5);
        assertThat(host.vgpuctl("attach", "one", "nobody", "--dry-run").exit()).isEqualTo(3);
    }
}
