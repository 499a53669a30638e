package vgpuctl.fleet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.problem.ProblemException;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.file.FileStore;
import vgpuctl.fleet.scheduler.TestFleet;

/** Simulated hosts, on the store of a directory. */
class SimulationTest {

    private static final Keys KEYS = new Keys("try");

    @TempDir Path directory;

    private static List<SimulatedHost> hosts(int count) {
        var model = SimulatedHost.model("a40");
        var hosts = new ArrayList<SimulatedHost>();
        for (var number = 0; number < count; number++) {
            hosts.add(
                    new SimulatedHost(SimulatedHost.inventory(Simulation.HOST + number, model, 2)));
        }
        return hosts;
    }

    private Simulation simulation(FileStore store, int hosts, long requests, boolean keep) {
        return new Simulation(
                store,
                KEYS,
                hosts(hosts),
                directory.resolve("hosts"),
                new Simulation.Settings(
                        OptionalLong.of(requests),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        4,
                        2,
                        7,
                        keep),
                _ -> {});
    }

    private FileStore store() {
        return FileStore.open(directory.resolve("store"));
    }

    /** Twice as much as there is. */
    private static Iterator<Arrival> tooMuch() {
        return new Demand(Demand.USUAL, Duration.ofSeconds(12), Duration.ofSeconds(600), 7);
    }

    @Test
    void whatIsGrantedIsCarriedOutAndWhatIsRefusedHasAReason() {
        try (var store = store()) {
            var summary = simulation(store, 6, 120, true).run(tooMuch());
            assertThat(summary.requests().decided()).isEqualTo(120);
            assertThat(summary.requests().refused()).isPositive();
            assertThat(summary.reasons().stream().mapToLong(Summary.Reason::requests).sum())
                    .isEqualTo(summary.requests().refused());
            assertThat(summary.run().carriedOut()).isEqualTo(6);
            assertThat(summary.framebuffer().mean()).isBetween(40.0, 100.0);
            assertThat(summary.framebuffer().most()).isLessThanOrEqualTo(100);
            assertThat(summary.latency().p50()).isLessThanOrEqualTo(summary.latency().p99());
            assertThat(TestFleet.faults(store, KEYS)).isEmpty();
            assertThat(store.list(KEYS.claims()).entries())
                    .hasSize((int) (summary.requests().granted() - summary.requests().released()));
        }
    }

    @Test
    void nothingIsLeftOfItNorOfOneThatWasKilled() {
        try (var store = store()) {
            simulation(store, 3, 20, true).run(tooMuch());
            assertThat(store.list(KEYS.claims()).entries()).isNotEmpty();
            var summary = simulation(store, 2, 20, false).run(tooMuch());
            assertThat(summary.requests().decided()).isEqualTo(20);
            assertThat(store.list(KEYS.claims()).entries()).isEmpty();
            assertThat(store.list(KEYS.hosts()).entries()).isEmpty();
        }
    }

    @Test
    void aFleetOfRealHostsIsLeftAlone() {
        try (var store = store()) {
            TestFleet.put(store, KEYS, "h1", 2);
            var before = store.list("");
            assertThatThrownBy(() -> simulation(store, 2, 20, false).run(tooMuch()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("has a host that is not simulated, h1");
            assertThat(store.list("")).isEqualTo(before);
        }
    }

    @Test
    void aTraceIsPlayedInTheOrderOfItsTime() {
        var text =
                """
                time,id,wanted,count,duration
                # the second waits for nobody: the first is gone by then
                100,b,A40-48C,4,10
                0,a,A40-48C,4,99.5
                50,c,A40-48C,1,10
                """;
        try (var store = store()) {
            var trace = Trace.read("a.csv", text);
            assertThat(trace).extracting(Arrival::id).containsExactly("a", "c", "b");
            var one =
                    new Simulation(
                            store,
                            KEYS,
                            hosts(2),
                            directory.resolve("hosts"),
                            new Simulation.Settings(
                                    OptionalLong.empty(),
                                    OptionalLong.empty(),
                                    OptionalDouble.empty(),
                                    1,
                                    1,
                                    0,
                                    false),
                            _ -> {});
            // Each asks for more than a host has: four GPUs.
            assertThat(one.run(trace.iterator()).requests().refused()).isEqualTo(2);
        }
    }

    @Test
    void aTraceThatIsNoneIsRefusedWithAllThatIsWrong() {
        var text =
                """
                time,id,wanted,count,duration
                0,a,12G,1,5
                x,a,12 parsecs,0,-1
                3,b
                """;
        assertThatThrownBy(() -> Trace.read("a.csv", text))
                .hasMessage(
                        "a.csv is no trace: line 3: time is no number of seconds; line 3: a was"
                                + " there before; line 3: '12 parsecs' is no type and no need;"
                                + " line 3: count is not 1 to 1024; line 3: duration is no number"
                                + " of seconds; line 4: has 2 fields");
        assertThatThrownBy(() -> Trace.read("b.csv", "id,time\n"))
                .hasMessageContaining("line 1: is not 'time,id,wanted,count,duration'");
    }

    @Test
    void oneSeedAsksForTheSame() {
        var one = tooMuch();
        var other = tooMuch();
        for (var i = 0; i < 100; i++) {
            assertThat(one.next()).isEqualTo(other.next());
        }
    }

    @Test
    void whatIsAskedForCanBeWeighed() {
        assertThat(Demand.share("A40-12Q=3").weight()).isEqualTo(3);
        assertThat(Demand.share("2G:desktop").wanted().words())
                .isEqualTo("vGPU with 2 GB for desktop");
        for (var text : List.of("", "12", "A40=", "12G=0", "12G:war", "=2")) {
            assertThatThrownBy(() -> Demand.share(text))
                    .hasMessageContaining("nothing that can be");
        }
    }
}
