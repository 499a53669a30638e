package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import vgpuctl.cli.command.CommandTree;
import vgpuctl.cli.line.CommandLine;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.linux.systemd.Systemd;
import vgpuctl.server.Daemon;

/** A simulated host with a daemon, within this process, and what somebody says to it. */
record ServedHost(SimulatedHost host, Daemon daemon, ByteArrayOutputStream log)
        implements AutoCloseable {

    static final String VIEW = "view-token-of-the-test";
    static final String OPERATE = "operate-token-of-the-test";
    static final String ADMINISTER = "administer-token-of-the-test";

    private static final String SOCKET = "/run/vgpuctl/vgpuctl.sock";
    private static final String TOKENS =
            "view vera %s\noperate otto %s\n# the chief\nadminister anna %s\n"
                    .formatted(VIEW, OPERATE, ADMINISTER);

    private static final String ANY_PORT = "127.0.0.1:0";

    /** On its Unix socket, and on a port of its own with three tokens. */
    static ServedHost start(SimulatedHost host, String... more) {
        return serve(ANY_PORT, WaysOut.OPEN, host, more);
    }

    static ServedHost startAt(String listen, SimulatedHost host, String... more) {
        return serve(listen, WaysOut.OPEN, host, more);
    }

    /** The same, with something in the way between it and its host. */
    static ServedHost startWith(WaysOut waysOut, SimulatedHost host, String... more) {
        return serve(ANY_PORT, waysOut, host, more);
    }

    private static ServedHost serve(
            String listen, WaysOut waysOut, SimulatedHost host, String... more) {
        var tokens = SimulatedHost.fileWith(host.stateDirectory().resolve("tokens"), TOKENS);
        try {
            Files.setPosixFilePermissions(
                    host.stateDirectory().resolve("tokens"),
                    PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var words = new ArrayList<>(List.of("serve", "--listen", listen));
        words.addAll(List.of("--token-file", tokens));
        words.addAll(List.of(more));
        var line =
                (Parsed)
                        CommandLine.parse(
                                CommandTree.root(), host.arguments(words.toArray(String[]::new)));
        var out = new ByteArrayOutputStream();
        var log = new ByteArrayOutputStream();
        var err = new PrintStream(log, true, UTF_8);
        var wiring = new HostWiring(line, "serve", host.environment(), err, waysOut);
        var serving =
                new Serving(
                        line,
                        wiring,
                        new Systemd(Map.of()),
                        new PrintStream(out, true, UTF_8),
                        err);
        return new ServedHost(host, serving.start(), log);
    }

    Path socket() {
        return host.at(SOCKET);
    }

    /** An answer over HTTP. */
    record Said(int status, Map<String, String> headers, String body) {

        JsonObject json() {
            return JsonReader.readObject(body).orElseThrow();
        }

        String text(String member) {
            return json().string(member).orElseThrow();
        }
    }

    Said get(String path) {
        return ask("GET", path, "");
    }

    Said post(String path, String json) {
        return ask("POST", path, json);
    }

    /** As root, or whoever runs the test, over the Unix socket. */
    Said ask(String method, String path, String json, String... headers) {
        var type = json.isEmpty() ? "" : "Content-Type: application/json\r\n";
        return raw(
                "%s %s HTTP/1.1\r\nHost: vgpuctl\r\n%s%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(
                                method,
                                path,
                                type,
                                lines(headers),
                                json.getBytes(UTF_8).length,
                                json));
    }

    /** With a token, over TCP. */
    Said ask(String token, String method, String path, String json, List<String> headers) {
        var authority = URI.create(daemon.addresses().getLast()).getAuthority();
        var more = new ArrayList<>(headers);
        if (!token.isEmpty()) {
            more.add("Authorization: Bearer " + token);
        }
        if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
            more.add("Host: " + authority);
        }
        if (headers.stream().noneMatch(header -> header.startsWith("Content-Type:"))) {
            more.add("Content-Type: application/json");
        }
        var text =
                "%s %s HTTP/1.1\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(
                                method,
                                path,
                                lines(more.toArray(String[]::new)),
                                json.getBytes(UTF_8).length,
                                json);
        var uri = URI.create(daemon.addresses().getLast());
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            return said(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lines(String... headers) {
        var lines = new StringBuilder();
        for (var header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.toString();
    }

    /** Says this, byte for byte, over the Unix socket. */
    Said raw(String text) {
        try (var channel = open()) {
            channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            return said(Channels.newInputStream(channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SocketChannel open() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    }

    private static Said said(InputStream in) throws IOException {
        var text = new String(in.readAllBytes(), UTF_8);
        var end = text.indexOf("\r\n\r\n");
        var head = text.substring(0, end).split("\r\n", -1);
        var headers = new TreeMap<String, String>();
        for (var line : List.of(head).subList(1, head.length)) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Said(
                Integer.parseInt(head[0].split(" ", -1)[1]), headers, text.substring(end + 4));
    }

    List<JsonObject> audit() {
        return host.text("/var/log/vgpuctl/audit.jsonl")
                .lines()
                .map(line -> JsonReader.readObject(line).orElseThrow())
                .toList();
    }

    @Override
    public void close() {
        daemon.close();
    }
}
