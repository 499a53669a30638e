package vgpuctl.server.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import vgpuctl.server.Settings;
import vgpuctl.server.access.Caller;
import vgpuctl.server.access.Guard;
import vgpuctl.server.api.Api;
import vgpuctl.server.api.Call;
import vgpuctl.server.api.Refusal;
import vgpuctl.server.api.Reply;
import vgpuctl.server.events.EventLog;
import vgpuctl.server.metrics.Exposition;
import vgpuctl.server.metrics.Metrics;

/** Takes what comes in over any of the sockets, and lets through what is allowed and bounded. */
public final class FrontHandler extends Handler.Abstract {

    /** A look reads hundreds of files. */
    private static final int MOST_LOOKS = 32;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MOST_LISTENERS = 1024;

    private static final List<String> HEADERS =
            List.of(
                    "content-type",
                    "accept",
                    "prefer",
                    "idempotency-key",
                    "if-match",
                    "last-event-id");

    private final Api api;
    private final Metrics metrics;
    private final EventLog events;
    private final Peers peers;
    private final Optional<Settings.Tcp> tcp;
    private final Semaphore looks = new Semaphore(MOST_LOOKS);
    private final Semaphore listeners = new Semaphore(MOST_LISTENERS);

    // A heap of 64 MiB holds these many bodies, changes and long replies; one client has to leave
    // some to others.
    private final Places bodies = new Places(16, 4);
    private final Places changes = new Places(64, 32);
    private final Places replies = new Places(128, 64);

    private final BodyReader reader;
    private final Rates rates;

    /** Answers with these. */
    public FrontHandler(Api api, Metrics metrics, EventLog events, Settings settings) {
        this.api = api;
        this.metrics = metrics;
        this.events = events;
        this.peers = new Peers(settings.unix().members());
        this.tcp = settings.tcp();
        this.reader = new BodyReader(settings.limits().body());
        this.rates = new Rates(settings.limits().requestsEachSecond(), System::nanoTime);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var caller = caller(request);
        var client = caller.map(Caller::toString).orElseGet(() -> Request.getRemoteAddr(request));
        if (!rates.take(client)) {
            send(tooMany("you ask too often"), response, callback);
            return true;
        }
        try {
            var stream = stream(request, caller);
            if (stream.isPresent()) {
                listen(stream.get(), response, callback);
                return true;
            }
        } catch (Turned turned) {
            send(turned.reply(), response, callback);
            return true;
        }
        sendWhereThereIsRoom(client, reply(request, caller, client), response, callback);
        return true;
    }

    /** What is sent for as long as somebody listens. */
    private interface Stream {
        void send(Response response, Callback callback);
    }

    /** Empty where it is one reply that is asked for. */
    private Optional<Stream> stream(Request request, Optional<Caller> asking) throws Turned {
        if (isFor(request, "/v1/events")) {
            checkHost(request);
            known(asking);
            var lastId = header(request, "last-event-id");
            return Optional.of((response, callback) ->
                    EventStream.send(
                            events,
                            lastId,
                            response,
                            callback,
                            request.getComponents().getScheduler()));
        }
        if (!header(request, "accept").orElse("").contains("text/event-stream")) {
            return Optional.empty();
        }
        checkHost(request);
        return api.followed(call(request, known(asking), ""))
                .map(followed ->
                        (response, callback) -> OperationStream.send(followed, response, callback));
    }

    private static boolean isFor(Request request, String path) {
        return method(request).equals("GET") && path.equals(request.getHttpURI().getDecodedPath());
    }

    /** Until one of the two ends it. */
    private void listen(Stream stream, Response response, Callback callback) {
        if (!listeners.tryAcquire()) {
            send(busy("too many listen"), response, callback);
            return;
        }
        stream.send(response, Callback.from(listeners::release, callback));
    }

    private Reply reply(Request request, Optional<Caller> asking, String client) {
        try {
            checkHost(request);
            if (isFor(request, "/healthz")) {
                return api.health();
            }
            if (isFor(request, "/readyz")) {
                return look(api::readiness);
            }
            var caller = known(asking);
            if (isFor(request, "/metrics")) {
                return look(() -> scrape(header(request, "accept").orElse("")));
            }
            var call = call(request, caller, hasBody(request) ? body(request, client) : "");
            return call.method().equals("GET")
                    ? look(() -> api.answer(call))
                    : change(client, () -> api.answer(call));
        } catch (Turned turned) {
            return turned.reply();
        }
    }

    private Reply scrape(String accept) {
        var openMetrics = accept.contains("application/openmetrics-text");
        return Reply.text(
                200,
                openMetrics ? Exposition.OPEN_METRICS : Exposition.PLAIN,
                metrics.text(openMetrics));
    }

    private static boolean hasBody(Request request) {
        return request.getLength() > 0 || header(request, "transfer-encoding").isPresent();
    }

    private String body(Request request, String client) throws Turned {
        if (!bodies.take(client)) {
            throw new Turned(tooMany("too many bodies are being sent"));
        }
        try {
            return reader.text(request);
        } finally {
            bodies.giveBack(client);
        }
    }

    private static Call call(Request request, Caller caller, String body) throws Turned {
        return new Call(
                method(request),
                request.getHttpURI().getDecodedPath(),
                query(request),
                headers(request),
                body,
                caller);
    }

    /** A look is short: there is room soon. */
    private Reply look(Supplier<Reply> answer) {
        try {
            if (!looks.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return busy("too many ask at once");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return busy("the daemon ends");
        }
        try {
            return answer.get();
        } finally {
            looks.release();
        }
    }

    /** A change may wait long for its turn, and keeps no look from being taken. */
    private Reply change(String client, Supplier<Reply> answer) {
        if (!changes.take(client)) {
            return tooMany("too many changes are on their way");
        }
        try {
            return answer.get();
        } finally {
            changes.giveBack(client);
        }
    }

    private static Reply busy(String why) {
        return Refusal.ofHttp(503, "Busy", why, "ask again in a second").with("Retry-After", "1");
    }

    private static Reply tooMany(String why) {
        return Refusal.ofHttp(429, "TooManyRequests", why, "ask again in a second")
                .with("Retry-After", "1");
    }

    private static boolean isTcp(Request request) {
        return request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress;
    }

    private static void checkHost(Request request) throws Turned {
        var host = header(request, "host").orElse("");
        if (!isForUs(request, host)) {
            throw new Turned(
                    Refusal.ofHttp(
                            421,
                            "MisdirectedRequest",
                            "this is not the host that was asked for",
                            "ask 127.0.0.1"));
        }
        if (!Guard.isOwnPage(
                header(request, "origin"),
                header(request, "sec-fetch-site"),
                (request.isSecure() ? "https://" : "http://") + host)) {
            throw new Turned(
                    Refusal.ofHttp(
                            403,
                            "ForeignOrigin",
                            "a page of another origin asks",
                            "open the daemon's own pages"));
        }
    }

    /** A page that lets its name point here cannot show a certificate for it. */
    private static boolean isForUs(Request request, String host) {
        return isTcp(request)
                ? request.isSecure() || Guard.isOurs(host, Request.getLocalPort(request))
                : Guard.isLocalName(host);
    }

    private Optional<Caller> caller(Request request) {
        return isTcp(request) ? holder(request) : peers.caller(request);
    }

    private static Caller known(Optional<Caller> caller) throws Turned {
        return caller.orElseThrow(() ->
                new Turned(
                        Refusal.ofHttp(
                                        401,
                                        "Unauthorized",
                                        "nobody is known by this token",
                                        "send one: Authorization: Bearer …")
                                .with("WWW-Authenticate", "Bearer")));
    }

    private Optional<Caller> holder(Request request) {
        return Guard.token(header(request, "authorization"))
                .flatMap(token -> tcp.flatMap(known -> known.tokens().caller(token)));
    }

    private static String method(Request request) {
        return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    }

    private static Map<String, List<String>> query(Request request) throws Turned {
        var query = new LinkedHashMap<String, List<String>>();
        try {
            for (var field : Request.extractQueryParameters(request)) {
                query.put(field.getName(), List.copyOf(field.getValues()));
            }
        } catch (RuntimeException e) {
            throw new Turned(
                    Refusal.ofHttp(
                            400, "BadInput", "the query cannot be read", "encode it as UTF-8"));
        }
        return query;
    }

    private static Map<String, String> headers(Request request) {
        var headers = new LinkedHashMap<String, String>();
        for (var name : HEADERS) {
            header(request, name).ifPresent(value -> headers.put(name, value));
        }
        return headers;
    }

    private static Optional<String> header(Request request, String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** Whoever does not read what it asked for fills our memory no further. */
    private void sendWhereThereIsRoom(
            String client, Reply reply, Response response, Callback callback) {
        if (replies.take(client)) {
            send(reply, response, Callback.from(() -> replies.giveBack(client), callback));
        } else {
            send(tooMany("too many replies are not read"), response, callback);
        }
    }

    private static void send(Reply reply, Response response, Callback callback) {
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Content-Security-Policy", "default-src 'none'");
        reply.headers().forEach(response.getHeaders()::put);
        Content.Sink.write(response, true, reply.body(), callback);
    }
}
