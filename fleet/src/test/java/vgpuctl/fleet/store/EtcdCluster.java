package vgpuctl.fleet.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vgpuctl.fleet.etcd.EtcdSettings;
import vgpuctl.fleet.etcd.EtcdStore;

/** Real etcd on free ports of this machine, whose members can be killed, frozen and started. */
public final class EtcdCluster implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/etcd");

    private final Path directory;
    private final List<Integer> clientPorts;
    private final List<Integer> peerPorts;
    private final List<String> options;
    private final List<Optional<Process>> processes = new ArrayList<>();
    private final String scheme;
    private final Optional<Namespaces> namespaces;

    private EtcdCluster(
            Path directory,
            int size,
            String scheme,
            List<String> options,
            Optional<Namespaces> namespaces) {
        this.directory = directory;
        this.scheme = scheme;
        this.options = options;
        this.namespaces = namespaces;
        var ports = freePorts(2 * size);
        clientPorts = ports.subList(0, size);
        peerPorts = ports.subList(size, 2 * size);
        for (var member = 0; member < size; member++) {
            processes.add(Optional.empty());
        }
    }

    /** Whether there is an etcd to test with. */
    public static boolean isHere() {
        return Files.isExecutable(PROGRAM);
    }

    public static EtcdCluster start(Path directory, int size) {
        return start(directory, size, "http", List.of());
    }

    public static EtcdCluster start(Path directory, int size, String scheme, List<String> options) {
        return start(new EtcdCluster(directory, size, scheme, options, Optional.empty()));
    }

    /** Each member in a network of its own, where there are any. */
    public static EtcdCluster start(Path directory, int size, Optional<Namespaces> namespaces) {
        return start(new EtcdCluster(directory, size, "http", List.of(), namespaces));
    }

    private static EtcdCluster start(EtcdCluster cluster) {
        for (var member = 0; member < cluster.size(); member++) {
            cluster.start(member);
        }
        if (cluster.scheme.equals("http")) {
            cluster.awaitQuorum();
        }
        return cluster;
    }

    public int size() {
        return processes.size();
    }

    public List<URI> endpoints() {
        return IntStream.range(0, size()).mapToObj(this::client).map(URI::create).toList();
    }

    public EtcdSettings settings() {
        return EtcdSettings.of(endpoints());
    }

    /** Starts a member that is not running, with the data that it had. */
    public void start(int member) {
        var name = "m" + member;
        var command =
                new ArrayList<>(
                        List.of(
                                PROGRAM.toString(),
                                "--name",
                                name,
                                "--data-dir",
                                directory.resolve(name).toString(),
                                "--listen-client-urls",
                                client(member),
                                "--advertise-client-urls",
                                client(member),
                                "--listen-peer-urls",
                                peer(member),
                                "--initial-advertise-peer-urls",
                                peer(member),
                                "--initial-cluster",
                                IntStream.range(0, size())
                                        .mapToObj(one -> "m" + one + "=" + peer(one))
                                        .collect(Collectors.joining(",")),
                                "--initial-cluster-token",
                                directory.getFileName().toString(),
                                // The most that etcd advises: nothing is compacted here.
                                "--quota-backend-bytes",
                                Long.toString(8L << 30),
                                "--logger",
                                "zap",
                                "--log-level",
                                "error"));
        command.addAll(options);
        namespaces.ifPresent(all -> command.addAll(0, all.command(member)));
        try {
            processes.set(
                    member,
                    Optional.of(
                            new ProcessBuilder(command)
                                    .redirectErrorStream(true)
                                    .redirectOutput(
                                            ProcessBuilder.Redirect.appendTo(
                                                    directory.resolve(name + ".log").toFile()))
                                    .start()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String client(int member) {
        return scheme + "://" + address(member) + ":" + clientPorts.get(member);
    }

    private String peer(int member) {
        return "http://" + address(member) + ":" + peerPorts.get(member);
    }

    private String address(int member) {
        return namespaces.map(all -> all.address(member)).orElse("127.0.0.1");
    }

    /** As kill -9 does. */
    public void kill(int member) {
        processes
                .get(member)
                .ifPresent(process -> {
                    process.destroyForcibly();
                    try {
                        process.waitFor();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        processes.set(member, Optional.empty());
    }

    public boolean isRunning(int member) {
        return processes.get(member).filter(Process::isAlive).isPresent();
    }

    /** Stops it in its tracks; its connections stay. */
    public void freeze(int member) {
        signal(member, "STOP");
    }

    public void thaw(int member) {
        signal(member, "CONT");
    }

    private void signal(int member, String signal) {
        processes
                .get(member)
                .ifPresent(process -> {
                    try {
                        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                                .start()
                                .waitFor();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /** Until a write is answered. */
    public void awaitQuorum() {
        try (var store =
                new EtcdStore(settings().with(Duration.ofSeconds(2), Duration.ofSeconds(60)))) {
            while (true) {
                try {
                    store.commit(new Transaction.Builder().put("harness/quorum", "here").build());
                    return;
                } catch (StoreException e) {
                    if (e.fate() == StoreException.Fate.NOT_DONE) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Says something to the gateway that the store has no words for. */
    public String post(String path, String body) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(endpoints().getFirst().resolve(path))
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static List<Integer> freePorts(int count) {
        try {
            var sockets = new ArrayList<ServerSocket>();
            for (var i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            var ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (var socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (var process : processes) {
            process.ifPresent(Process::destroyForcibly);
        }
        for (var process : processes) {
            process.ifPresent(one -> {
                try {
                    one.waitFor(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }
}
