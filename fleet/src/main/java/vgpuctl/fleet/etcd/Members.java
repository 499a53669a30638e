package vgpuctl.fleet.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonSyntaxException;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.problem.Problem;
import vgpuctl.fleet.store.StoreException;
import vgpuctl.fleet.store.StoreException.Fate;

/** The members of a cluster: a request goes to the one that answered last, else to the next. */
final class Members implements AutoCloseable {

    private static final JsonReader.Limits LIMITS = new JsonReader.Limits(32, 64 << 20);

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private static final int FIRST_PAUSE_MS = 20;

    private static final int LONGEST_PAUSE_MS = 500;

    private final EtcdSettings settings;
    private final HttpClient client;
    private final AtomicInteger current = new AtomicInteger();
    private Optional<String> token = Optional.empty();

    Members(EtcdSettings settings) {
        this.settings = settings;
        var builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor());
        settings.tls().ifPresent(builder::sslContext);
        client = builder.build();
    }

    EtcdSettings settings() {
        return settings;
    }

    /** A question: asked again, of another member, until there is an answer or no time. */
    JsonObject ask(String path, JsonObject body) throws RefusedException {
        return call(path, body, true);
    }

    /** A write: sent again only where it is sure that nothing came of it. */
    JsonObject write(String path, JsonObject body) throws RefusedException {
        return call(path, body, false);
    }

    private JsonObject call(String path, JsonObject body, boolean isQuestion)
            throws RefusedException {
        var end = System.nanoTime() + settings.patience().toNanos();
        var pause = FIRST_PAUSE_MS;
        while (true) {
            var member = current.get();
            Failure failure;
            try {
                return once(member, path, body, true);
            } catch (RefusedException e) {
                failure = failure(e);
            } catch (IOException e) {
                failure = failure(e);
            }
            if (failure.fate() == Fate.UNKNOWN && !isQuestion) {
                next(member);
                throw new StoreException(Fate.UNKNOWN, failure.problem());
            }
            next(member);
            if (System.nanoTime() > end) {
                throw new StoreException(Fate.NOT_DONE, failure.problem());
            }
            sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
        }
    }

    /** Why one member did not do it, where another one may. */
    private record Failure(Fate fate, Problem problem) {}

    /** A refusal that another member would repeat goes on to the caller. */
    private Failure failure(RefusedException e) throws RefusedException {
        return switch (e.refusal()) {
            case UNCLEAR -> new Failure(Fate.UNKNOWN, silent(e.said()));
            case BUSY, LOGIN_TOO_OLD -> new Failure(Fate.NOT_DONE, silent(e.said()));
            case NOT_PERMITTED, COMPACTED, NO_LEASE -> throw e;
            case WRONG_LOGIN ->
                    throw new StoreException(
                            Fate.NOT_DONE,
                            new Problem.NotPermitted(
                                    settings.name() + " does not know the user or password",
                                    "look at the user and the password file"));
            case LOGIN_WANTED ->
                    throw new StoreException(
                            Fate.NOT_DONE,
                            new Problem.NotPermitted(
                                    settings.name() + " wants to know who asks",
                                    "name a user and a file with its password"));
            case LOGIN_UNKNOWN ->
                    throw new StoreException(
                            Fate.NOT_DONE,
                            new Problem.NotPermitted(
                                    settings.name() + " knows no users: anybody may write there",
                                    "leave the user out, or run 'etcdctl auth enable'"));
            case TOO_LARGE ->
                    throw new StoreException(
                            Fate.NOT_DONE,
                            new Problem.Refused(
                                    settings.name() + " takes no document of that size",
                                    e.said(),
                                    "raise its --max-request-bytes"));
            case FULL ->
                    throw new StoreException(
                            Fate.NOT_DONE,
                            new Problem.Refused(
                                    settings.name() + " has no space left",
                                    e.said(),
                                    "compact and defragment it, then 'etcdctl alarm disarm'"));
        };
    }

    private Failure failure(IOException e) {
        if (e instanceof SSLException) {
            return new Failure(
                    Fate.NOT_DONE,
                    new Problem.HostNotReady(
                            settings.name()
                                    + " and this side do not trust each other: "
                                    + e.getMessage(),
                            "name the authority that its certificate comes from, and a"
                                    + " certificate that it accepts"));
        }
        var isSent = !(e instanceof ConnectException || e instanceof HttpConnectTimeoutException);
        return new Failure(isSent ? Fate.UNKNOWN : Fate.NOT_DONE, silent(words(e)));
    }

    private String words(IOException e) {
        if (e instanceof HttpTimeoutException) {
            return "no answer within " + settings.answer().toSeconds() + " s";
        }
        return e instanceof ConnectException
                ? "nobody listens there"
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }

    private Problem silent(String why) {
        return new Problem.HostNotReady(
                settings.name() + " gives no answer: " + why,
                "look whether most of its members run and reach each other; what runs on the"
                        + " hosts goes on meanwhile");
    }

    private JsonObject once(int member, String path, JsonObject body, boolean mayLogIn)
            throws IOException, RefusedException {
        var used = login(member);
        var answer =
                send(
                        request(member, path, body, used).timeout(settings.answer()).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return read(answer.statusCode(), answer.body());
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.LOGIN_TOO_OLD && mayLogIn) {
                forget(used);
                return once(member, path, body, false);
            }
            throw e;
        }
    }

    /** An object, or what etcd says instead. */
    static JsonObject read(int status, String text) throws RefusedException {
        if (status != 200) {
            throw new RefusedException(Refusal.said(text));
        }
        JsonObject answer;
        try {
            answer =
                    JsonReader.read(text, LIMITS) instanceof JsonObject object
                            ? object
                            : JsonObject.builder().build();
        } catch (JsonSyntaxException e) {
            throw new RefusedException("an answer that is no JSON: " + e.getMessage());
        }
        if (Refusal.isOne(answer)) {
            throw new RefusedException(Refusal.said(text));
        }
        return answer;
    }

    /** An answer that goes on and on, for a watch; the next member is tried at the next call. */
    InputStream stream(String path, JsonObject body) throws IOException, RefusedException {
        var member = current.get();
        var used = login(member);
        // No limit of time: a watch is silent for as long as nothing changes.
        var answer =
                send(
                        request(member, path, body, used).timeout(settings.answer()).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            try (var in = answer.body()) {
                var said = Refusal.said(new String(in.readNBytes(4096), StandardCharsets.UTF_8));
                var refused = new RefusedException(said);
                if (refused.refusal() == Refusal.LOGIN_TOO_OLD) {
                    forget(used);
                }
                throw refused;
            }
        }
        return answer.body();
    }

    private HttpRequest.Builder request(
            int member, String path, JsonObject body, Optional<String> used) {
        var request =
                HttpRequest.newBuilder(endpoint(member).resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        JsonWriter.compact(body), StandardCharsets.UTF_8));
        used.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private URI endpoint(int member) {
        return settings.endpoints().get(Math.floorMod(member, settings.endpoints().size()));
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException {
        try {
            return client.send(request, handler);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
    }

    private static StoreException interrupted() {
        return new StoreException(
                Fate.UNKNOWN,
                new Problem.HostNotReady("this program is being ended", "start it again"));
    }

    private synchronized Optional<String> login(int member) throws IOException, RefusedException {
        if (token.isEmpty() && settings.login().isPresent()) {
            var login = settings.login().get();
            var body =
                    JsonObject.builder()
                            .put("name", login.user())
                            .put("password", login.password())
                            .build();
            var answer =
                    send(
                            request(member, "/v3/auth/authenticate", body, Optional.empty())
                                    .timeout(settings.answer())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            token = read(answer.statusCode(), answer.body()).string("token");
        }
        return token;
    }

    private synchronized void forget(Optional<String> old) {
        if (token.equals(old)) {
            token = Optional.empty();
        }
    }

    /** Whoever got no answer from a member sends the others past it, too. */
    void next(int member) {
        current.compareAndSet(member, member + 1);
    }

    int member() {
        return current.get();
    }

    static void sleep(int most) {
        try {
            Thread.sleep(most / 2 + ThreadLocalRandom.current().nextInt(most / 2 + 1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
