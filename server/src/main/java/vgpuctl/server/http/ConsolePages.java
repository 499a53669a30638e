package vgpuctl.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import vgpuctl.server.console.ConsoleFile;
import vgpuctl.server.console.ConsoleFiles;

/**
 * The console's files, for whoever asks: they say nothing of the host, and a link to them may stand
 * anywhere. All else is for the next handler.
 */
public final class ConsolePages extends Handler.Wrapper {

    private final ConsoleFiles files = ConsoleFiles.load();

    /** Before the handler that answers all else. */
    public ConsolePages(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var file = files.at(request.getHttpURI().getDecodedPath());
        if (file.isEmpty() || !isGet(request)) {
            return super.handle(request, response, callback);
        }
        send(file.get(), request, response, callback);
        return true;
    }

    private static boolean isGet(Request request) {
        return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    }

    private void send(ConsoleFile file, Request request, Response response, Callback callback) {
        var headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, file.caching());
        headers.put(HttpHeader.ETAG, file.tag());
        headers.put(HttpHeader.VARY, "Accept-Encoding");
        headers.put("Content-Security-Policy", files.policy());
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Content-Type-Options", "nosniff");
        if (request.getHeaders().contains(HttpHeader.IF_NONE_MATCH, file.tag())) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            response.write(true, BufferUtil.EMPTY_BUFFER, callback);
            return;
        }
        headers.put(HttpHeader.CONTENT_TYPE, file.type());
        var gzip = request.getHeaders().contains(HttpHeader.ACCEPT_ENCODING, "gzip");
        if (gzip) {
            headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        response.write(true, ByteBuffer.wrap(file.bytes(gzip)), callback);
    }
}
