package vgpuctl.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.problem.Problem;

/**
 * The tokens that a caller over TCP can show. Of a token only its hash is kept, so that it shows up
 * nowhere.
 */
public final class Tokens {

    /** Nobody guesses so many characters over a network. */
    private static final int SHORTEST = 16;

    private final List<Token> tokens;

    private record Token(String name, Role role, String hash) {}

    private Tokens(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /** One token for everything. */
    public static Tokens single(String name, String token) {
        return new Tokens(List.of(new Token(name, Role.ADMINISTER, hash(token))));
    }

    /**
     * Those of a file: a line each, with role, name and token. Empty lines, and those that begin
     * with a {@code #}, are for people.
     *
     * @param file what the text comes from, for the refusal
     */
    public static Tokens of(String file, String text) {
        var tokens = new ArrayList<Token>();
        var names = new HashSet<String>();
        var number = 0;
        for (var line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            var token = token(file + ", line " + number, line.strip());
            if (!names.add(token.name())) {
                throw refused(file + ", line " + number, "a second token " + token.name()).thrown();
            }
            tokens.add(token);
        }
        if (tokens.isEmpty()) {
            throw refused(file, "no token is in it").thrown();
        }
        return new Tokens(tokens);
    }

    private static Token token(String where, String line) {
        var words = line.split("\\s+", -1);
        if (words.length != 3) {
            throw refused(where, "it has " + words.length + " words, not 3").thrown();
        }
        var role =
                Role.named(words[0])
                        .orElseThrow(
                                () -> refused(where, "'" + words[0] + "' is no role").thrown());
        if (words[2].length() < SHORTEST) {
            throw refused(where, "the token has fewer than " + SHORTEST + " characters").thrown();
        }
        return new Token(words[1], role, hash(words[2]));
    }

    private static Problem refused(String where, String why) {
        return new Problem.BadInput(
                where + ": " + why,
                "write a line for each: view, operate or administer, a name, and the token, as"
                        + " 'openssl rand -hex 32' makes one");
    }

    /** Whose token it is. All are compared, so that the time tells nothing. */
    public Optional<Caller> caller(String token) {
        var hash = hash(token);
        var found = Optional.<Caller>empty();
        for (var known : tokens) {
            if (MessageDigest.isEqual(bytes(known.hash()), bytes(hash))) {
                found = Optional.of(new Caller(known.name(), known.role(), "tcp"));
            }
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(token)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
