package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.host.Locks;
import vgpuctl.linux.files.HostFiles;
import vgpuctl.linux.files.RealDisk;
import vgpuctl.linux.locks.FileLocks;

/** Several processes on one host: the result is as if one came after the other. */
class ConcurrencyTest {

    @TempDir(factory = InMemory.class)
    private Path directory;

    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withOneCard(directory).after("gpus");
    }

    @Test
    void ofTenThatCreateAtOnceAsManyAsFitSucceed() throws Exception {
        var children = new ArrayList<ChildJvm>();
        for (var i = 0; i < 10; i++) {
            children.add(vgpuctl("create", "P40-6Q"));
        }
        var exits = new ArrayList<Integer>();
        for (var child : children) {
            var said = child.ended();
            exits.add(said.exit());
            assertThat(said.exit() == 0 ? "" : said.err()).isIn("", NO_ROOM);
        }
        assertThat(exits.stream().sorted()).containsExactly(0, 0, 0, 0, 5, 5, 5, 5, 5, 5);
        assertThat(host.names("/sys/bus/mdev/devices")).hasSize(4);
        assertThat(host.names("/var/lib/vgpuctl/vgpus")).hasSize(4);
        assertThat(host.names("/etc/mdevctl.d/" + SimulatedHost.GPU)).hasSize(4);
        assertThat(host.names("/var/lib/vgpuctl/journal")).isEmpty();
    }

    private static final String NO_ROOM =
            """
            error: no room for 1 × P40-6Q: 0000:82:00.0: 4 × P40-6Q are on this GPU, which is all that fit
            hint:  free a vGPU with 'vgpuctl remove', or take what fits now: 'vgpuctl types'
            """;

    @Test
    void oneThatMayNotWaitIsToldWhoHoldsTheLock() throws Exception {
        try (var _ = holdGpu(host)) {
            var said = vgpuctl("create", "P40-6Q", "--wait", "0").ended();
            assertThat(said.exit()).isEqualTo(9);
            assertThat(said.err())
                    .startsWith(
                            "error: the GPU 0000:82:00.0 is being changed by process "
                                    + ProcessHandle.current().pid()
                                    + " since ")
                    .contains(": vgpuctl create P40-12C --name slow\n");
        }
    }

    @Test
    void oneThatMayWaitGoesOnWhenTheLockIsFree() throws Exception {
        var hold = holdGpu(host);
        var waiting = vgpuctl("create", "P40-6Q", "--wait", "60");
        assertThat(waiting.process().waitFor(Duration.ofMillis(1500))).isFalse();
        hold.close();
        assertThat(waiting.ended().exit()).isZero();
    }

    @Test
    void lookingNeedsNoLock() throws Exception {
        try (var _ = holdGpu(host)) {
            assertThat(vgpuctl("list").ended().exit()).isZero();
            assertThat(vgpuctl("create", "P40-6Q", "--dry-run").ended().exit()).isZero();
        }
    }

    private ChildJvm vgpuctl(String... words) throws IOException {
        return ChildJvm.start(host, Main.class, List.of(), List.of(words));
    }

    static Locks.Hold holdGpu(SimulatedHost host) {
        var files = new HostFiles(host.at("/"), new RealDisk());
        var command = "vgpuctl create P40-12C --name slow";
        return new FileLocks(files, Clock.systemUTC(), Duration.ZERO, command)
                .hold(new TreeSet<>(List.of("the GPU " + SimulatedHost.GPU)));
    }
}
