package vgpuctl.fleet.address;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.etcd.EtcdSettings;
import vgpuctl.fleet.etcd.EtcdStore;
import vgpuctl.fleet.file.FileStore;
import vgpuctl.fleet.store.Store;

/**
 * Where a store is: {@code file:///DIRECTORY}, or {@code etcd://HOST:PORT,HOST:PORT/PREFIX}.
 *
 * @param directory empty for etcd
 * @param members of etcd, each HOST:PORT
 * @param prefix of all keys
 */
public record StoreAddress(Optional<Path> directory, List<String> members, String prefix) {

    private static final String FILE = "file://";

    private static final String ETCD = "etcd://";

    private static final String PREFIX = "vgpuctl";

    /** A name, an IPv4 address or an IPv6 address in brackets, and a port. */
    private static final Pattern MEMBER =
            Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]):[0-9]{1,5}");

    private static final Pattern KEY_PREFIX = Pattern.compile("[A-Za-z0-9._/-]{1,200}");

    public StoreAddress {
        members = List.copyOf(members);
    }

    public static StoreAddress parse(String text) {
        if (text.startsWith(FILE + "/")) {
            return new StoreAddress(
                    Optional.of(Path.of(text.substring(FILE.length())).normalize()),
                    List.of(),
                    PREFIX);
        }
        if (text.startsWith(ETCD)) {
            var rest = text.substring(ETCD.length());
            var slash = rest.indexOf('/');
            var prefix =
                    slash < 0 || slash == rest.length() - 1 ? PREFIX : rest.substring(slash + 1);
            var members = List.of((slash < 0 ? rest : rest.substring(0, slash)).split(",", -1));
            if (members.stream().allMatch(member -> MEMBER.matcher(member).matches())
                    && KEY_PREFIX.matcher(prefix).matches()) {
                return new StoreAddress(Optional.empty(), members, prefix);
            }
        }
        throw new Problem.BadInput(
                        "'" + text + "' is not where a fleet's store can be",
                        "write file:///DIRECTORY, or etcd://HOST:2379,HOST:2379/PREFIX")
                .thrown();
    }

    public Keys keys() {
        return new Keys(prefix);
    }

    /**
     * The store itself.
     *
     * @param tls for etcd; with it its members are spoken to over TLS only
     * @param login for etcd that knows users
     */
    public Store open(Optional<SSLContext> tls, Optional<EtcdSettings.Login> login) {
        if (directory.isPresent()) {
            return FileStore.open(directory.get());
        }
        var scheme = tls.isPresent() ? "https://" : "http://";
        var endpoints = new ArrayList<URI>();
        for (var member : members) {
            endpoints.add(URI.create(scheme + member));
        }
        var settings = EtcdSettings.of(endpoints);
        settings = tls.isPresent() ? settings.with(tls.get()) : settings;
        return new EtcdStore(login.isPresent() ? settings.with(login.get()) : settings);
    }
}
