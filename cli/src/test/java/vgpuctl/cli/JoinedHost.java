package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import vgpuctl.cli.command.CommandTree;
import vgpuctl.cli.line.CommandLine;
import vgpuctl.cli.line.Parsed;

/** A simulated host whose daemon is of a fleet, with its agent. */
record JoinedHost(ServedHost served, FleetMember member, ConcurrentLinkedQueue<String> log)
        implements AutoCloseable {

    private static final String BOARDS = "a40:vfio,a40:vfio";

    /** The fleet's store, in this directory. */
    static String store(Path directory) {
        return "file://" + directory.resolve("fleet");
    }

    /** Joins the fleet of this directory, and waits until its agent is heard. */
    static JoinedHost start(Path directory, String name) {
        var host = new SimulatedHost(directory.resolve(name), BOARDS).after("gpus");
        var log = new ConcurrentLinkedQueue<String>();
        var options = List.of("--fleet", store(directory), "--fleet-host", name);
        var served = ServedHost.start(host, options.toArray(String[]::new));
        var words = List.of("serve", "--fleet", store(directory), "--fleet-host", name);
        var line =
                (Parsed)
                        CommandLine.parse(
                                CommandTree.root(), host.arguments(words.toArray(String[]::new)));
        var wiring =
                new HostWiring(
                        line,
                        "serve",
                        host.environment(),
                        new PrintStream(System.err, true, UTF_8),
                        WaysOut.OPEN);
        var member = FleetMember.of(line, wiring, log::add).orElseThrow();
        var joined = new JoinedHost(served, member, log);
        joined.until("/v1/fleet/hosts/" + name, "\"state\": \"open\"");
        return joined;
    }

    /** Asks until this is in the answer. */
    String until(String path, String expected) {
        var end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            var said = served.get(path).body();
            if (said.contains(expected)) {
                return said;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + expected + " in " + said + log);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        member.close();
        served.close();
    }
}
