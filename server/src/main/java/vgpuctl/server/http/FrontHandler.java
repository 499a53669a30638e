package vgpuctl.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
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

    /** A layout with every vGPU of a large host has some 20 KiB. */
    private static final int MOST_BODY_BYTES = 256 << 10;

    /** So many bodies are held at once, in a heap of 64 MiB. */
    private static final int MOST_BODIES = 16;

    private static final Duration BODY_LIMIT = Duration.ofSeconds(30);

    /** A look reads hundreds of files. */
    private static final int MOST_AT_ONCE = 32;

    private static final int MOST_LISTENERS = 1024;

    private static final List<String> HEADERS =
            List.of("content-type", "accept", "prefer", "idempotency-key", "last-event-id");

    private final Api api;
    private final Metrics metrics;
    private final EventLog events;
    private final Peers peers;
    private final Optional<Settings.Tcp> tcp;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Semaphore bodies = new Semaphore(MOST_BODIES);
    private final Semaphore listeners = new Semaphore(MOST_LISTENERS);

    /** Answers with these. */
    public FrontHandler(Api api, Metrics metrics, EventLog events, Settings settings) {
        this.api = api;
        this.metrics = metrics;
        this.events = events;
        this.peers = new Peers(settings.unix().members());
        this.tcp = settings.tcp();
    }

    /** Ends a call early. */
    private static final class Turned extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Reply reply;

        Turned(Reply reply) {
            super(reply.body(), null, false, false);
            this.reply = reply;
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (isFor(request, "/v1/events")) {
            listen(request, response, callback);
        } else {
            send(reply(request), response, callback);
        }
        return true;
    }

    private static boolean isFor(Request request, String path) {
        return method(request).equals("GET") && path.equals(request.getHttpURI().getDecodedPath());
    }

    /** Until one of the two ends it. */
    private void listen(Request request, Response response, Callback callback) {
        try {
            checkHost(request);
            caller(request);
        } catch (Turned turned) {
            send(turned.reply, response, callback);
            return;
        }
        if (!listeners.tryAcquire()) {
            send(busy("too many listen"), response, callback);
            return;
        }
        try {
            EventStream.send(events, header(request, "last-event-id"), response, callback);
        } finally {
            listeners.release();
        }
    }

    private Reply reply(Request request) {
        try {
            checkHost(request);
            if (isFor(request, "/healthz")) {
                return api.health();
            }
            if (isFor(request, "/readyz")) {
                return withRoom(api::readiness);
            }
            var caller = caller(request);
            if (isFor(request, "/metrics")) {
                return withRoom(() -> scrape(header(request, "accept").orElse("")));
            }
            return hasBody(request) ? withBody(request, caller) : answer(request, caller, "");
        } catch (Turned turned) {
            return turned.reply;
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

    private Reply withBody(Request request, Caller caller) throws Turned {
        if (!bodies.tryAcquire()) {
            return busy("too many send at once");
        }
        try {
            return answer(request, caller, body(request));
        } finally {
            bodies.release();
        }
    }

    private Reply answer(Request request, Caller caller, String body) throws Turned {
        var call =
                new Call(
                        method(request),
                        request.getHttpURI().getDecodedPath(),
                        query(request),
                        headers(request),
                        body,
                        caller);
        return withRoom(() -> api.answer(call));
    }

    private Reply withRoom(Supplier<Reply> answer) {
        if (!room.tryAcquire()) {
            return busy("too many ask at once");
        }
        try {
            return answer.get();
        } finally {
            room.release();
        }
    }

    private static Reply busy(String why) {
        return Refusal.ofHttp(503, "Busy", why, "ask again in a second").with("Retry-After", "1");
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
        if (!Guard.isOwnPage(header(request, "origin"), header(request, "sec-fetch-site"), host)) {
            throw new Turned(
                    Refusal.ofHttp(
                            403,
                            "ForeignOrigin",
                            "a page of another origin asks",
                            "open the daemon's own pages"));
        }
    }

    private static boolean isForUs(Request request, String host) {
        return isTcp(request)
                ? Guard.isOurs(host, Request.getLocalPort(request))
                : Guard.isLocalName(host);
    }

    private Caller caller(Request request) throws Turned {
        var caller = isTcp(request) ? holder(request) : peers.caller(request);
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

    /** The whole body, which neither is large nor comes slowly. */
    private static String body(Request request) throws Turned {
        if (request.getLength() > MOST_BODY_BYTES) {
            throw new Turned(tooLarge());
        }
        var bytes = new byte[8192];
        var size = 0;
        var end = System.nanoTime() + BODY_LIMIT.toNanos();
        try (var in = Request.asInputStream(request)) {
            for (var read = 0; read >= 0; read = in.read(bytes, size, bytes.length - size)) {
                size += read;
                if (size > MOST_BODY_BYTES) {
                    throw new Turned(tooLarge());
                }
                if (System.nanoTime() > end) {
                    throw new Turned(tooSlow());
                }
                if (size == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * size);
                }
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, size))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Turned(
                    Refusal.ofHttp(400, "BadInput", "the body is no UTF-8", "send it as UTF-8"));
        } catch (IOException e) {
            throw new Turned(tooSlow());
        }
    }

    private static Reply tooLarge() {
        return Refusal.ofHttp(
                        413,
                        "ContentTooLarge",
                        "the body has more than " + (MOST_BODY_BYTES >> 10) + " KiB",
                        "send less")
                .with("Connection", "close");
    }

    private static Reply tooSlow() {
        return Refusal.ofHttp(
                        408,
                        "RequestTimeout",
                        "the body did not come within " + BODY_LIMIT.toSeconds() + " s",
                        "send it at once")
                .with("Connection", "close");
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
