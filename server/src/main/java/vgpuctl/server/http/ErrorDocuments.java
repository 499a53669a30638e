package vgpuctl.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import vgpuctl.server.api.Refusal;
import vgpuctl.server.api.Reply;

/** What the HTTP server itself refuses, such as a header that is too long, as documents, too. */
final class ErrorDocuments extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Reply.PROBLEM);
        Content.Sink.write(response, true, document(response.getStatus()).body(), callback);
        return true;
    }

    private static Reply document(int status) {
        var words = HttpStatus.getMessage(status);
        return Refusal.ofHttp(
                status,
                words.replace(" ", ""),
                words,
                "GET /v1/openapi.json says what is answered");
    }
}
