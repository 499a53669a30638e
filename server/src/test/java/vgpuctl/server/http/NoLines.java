package vgpuctl.server.http;

import vgpuctl.server.api.CommandLines;

/** A daemon that nobody sends lines to. */
final class NoLines implements CommandLines {

    @Override
    public String version() {
        return "none";
    }

    @Override
    public Understood understand(Typed typed) {
        throw new IllegalStateException("a line came: " + typed.words());
    }
}
