package vgpuctl.fleet.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.fleet.store.EtcdCluster;

/** Half a minute of what {@code bench/fleet-proof} does at length; another each time by seed. */
class FleetProofTest {

    @TempDir Path directory;

    @Test
    void nothingIsLostOrDoubledWhateverHappensToItsProcesses() throws InterruptedException {
        assumeTrue(EtcdCluster.isHere(), "etcd is not installed: apt install etcd-server");
        var settings =
                new Proof.Settings(
                        directory,
                        12,
                        2,
                        2,
                        8,
                        Long.getLong("vgpuctl.fleet.seconds", 20),
                        Long.MAX_VALUE,
                        Long.getLong("vgpuctl.fleet.seed", 1),
                        3);
        var result = Proof.run(settings, System.out::println);
        System.out.println(result.words());
        assertThat(result.faults()).isEmpty();
        assertThat(result.clients().grants()).hasSizeGreaterThan(20);
        assertThat(result.store().changes()).isGreaterThan(100);
        assertThat(result.agents().size()).isGreaterThan(10);
        assertThat(result.disturbances()).isNotEmpty();
    }
}
