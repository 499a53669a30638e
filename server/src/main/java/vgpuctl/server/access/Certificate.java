package vgpuctl.server.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import vgpuctl.core.problem.Problem;

/**
 * What the daemon shows for itself over TLS: a certificate with those that vouch for it, its key.
 */
public final class Certificate {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

    private static final byte[] SAMPLE = "vgpuctl".getBytes(StandardCharsets.UTF_8);

    private Certificate() {}

    /**
     * A text in PEM.
     *
     * @param name of the file that it comes from, for the refusal
     */
    public record Pem(String name, String text) {}

    /** A server's context, or what is wrong with the two. */
    public static SSLContext context(Pem certificates, Pem key, Instant now) {
        var chain = chain(certificates);
        var own = chain.getFirst();
        checkTime(certificates.name(), own, now);
        var secret = secret(key, own);
        if (!isOf(secret, own)) {
            throw new Problem.BadInput(
                            key.name()
                                    + " is not the key of the certificate in "
                                    + certificates.name(),
                            "name the key that the certificate was made with")
                    .thrown();
        }
        return context(chain, secret);
    }

    private static List<X509Certificate> chain(Pem pem) {
        try {
            var found = new ArrayList<X509Certificate>();
            for (var one :
                    CertificateFactory.getInstance("X.509").generateCertificates(bytes(pem))) {
                found.add((X509Certificate) one);
            }
            if (!found.isEmpty()) {
                return found;
            }
        } catch (GeneralSecurityException _) {
            // Told below.
        }
        throw new Problem.BadInput(
                        pem.name() + " holds no certificate in PEM",
                        "it begins with -----BEGIN CERTIFICATE-----, the daemon's own first")
                .thrown();
    }

    private static ByteArrayInputStream bytes(Pem pem) {
        return new ByteArrayInputStream(pem.text().getBytes(StandardCharsets.UTF_8));
    }

    private static void checkTime(String name, X509Certificate certificate, Instant now) {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new Problem.BadInput(
                            "the certificate in %s ended on %s"
                                    .formatted(name, certificate.getNotAfter().toInstant()),
                            "have it renewed")
                    .thrown();
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw new Problem.BadInput(
                            "the certificate in %s begins on %s only"
                                    .formatted(name, certificate.getNotBefore().toInstant()),
                            "set this host's clock, or wait")
                    .thrown();
        }
    }

    private static PrivateKey secret(Pem pem, X509Certificate certificate) {
        var found = KEY.matcher(pem.text());
        if (!found.find()) {
            throw new Problem.BadInput(
                            pem.name() + " holds no key that can be read (PKCS #8, not encrypted)",
                            "make one of it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW")
                    .thrown();
        }
        try {
            var algorithm = certificate.getPublicKey().getAlgorithm();
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(
                                    Base64.getMimeDecoder().decode(found.group(1))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Problem.BadInput(
                            pem.name() + " holds a key of another kind than its certificate's",
                            "name the key that the certificate was made with")
                    .thrown();
        }
    }

    private static boolean isOf(PrivateKey key, X509Certificate certificate) {
        var algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(SAMPLE);
            var signature = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(SAMPLE);
            return signer.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static SSLContext context(List<X509Certificate> chain, PrivateKey key) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("daemon", key, new char[0], chain.toArray(X509Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }
}
