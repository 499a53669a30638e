package vgpuctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes that were cut off and cannot simply be undone. */
class RecoveryTest {

    private static final String JOURNAL = "/var/lib/vgpuctl/journal/";

    @TempDir private Path directory;
    private SimulatedHost host;

    @BeforeEach
    void makeHost() {
        host = SimulatedHost.withOneCard(directory).after("gpus");
    }

    /** Kills a create when its definition is written and its vGPU is not. */
    private String killedBeforeTheVgpu() throws Exception {
        var words = List.of("create", "P40-6Q", "--name", "one");
        var said = ChildJvm.start(host, Deadly.class, List.of("17"), words).ended();
        assertThat(said.exit()).isEqualTo(ChildJvm.KILLED);
        return host.names("/etc/mdevctl.d/0000:82:00.0").getFirst();
    }

    @Test
    @Timeout(30)
    void whatCannotBeUndoneStopsNobody() throws Exception {
        var uuid = killedBeforeTheVgpu();
        var definition = "/etc/mdevctl.d/0000:82:00.0/" + uuid;
        host.write(definition, "{\"mdev_type\": \"nvidia-50\", \"start\": \"auto\"}");

        var said = host.vgpuctl("create", "P40-6Q", "--name", "two");

        assertThat(said.exit()).isZero();
        assertThat(said.err())
                .contains(
                        "was cut off and has been undone but for: delete the definition "
                                + definition
                                + " (its definition was changed meanwhile)");
        assertThat(host.text(definition)).contains("auto");
        assertThat(host.names(JOURNAL)).isEmpty();
        host.after("adopt", uuid).after("remove", uuid);
        assertThat(host.vgpuctl("recover").exit()).isZero();
        assertThat(host.names(JOURNAL)).isEmpty();
    }

    @Test
    void aJournalThatCannotBeReadIsLeftAloneAndTold() {
        host.write(JOURNAL + "1-1", "{\"request\": ");
        var said = host.vgpuctl("create", "P40-6Q");
        assertThat(said.exit()).isZero();
        assertThat(said.err())
                .isEqualTo(
                        "note:  the journal 1-1 was left alone: it is not a journal of this"
                                + " version\n");
        assertThat(host.names(JOURNAL)).containsExactly("1-1");
    }

    @Test
    void theJournalThatALivingProcessIsWritingIsLeftAlone() {
        var writing = "." + "1-" + ProcessHandle.current().pid() + ".unfinished";
        host.write(JOURNAL + writing, "{");
        host.write(JOURNAL + ".1-999999999.unfinished", "{");
        host.after("recover");
        assertThat(host.names(JOURNAL)).containsExactly(writing);
    }
}
