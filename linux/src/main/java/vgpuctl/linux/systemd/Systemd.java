package vgpuctl.linux.systemd;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import vgpuctl.core.problem.Problem;
import vgpuctl.linux.socket.NativeSocket;

/**
 * The service manager that started this process, where one did: what it is told (sd_notify(3)) and
 * what it passes along (sd_listen_fds(3)).
 */
public final class Systemd {

    /** It passes sockets from this descriptor on. */
    private static final int FIRST_SOCKET = 3;

    /** Java takes an inherited socket from here. */
    private static final int STANDARD_INPUT = 0;

    private final Map<String, String> environment;
    private final long pid = ProcessHandle.current().pid();

    public Systemd(Map<String, String> environment) {
        this.environment = environment;
    }

    public void isReady() {
        tell("READY=1");
    }

    public void isStopping() {
        tell("STOPPING=1");
    }

    public void isAlive() {
        tell("WATCHDOG=1");
    }

    private void tell(String state) {
        var socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (socket.isEmpty()) {
            return;
        }
        try {
            NativeSocket.send(socket, state);
        } catch (IOException _) {
            // It finds out by itself.
        }
    }

    /** How often it wants to hear that we are alive: twice in its time. */
    public Optional<Duration> pulse() {
        if (!isForUs("WATCHDOG_PID", true)) {
            return Optional.empty();
        }
        return number("WATCHDOG_USEC")
                .filter(microseconds -> microseconds > 0)
                .map(microseconds -> Duration.ofNanos(microseconds * 1000 / 2));
    }

    /** The socket that it listens on for us. */
    public Optional<ServerSocketChannel> socket() {
        var count = number("LISTEN_FDS").orElse(0L);
        if (count == 0 || !isForUs("LISTEN_PID", false)) {
            return Optional.empty();
        }
        if (count > 1) {
            throw new Problem.BadInput(
                            "systemd passes " + count + " sockets, and one can be taken",
                            "leave one ListenStream= in vgpuctl.socket; --listen names another"
                                    + " address")
                    .thrown();
        }
        try {
            NativeSocket.move(FIRST_SOCKET, STANDARD_INPUT);
            if (System.inheritedChannel() instanceof ServerSocketChannel channel) {
                return Optional.of(channel);
            }
        } catch (IOException e) {
            throw notToBeTaken(String.valueOf(e.getMessage())).thrown();
        }
        throw notToBeTaken("it is no socket that listens").thrown();
    }

    private static Problem notToBeTaken(String said) {
        return new Problem.Refused(
                "the socket that systemd passes cannot be taken",
                said,
                "write ListenStream= and no Accept=yes in vgpuctl.socket");
    }

    private boolean isForUs(String variable, boolean otherwise) {
        return environment.containsKey(variable) ? number(variable).orElse(0L) == pid : otherwise;
    }

    private Optional<Long> number(String variable) {
        try {
            return Optional.of(Long.parseLong(environment.getOrDefault(variable, "")));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
