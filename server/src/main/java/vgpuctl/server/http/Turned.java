package vgpuctl.server.http;

import vgpuctl.server.api.Reply;

/** Ends a call early, with this reply. */
final class Turned extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    Turned(Reply reply) {
        super(reply.body(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
