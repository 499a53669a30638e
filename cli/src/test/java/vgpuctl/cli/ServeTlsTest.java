package vgpuctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vgpuctl.server.access.Certificate;

/** TLS, with certificates that openssl makes as an administrator would. */
@Timeout(120)
class ServeTlsTest {

    @TempDir private Path directory = Path.of("");

    private String made(String kind, String name, String... more) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "no openssl here");
        var command =
                new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-subj", "/CN=gpu-1"));
        command.addAll(List.of("-addext", "subjectAltName=IP:127.0.0.1", "-newkey", kind));
        command.addAll(List.of(more));
        command.addAll(List.of("-keyout", name + ".key", "-out", name + ".crt"));
        var process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        var said = process.inputReader(UTF_8).readAllAsString();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return directory.resolve(name).toString();
    }

    private SimulatedHost host() {
        return SimulatedHost.withOneCard(directory);
    }

    @ParameterizedTest
    @CsvSource({"rsa:2048, ''", "ec, ec_paramgen_curve:P-256", "ed25519, ''"})
    void aCallerWhoTrustsTheCertificateIsServed(String kind, String option) throws Exception {
        var options = option.isEmpty() ? new String[0] : new String[] {"-pkeyopt", option};
        var name = made(kind, "own", options);
        var tls = new String[] {"--tls-cert", name + ".crt", "--tls-key", name + ".key"};
        try (var served = ServedHost.start(host(), tls)) {
            var address = served.daemon().addresses().getLast();
            assertThat(address).startsWith("https://127.0.0.1:");
            try (var client = HttpClient.newBuilder().sslContext(trusting(name)).build()) {
                var request =
                        HttpRequest.newBuilder(URI.create(address + "/v1/gpus"))
                                .header("Authorization", "Bearer " + ServedHost.VIEW)
                                .build();
                var said = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(said.statusCode()).isEqualTo(200);
                assertThat(said.body()).contains("0000:82:00.0");
            }
            assertThat(saidWithoutTls(URI.create(address))).doesNotContain("HTTP/1.1");
        }
    }

    private static String saidWithoutTls(URI address) throws IOException {
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (var socket = new Socket(loopback, address.getPort())) {
            var request =
                    "GET /v1/gpus HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                            .formatted(ServedHost.VIEW);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static SSLContext trusting(String name) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var pem = new ByteArrayInputStream(Files.readAllBytes(Path.of(name + ".crt")));
        store.setCertificateEntry(
                "it", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private String refused(String... words) {
        var all = new ArrayList<>(List.of("serve", "--listen", "0.0.0.0:0"));
        all.addAll(List.of(words));
        var said = host().vgpuctl(all.toArray(String[]::new));
        assertThat(said.exit()).as(said.toString()).isIn(2, 3);
        return said.err();
    }

    @Test
    void whatIsWrongWithCertificateOrKeyIsSaid() throws Exception {
        var one = made("rsa:2048", "one");
        var two = made("rsa:2048", "two");
        var junk = SimulatedHost.fileWith(directory.resolve("junk"), "not PEM");
        for (var secret : List.of("one.key", "two.key", "junk")) {
            mode(directory.resolve(secret), "rw-------");
        }

        assertThat(refused()).contains("is not an address of this host alone", "--tls-cert");
        assertThat(refused("--tls-cert", one + ".crt")).contains("only one is given");
        assertThat(refused("--tls-cert", junk, "--tls-key", one + ".key"))
                .contains("holds no certificate in PEM");
        assertThat(refused("--tls-cert", one + ".crt", "--tls-key", junk))
                .contains("holds no key that can be read", "openssl pkcs8");
        assertThat(refused("--tls-cert", one + ".crt", "--tls-key", two + ".key"))
                .contains("two.key is not the key of the certificate in");
        assertThat(refused("--tls-cert", one + ".crt", "--tls-key", one + ".none"))
                .contains("could not be read");
        var certificate = new Certificate.Pem("one.crt", Files.readString(Path.of(one + ".crt")));
        var key = new Certificate.Pem("one.key", Files.readString(Path.of(one + ".key")));
        assertThatThrownBy(() -> Certificate.context(certificate, key, inDays(1000)))
                .hasMessageContaining("the certificate in one.crt ended on");
        assertThatThrownBy(() -> Certificate.context(certificate, key, inDays(-1)))
                .hasMessageContaining("the certificate in one.crt begins on");
        mode(directory.resolve("one.key"), "rw-r--r--");
        assertThat(refused("--tls-cert", one + ".crt", "--tls-key", one + ".key"))
                .contains("may be read or written by anybody", "chmod 600");
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
