package vgpuctl.fleet.proof;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.fleet.proof.PlainRules.Vgpu;
import vgpuctl.fleet.simulate.SimulatedAgents;
import vgpuctl.fleet.simulate.SimulatedHost;

/** A process with the agents of some hosts: {@code ENDPOINTS DIRECTORY NAME FIRST LAST}. */
final class ProofAgents {

    private ProofAgents() {}

    public static void main(String[] arguments) {
        ProofFleet.endWithParent();
        var directory = Path.of(arguments[1]);
        var name = arguments[2];
        var log = HistoryLog.open(directory.resolve(name + ".log"));
        var hosts = new ArrayList<SimulatedHost>();
        for (var number = Integer.parseInt(arguments[3]);
                number <= Integer.parseInt(arguments[4]);
                number++) {
            hosts.add(
                    new SimulatedHost(
                            ProofFleet.inventory("h" + number),
                            allocation -> carried(log, allocation)));
        }
        var store = ProofFleet.store(arguments[0], Duration.ofSeconds(1));
        try (store;
                log;
                var agents =
                        new SimulatedAgents(
                                store,
                                ProofFleet.KEYS,
                                hosts,
                                directory.resolve("kept"),
                                ProofFleet.LIFE)) {
            agents.start(Duration.ofMillis(20L * hosts.size()));
            while (!ProofFleet.isTold(directory, "end")) {
                ProofFleet.sleep(100);
            }
        }
    }

    /** As the host would notice it: with the rules of its GPUs. */
    private static void carried(HistoryLog log, HostAllocation allocation) {
        var text = AllocationJson.write(allocation);
        var json = JsonReader.readObject(text).orElseThrow();
        var vgpus = new ArrayList<Vgpu>();
        json.array("claims")
                .orElseThrow()
                .items()
                .forEach(claim -> vgpus.addAll(StoreHistory.vgpus((JsonObject) claim)));
        var host = allocation.host();
        for (var fault : PlainRules.faults(host, vgpus, StoreHistory.mixed(json))) {
            log.say("fault", host, fault);
        }
        log.say(
                "carried",
                host,
                Long.toString(allocation.generation()),
                Integer.toString(text.hashCode()));
    }
}
