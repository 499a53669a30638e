package vgpuctl.fleet.scheduler;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.fleet.etcd.EtcdStore;
import vgpuctl.fleet.store.EtcdCluster;
import vgpuctl.fleet.store.Store;

/** The same moves on etcd. */
class EtcdMoverTest extends MoverTest {

    @TempDir static Path etcds;

    private static EtcdCluster cluster;

    @BeforeAll
    static void startEtcd() {
        assumeTrue(EtcdCluster.isHere(), "etcd is not installed: apt install etcd-server");
        cluster = EtcdCluster.start(etcds, 1);
    }

    @AfterAll
    static void endEtcd() {
        if (EtcdCluster.isHere()) {
            cluster.close();
        }
    }

    @Override
    Store openStore() {
        return new EtcdStore(cluster.settings());
    }
}
