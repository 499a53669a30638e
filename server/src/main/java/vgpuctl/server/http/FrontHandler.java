package vgpuctl.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import vgpuctl.server.api.Api;
import vgpuctl.server.api.Refusal;
import vgpuctl.server.api.Reply;

/** Takes what comes in over any of the sockets. */
public final class FrontHandler extends Handler.Abstract {

    private final Api api;

    public FrontHandler(Api api) {
        this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        send(reply(request), response, callback);
        return true;
    }

    private Reply reply(Request request) {
        return switch (request.getHttpURI().getPath()) {
            case "/healthz" -> api.health();
            case "/readyz" -> api.readiness();
            default -> Refusal.ofHttp(404, "NotFound", "there is nothing", "look elsewhere");
        };
    }

    private static void send(Reply reply, Response response, Callback callback) {
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        reply.headers().forEach(response.getHeaders()::put);
        Content.Sink.write(response, true, reply.body(), callback);
    }
}
