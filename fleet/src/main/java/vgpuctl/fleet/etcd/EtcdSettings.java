package vgpuctl.fleet.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where etcd is, and how to speak to it.
 *
 * @param endpoints of its members, none of them special
 * @param answer how long one request to one member may take
 * @param patience how long is tried again where nothing came of a request
 * @param silence of a watch, after which another member is asked
 */
public record EtcdSettings(
        List<URI> endpoints,
        Optional<SSLContext> tls,
        Optional<Login> login,
        Duration answer,
        Duration patience,
        Duration silence) {

    public EtcdSettings {
        endpoints = List.copyOf(endpoints);
    }

    /** A user of etcd. */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return user;
        }
    }

    /** With the times that suit a cluster in one building. */
    public static EtcdSettings of(List<URI> endpoints) {
        return new EtcdSettings(
                endpoints,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30));
    }

    public EtcdSettings with(Login user) {
        return new EtcdSettings(endpoints, tls, Optional.of(user), answer, patience, silence);
    }

    public EtcdSettings with(SSLContext context) {
        return new EtcdSettings(endpoints, Optional.of(context), login, answer, patience, silence);
    }

    public EtcdSettings with(Duration newAnswer, Duration newPatience) {
        return new EtcdSettings(endpoints, tls, login, newAnswer, newPatience, silence);
    }

    /** In words, without the password. */
    public String name() {
        return "etcd at "
                + String.join(", ", endpoints.stream().map(EtcdSettings::authority).toList());
    }

    private static String authority(URI endpoint) {
        return endpoint.getHost() + ":" + endpoint.getPort();
    }
}
