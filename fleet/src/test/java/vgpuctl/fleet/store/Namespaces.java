package vgpuctl.fleet.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network namespace for each member, on a bridge of this machine: a member can be cut off from
 * all, or from the other members only. Takes root.
 */
public final class Namespaces implements AutoCloseable {

    private final String name;
    private final String network;
    private final int count;

    private Namespaces(int count) {
        this.count = count;
        var pid = ProcessHandle.current().pid();
        name = "vg" + Long.toString(pid, 36);
        // Meant for measurements between networks (RFC 2544): nobody's own.
        network = "198.18." + pid % 250 + ".";
    }

    /** Empty where this machine or this user cannot. */
    public static Optional<Namespaces> open(int count) {
        var namespaces = new Namespaces(count);
        try {
            namespaces.make();
            return Optional.of(namespaces);
        } catch (IllegalStateException | UncheckedIOException _) {
            namespaces.close();
            return Optional.empty();
        }
    }

    private void make() {
        ip("link", "add", bridge(), "type", "bridge");
        ip("addr", "add", network + "1/24", "dev", bridge());
        ip("link", "set", bridge(), "up");
        for (var member = 0; member < count; member++) {
            ip("netns", "add", namespace(member));
            ip(
                    "link",
                    "add",
                    link(member),
                    "type",
                    "veth",
                    "peer",
                    "name",
                    "eth0",
                    "netns",
                    namespace(member));
            ip("link", "set", link(member), "master", bridge(), "up");
            inside(member, "addr", "add", address(member) + "/24", "dev", "eth0");
            inside(member, "link", "set", "eth0", "up");
            inside(member, "link", "set", "lo", "up");
        }
    }

    private String bridge() {
        return name + "b";
    }

    private String namespace(int member) {
        return name + "m" + member;
    }

    private String link(int member) {
        return name + "v" + member;
    }

    String address(int member) {
        return network + (10 + member);
    }

    /** What a command begins with that runs there. */
    List<String> command(int member) {
        return List.of("ip", "netns", "exec", namespace(member));
    }

    /** Nobody reaches it, clients neither. */
    public void cutOff(int member) {
        ip("link", "set", link(member), "down");
    }

    /** The others do not reach it; clients do. */
    public void cutOffFromOthers(int member) {
        for (var other = 0; other < count; other++) {
            if (other != member) {
                inside(member, "route", "add", "blackhole", address(other) + "/32");
            }
        }
    }

    public void heal(int member) {
        ip("link", "set", link(member), "up");
        for (var other = 0; other < count; other++) {
            if (other != member) {
                run(inside(member), List.of("route", "del", "blackhole", address(other) + "/32"));
            }
        }
    }

    private List<String> inside(int member) {
        return List.of("ip", "-n", namespace(member));
    }

    private void inside(int member, String... words) {
        check(inside(member), List.of(words));
    }

    private static void ip(String... words) {
        check(List.of("ip"), List.of(words));
    }

    private static void check(List<String> program, List<String> words) {
        if (!run(program, words)) {
            throw new IllegalStateException(program + " " + words);
        }
    }

    private static boolean run(List<String> program, List<String> words) {
        var command = new ArrayList<>(program);
        command.addAll(words);
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (var member = 0; member < count; member++) {
            run(List.of("ip"), List.of("link", "del", link(member)));
            run(List.of("ip"), List.of("netns", "del", namespace(member)));
        }
        run(List.of("ip"), List.of("link", "del", bridge()));
    }
}
