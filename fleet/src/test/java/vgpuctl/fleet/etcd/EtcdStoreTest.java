package vgpuctl.fleet.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.fleet.store.EtcdCluster;
import vgpuctl.fleet.store.Store;
import vgpuctl.fleet.store.StoreContract;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Transaction;

class EtcdStoreTest extends StoreContract {

    @TempDir static Path directory;

    private static EtcdCluster cluster;

    @BeforeAll
    static void startEtcd() {
        assumeTrue(EtcdCluster.isHere(), "etcd is not installed: apt install etcd-server");
        cluster = EtcdCluster.start(directory, 1);
    }

    @AfterAll
    static void endEtcd() {
        if (EtcdCluster.isHere()) {
            cluster.close();
        }
    }

    @Override
    protected Store open() {
        return new EtcdStore(cluster.settings());
    }

    @Override
    protected void forgetHistory(Store store) throws IOException, InterruptedException {
        var last = store.list("").revision();
        cluster.post("/v3/kv/compaction", "{\"revision\": \"%d\"}".formatted(last));
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Test
    void nobodyThereIsSaidInWords() {
        var settings =
                EtcdSettings.of(List.of(URI.create("http://127.0.0.1:1")))
                        .with(Duration.ofSeconds(1), Duration.ofMillis(200));
        try (var store = new EtcdStore(settings)) {
            assertThatThrownBy(() -> store.get("a"))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> {
                                assertThat(e.fate()).isEqualTo(StoreException.Fate.NOT_DONE);
                                assertThat(e.problem().reason())
                                        .isEqualTo(
                                                "etcd at 127.0.0.1:1 gives no answer: nobody"
                                                        + " listens there");
                            });
        }
    }

    @Test
    void aDocumentThatIsTooLargeIsRefusedInWords() {
        try (var store = open()) {
            var large = new Transaction.Builder().put("large", "x".repeat(2 << 20)).build();
            assertThatThrownBy(() -> store.commit(large))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("no document of that size");
        }
    }
}
