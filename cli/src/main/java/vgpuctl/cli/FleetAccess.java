package vgpuctl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import vgpuctl.cli.line.Parsed;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.address.StoreAddress;
import vgpuctl.fleet.etcd.EtcdSettings.Login;
import vgpuctl.fleet.etcd.Trust;
import vgpuctl.fleet.store.Store;

/** Opens a fleet's store as the options say. */
final class FleetAccess {

    private final Parsed line;

    FleetAccess(Parsed line) {
        this.line = line;
    }

    Store open(StoreAddress address) {
        return address.open(tls(), login());
    }

    private Optional<SSLContext> tls() {
        var authority = line.optional("store-ca");
        var certificate = line.optional("store-cert");
        var key = line.optional("store-key");
        if (certificate.isPresent() != key.isPresent()) {
            throw new Problem.BadInput(
                            "of --store-cert and --store-key only one is given", "name both files")
                    .thrown();
        }
        if (certificate.isPresent() && authority.isEmpty()) {
            throw new Problem.BadInput(
                            "nothing says who vouches for etcd's members", "name it: --store-ca")
                    .thrown();
        }
        return authority.map(file ->
                Trust.context(
                        pem(file),
                        certificate.map(own -> new Trust.Own(pem(own), pem(key.orElseThrow())))));
    }

    private Optional<Login> login() {
        var user = line.optional("store-user");
        var password = line.optional("store-password-file");
        if (user.isPresent() != password.isPresent()) {
            throw new Problem.BadInput(
                            "of --store-user and --store-password-file only one is given",
                            "name both")
                    .thrown();
        }
        return user.map(name -> new Login(name, text(password.orElseThrow()).strip()));
    }

    private static Trust.Pem pem(String file) {
        return new Trust.Pem(file, text(file));
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new Problem.NotFound(
                            file + " could not be read: " + e.getMessage(),
                            "name a file that is there: docs/fleet.md")
                    .thrown();
        }
    }
}
