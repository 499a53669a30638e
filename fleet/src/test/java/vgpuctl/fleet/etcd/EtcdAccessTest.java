package vgpuctl.fleet.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.etcd.EtcdSettings.Login;
import vgpuctl.fleet.store.EtcdCluster;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.Transaction;

/** Users, roles and certificates. */
class EtcdAccessTest {

    @TempDir Path directory;

    @BeforeAll
    static void isEtcdHere() {
        assumeTrue(EtcdCluster.isHere(), "etcd is not installed: apt install etcd-server");
    }

    /** What docs/fleet.md says to run once for each host. */
    @Test
    void aRoleWritesWhatIsItsOwnOnly() throws Exception {
        try (var cluster = EtcdCluster.start(directory, 1)) {
            role(cluster, "h1", "READ", "fleet/hosts/h1/", Wire.behind("fleet/hosts/h1/"));
            role(cluster, "h1", "READWRITE", "fleet/hosts/h1/inventory", "");
            user(cluster, "h1", "one", "h1");
            user(cluster, "root", "all", "root");
            cluster.post("/v3/auth/enable", "{}");
            try (var own = new EtcdStore(cluster.settings().with(new Login("h1", "one")));
                    var wrong = new EtcdStore(cluster.settings().with(new Login("h1", "two")));
                    var nobody = new EtcdStore(cluster.settings())) {
                assertThat(own.commit(put("fleet/hosts/h1/inventory")).done()).isTrue();
                assertThat(own.list("fleet/hosts/h1/").entries()).hasSize(1);
                assertThatThrownBy(() -> own.commit(put("fleet/hosts/h2/inventory")))
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e ->
                                        assertThat(e.problem())
                                                .isInstanceOf(Problem.NotPermitted.class));
                assertThatThrownBy(() -> own.commit(put("fleet/hosts/h1/alloc")))
                        .hasMessageContaining("does not let user h1 at fleet/hosts/h1/alloc");
                assertThatThrownBy(() -> own.get("fleet/hosts/h2/alloc"))
                        .hasMessageContaining("does not let user h1 at fleet/hosts/h2/alloc");
                assertThatThrownBy(
                                () -> {
                                    try (var watch = own.watch("fleet/hosts/h2/", 1)) {
                                        watch.next(Duration.ofSeconds(10));
                                    }
                                })
                        .hasMessageContaining("does not let us watch fleet/hosts/h2/");
                assertThatThrownBy(() -> wrong.get("fleet/hosts/h1/alloc"))
                        .hasMessageContaining("does not know the user or password");
                assertThatThrownBy(() -> nobody.get("fleet/hosts/h1/alloc"))
                        .hasMessageContaining("wants to know who asks");
            }
        }
    }

    /** Tokens of the simple kind are gone when a member starts again. */
    @Test
    void aTokenThatIsNoLongerKnownIsRenewed() throws Exception {
        try (var cluster = EtcdCluster.start(directory, 1)) {
            user(cluster, "root", "all", "root");
            cluster.post("/v3/auth/enable", "{}");
            try (var store = new EtcdStore(cluster.settings().with(new Login("root", "all")))) {
                assertThat(store.commit(put("a")).done()).isTrue();
                cluster.kill(0);
                cluster.start(0);
                assertThat(store.get("a")).isPresent();
            }
        }
    }

    @Test
    void certificatesAreAskedForOnBothSides() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
        authority("ca");
        authority("other");
        signed("server", "ca");
        signed("client", "ca");
        var options =
                List.of(
                        "--client-cert-auth",
                        "--trusted-ca-file",
                        file("ca.pem"),
                        "--cert-file",
                        file("server.pem"),
                        "--key-file",
                        file("server.key"));
        try (var cluster = EtcdCluster.start(directory, 1, "https", options)) {
            var own = Optional.of(new Trust.Own(pem("client.pem"), pem("client.key")));
            var settings = cluster.settings().with(Duration.ofSeconds(2), Duration.ofSeconds(20));
            try (var right = new EtcdStore(settings.with(Trust.context(pem("ca.pem"), own)))) {
                assertThat(right.commit(put("a")).done()).isTrue();
            }
            var brief = settings.with(Duration.ofSeconds(2), Duration.ofMillis(100));
            try (var wrong = new EtcdStore(brief.with(Trust.context(pem("other.pem"), own)))) {
                assertThatThrownBy(() -> wrong.get("a"))
                        .hasMessageContaining("do not trust each other");
            }
            var context = Trust.context(pem("ca.pem"), Optional.empty());
            try (var nobody = new EtcdStore(brief.with(context))) {
                assertThatThrownBy(() -> nobody.get("a")).isInstanceOf(StoreException.class);
            }
        }
    }

    private static void role(EtcdCluster cluster, String role, String kind, String key, String end)
            throws IOException, InterruptedException {
        cluster.post("/v3/auth/role/add", "{\"name\": \"%s\"}".formatted(role));
        cluster.post(
                "/v3/auth/role/grant",
                "{\"name\": \"%s\", \"perm\": {\"permType\": \"%s\", \"key\": \"%s\", \"range_end\": \"%s\"}}"
                        .formatted(role, kind, base64(key), end));
    }

    private static void user(EtcdCluster cluster, String name, String password, String role)
            throws IOException, InterruptedException {
        cluster.post("/v3/auth/role/add", "{\"name\": \"%s\"}".formatted(role));
        cluster.post(
                "/v3/auth/user/add",
                "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(name, password));
        cluster.post(
                "/v3/auth/user/grant",
                "{\"user\": \"%s\", \"role\": \"%s\"}".formatted(name, role));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Transaction put(String key) {
        return new Transaction.Builder().put(key, "1").build();
    }

    private Trust.Pem pem(String name) throws IOException {
        return new Trust.Pem(name, Files.readString(directory.resolve(name)));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void authority(String name) throws IOException, InterruptedException {
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN="
                        + name
                        + " -keyout "
                        + file(name + ".key")
                        + " -out "
                        + file(name + ".pem"));
    }

    private void signed(String name, String authority) throws IOException, InterruptedException {
        openssl(
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN="
                        + name
                        + " -keyout "
                        + file(name + ".key")
                        + " -out "
                        + file(name + ".csr"));
        Files.writeString(
                directory.resolve("ext"),
                "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n");
        openssl(
                "x509 -req -days 2 -in "
                        + file(name + ".csr")
                        + " -CA "
                        + file(authority + ".pem")
                        + " -CAkey "
                        + file(authority + ".key")
                        + " -CAcreateserial -extfile "
                        + file("ext")
                        + " -out "
                        + file(name + ".pem"));
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(("openssl " + arguments).split(" "))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("openssl.log").toFile())
                        .start();
        assertThat(process.waitFor())
                .as(Files.readString(directory.resolve("openssl.log")))
                .isZero();
    }
}
