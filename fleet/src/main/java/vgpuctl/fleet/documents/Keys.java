package vgpuctl.fleet.documents;

import java.util.Optional;
import java.util.regex.Pattern;
import vgpuctl.core.problem.Problem;

/** The keys of one fleet. */
public record Keys(String prefix) {

    /** What may be part of a key: no slash, nothing that a shell or a log would change. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,199}");

    /** What a host's key holds. */
    public enum Part {
        INVENTORY("inventory"),
        REPORT("report"),
        ALIVE("alive"),
        ALLOCATION("alloc");

        private final String word;

        Part(String word) {
            this.word = word;
        }
    }

    /** A host's key, taken apart. */
    public record OfHost(String host, Part part) {}

    public Keys {
        prefix = prefix.endsWith("/") ? prefix : prefix + "/";
    }

    public String cluster() {
        return prefix + "cluster";
    }

    public String hosts() {
        return prefix + "hosts/";
    }

    public String host(String id, Part part) {
        return hosts() + name("host", id) + "/" + part.word;
    }

    public String claims() {
        return prefix + "claims/";
    }

    public String claim(String id) {
        return claims() + name("claim", id);
    }

    /** Those who move claims now, each of them there as long as it is at work. */
    public String movers() {
        return prefix + "movers/";
    }

    public String mover(String id) {
        return movers() + name("mover", id);
    }

    /** The claim that a key is of; empty where it is of none. */
    public Optional<String> ofClaim(String key) {
        return key.startsWith(claims())
                ? Optional.of(key.substring(claims().length()))
                : Optional.empty();
    }

    /** Empty where the key is none that we know: a later version's. */
    public Optional<OfHost> ofHost(String key) {
        var slash = key.lastIndexOf('/');
        if (!key.startsWith(hosts()) || slash <= hosts().length()) {
            return Optional.empty();
        }
        for (var part : Part.values()) {
            if (part.word.equals(key.substring(slash + 1))) {
                return Optional.of(new OfHost(key.substring(hosts().length(), slash), part));
            }
        }
        return Optional.empty();
    }

    private static String name(String what, String id) {
        if (!NAME.matcher(id).matches()) {
            throw new Problem.BadInput(
                            "'" + id + "' cannot be the name of a " + what,
                            "use letters, digits and . _ : @ -, a letter or digit first")
                    .thrown();
        }
        return id;
    }
}
