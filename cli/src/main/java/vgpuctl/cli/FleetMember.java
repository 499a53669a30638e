package vgpuctl.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.address.StoreAddress;
import vgpuctl.fleet.agent.Agent;
import vgpuctl.fleet.agent.AgentLoop;
import vgpuctl.fleet.agent.HostFacts;
import vgpuctl.fleet.agent.Kept;
import vgpuctl.fleet.agent.OperationsHost;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.store.Store;

/** The daemon's part in a fleet. */
final class FleetMember {

    private static final String DIRECTORY = "/var/lib/vgpuctl/fleet";

    /** Three rounds of the loop, and some time for a change of a GPU. */
    private static final Duration LIFE = Duration.ofSeconds(60);

    /** For the round that is on its way when the daemon ends. */
    private static final Duration LAST_ROUND = Duration.ofSeconds(10);

    private final Store store;
    private final Agent agent;
    private final AgentLoop loop;
    private final Thread thread;

    private FleetMember(Store store, Agent agent, AgentLoop loop, Thread thread) {
        this.store = store;
        this.agent = agent;
        this.loop = loop;
        this.thread = thread;
    }

    /** Empty where the line names no fleet. */
    static Optional<FleetMember> of(Parsed line, HostWiring wiring, Consumer<String> log) {
        return line.optional("fleet")
                .map(StoreAddress::parse)
                .map(address -> start(address, line, wiring, log));
    }

    private static FleetMember start(
            StoreAddress address, Parsed line, HostWiring wiring, Consumer<String> log) {
        var store = new FleetAccess(line).open(address);
        var name = name(line, wiring);
        // Refused at once where it cannot be a key.
        address.keys().host(name, Keys.Part.INVENTORY);
        var agent =
                new Agent(
                        store,
                        address.keys(),
                        new Agent.Identity(
                                name, wiring.operations().look().machineId().orElse("unknown")),
                        new OperationsHost(
                                name,
                                facts(line, wiring),
                                () -> wiring.operations("the fleet's agent")),
                        new Kept(wiring.files().at(DIRECTORY)),
                        LIFE,
                        () -> UUID.randomUUID().toString(),
                        sentence -> log.accept("fleet: " + sentence));
        var loop = new AgentLoop(agent, store, address.keys(), name);
        return new FleetMember(store, agent, loop, loop.start(log));
    }

    /** What is typed is read once, the driver's version each time. */
    private static Supplier<HostFacts> facts(Parsed line, HostWiring wiring) {
        var group = line.optional("fleet-group");
        var labels = Labels.of("fleet-label", line.all("fleet-label"));
        return () ->
                new HostFacts(
                        group,
                        labels,
                        wiring.files().attribute("/sys/module/nvidia/version").orElse(""));
    }

    /** What the host is called in its fleet. */
    static String name(Parsed line, HostWiring wiring) {
        var name =
                line.optional("fleet-host")
                        .orElseGet(() ->
                                wiring.files()
                                        .attribute("/proc/sys/kernel/hostname")
                                        .orElse("")
                                        .strip());
        if (name.isEmpty()) {
            throw new Problem.HostNotReady(
                            "this host has no name that can be read",
                            "say what it is called in the fleet: --fleet-host ID")
                    .thrown();
        }
        return name;
    }

    void close() {
        loop.end();
        try {
            // Its last round could make it heard again.
            thread.join(LAST_ROUND);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        agent.end();
        store.close();
    }
}
