package vgpuctl.fleet.etcd;

import java.util.List;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;

/** What etcd's words mean for a request that it did not do as it was asked. */
enum Refusal {
    NOT_PERMITTED("permission denied"),
    WRONG_LOGIN("authentication failed", "invalid user name or password"),
    LOGIN_WANTED("user name is empty"),
    LOGIN_TOO_OLD("invalid auth token", "revision of auth store is old"),
    LOGIN_UNKNOWN("authentication is not enabled"),
    COMPACTED("required revision has been compacted"),
    NO_LEASE("requested lease not found"),
    TOO_LARGE("request is too large", "message larger than max"),
    FULL("database space exceeded"),
    BUSY("too many requests"),
    /** A failure of the cluster, or words that we do not know: a write may have been done. */
    UNCLEAR;

    @SuppressWarnings("ImmutableEnumChecker") // A list that List.of made.
    private final List<String> words;

    Refusal(String... words) {
        this.words = List.of(words);
    }

    static Refusal of(String said) {
        for (var refusal : values()) {
            for (var word : refusal.words) {
                if (said.contains(word)) {
                    return refusal;
                }
            }
        }
        return UNCLEAR;
    }

    /** The sentence in the body of an answer. */
    static String said(String body) {
        var answer = JsonReader.readObject(body);
        return answer.flatMap(object ->
                        object.object("error")
                                .flatMap(error -> error.string("message"))
                                .or(() -> object.string("error"))
                                .or(() -> object.string("message")))
                .orElseGet(() -> firstLine(body));
    }

    private static String firstLine(String body) {
        var line = body.lines().findFirst().orElse("nothing");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    /** The sentence of an answer that is an error though it came as an answer. */
    static boolean isOne(JsonObject answer) {
        return answer.member("error").isPresent();
    }
}
