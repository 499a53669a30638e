package vgpuctl.fleet.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.fleet.store.EtcdCluster;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.StoreException.Fate;
import vgpuctl.fleet.store.Transaction;
import vgpuctl.fleet.store.Watch.Changes;

/** Three members, of which one or two are not there. */
class EtcdFaultsTest {

    private static final Duration ANSWER = Duration.ofSeconds(1);

    @TempDir Path directory;

    @BeforeAll
    static void isEtcdHere() {
        assumeTrue(EtcdCluster.isHere(), "etcd is not installed: apt install etcd-server");
    }

    @Test
    void withOneMemberLessAllGoesOnAndNothingAcknowledgedIsLost() throws Exception {
        try (var cluster = EtcdCluster.start(directory, 3);
                var store = new EtcdStore(cluster.settings().with(ANSWER, Duration.ofSeconds(20)));
                var watch = store.watch("count/", store.list("count/").revision() + 1)) {
            var acknowledged = new ArrayList<String>();
            var unclear = new ArrayList<String>();
            for (var i = 0; i < 120; i++) {
                if (i == 20) {
                    cluster.kill(0);
                }
                if (i == 40) {
                    cluster.start(0);
                    cluster.awaitQuorum();
                }
                if (i == 60) {
                    cluster.freeze(1);
                }
                if (i == 80) {
                    cluster.thaw(1);
                }
                var key = "count/%03d".formatted(i);
                try {
                    var put = new Transaction.Builder().put(key, "here").build();
                    if (store.commit(put).done()) {
                        acknowledged.add(key);
                    }
                } catch (StoreException e) {
                    assertThat(e.fate()).isEqualTo(Fate.UNKNOWN);
                    unclear.add(key);
                }
            }
            assertThat(acknowledged).hasSizeGreaterThan(110);
            assertThat(store.list("count/").entries())
                    .extracting(entry -> entry.key())
                    .containsAll(acknowledged);
            var told = new ArrayList<String>();
            var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!told.containsAll(acknowledged) && System.nanoTime() < end) {
                ((Changes) watch.next(Duration.ofMillis(300)))
                        .changes()
                        .forEach(change -> told.add(change.key()));
            }
            assertThat(told).doesNotHaveDuplicates().containsAll(acknowledged);
            told.removeAll(acknowledged);
            assertThat(unclear).containsAll(told);
        }
    }

    @Test
    void withoutAMajorityNothingIsWrittenAndAfterwardsAllGoesOn() {
        try (var cluster = EtcdCluster.start(directory, 3);
                var store = new EtcdStore(cluster.settings().with(ANSWER, Duration.ofSeconds(2)))) {
            cluster.kill(0);
            cluster.kill(1);
            var put = new Transaction.Builder().put("a", "1").build();
            assertThatThrownBy(() -> store.commit(put))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e ->
                                    assertThat(e.problem().wayOut())
                                            .contains("most of its members run"));
            assertThatThrownBy(() -> store.get("a")).isInstanceOf(StoreException.class);
            cluster.start(0);
            cluster.awaitQuorum();
            store.commit(new Transaction.Builder().put("b", "1").build());
            assertThat(store.get("b")).isPresent();
        }
    }
}
