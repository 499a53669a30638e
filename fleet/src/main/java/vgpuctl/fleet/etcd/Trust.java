package vgpuctl.fleet.etcd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import vgpuctl.core.problem.Problem;

/** Whom we believe to be etcd, and what we show for ourselves. */
public final class Trust {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

    /**
     * A text in PEM.
     *
     * @param name of its file, for a refusal
     */
    public record Pem(String name, String text) {}

    /** A certificate with those that vouch for it, and its key. */
    public record Own(Pem certificate, Pem key) {}

    private Trust() {}

    /** A context that trusts this authority alone. */
    public static SSLContext context(Pem authority, Optional<Own> own) {
        try {
            var trusted = emptyStore();
            var number = 0;
            for (var one : certificates(authority)) {
                trusted.setCertificateEntry("authority-" + number++, one);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(
                    own.isPresent() ? keys(own.get()) : new KeyManager[0],
                    trust.getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate[] certificates(Pem pem) {
        try {
            var found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            pem.text().getBytes(StandardCharsets.UTF_8)));
            if (!found.isEmpty()) {
                return found.toArray(Certificate[]::new);
            }
        } catch (GeneralSecurityException _) {
            // Told below.
        }
        throw new Problem.BadInput(
                        pem.name() + " holds no certificate in PEM",
                        "it begins with -----BEGIN CERTIFICATE-----")
                .thrown();
    }

    private static KeyManager[] keys(Own own) throws GeneralSecurityException, IOException {
        var chain = certificates(own.certificate());
        var store = emptyStore();
        store.setKeyEntry("own", secret(own.key(), chain[0]), new char[0], chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        return keys.getKeyManagers();
    }

    private static PrivateKey secret(Pem pem, Certificate certificate) {
        var found = KEY.matcher(pem.text());
        try {
            if (found.find()) {
                return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(
                                        Base64.getMimeDecoder().decode(found.group(1))));
            }
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // Told below.
        }
        throw new Problem.BadInput(
                        pem.name() + " holds no key of the certificate (PKCS #8, not encrypted)",
                        "make one of it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW")
                .thrown();
    }
}
