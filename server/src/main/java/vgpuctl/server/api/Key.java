package vgpuctl.server.api;

/**
 * A key in the body of a call.
 *
 * @param summary for the description of the API
 */
public record Key(String name, Kind kind, String summary, boolean required) {

    /** What its value is. */
    public enum Kind {
        TEXT,
        TEXTS,
        WHOLE,
        TRUTH,
        TEXT_BY_NAME
    }

    static Key text(String name, String summary) {
        return new Key(name, Kind.TEXT, summary, false);
    }

    static Key texts(String name, String summary) {
        return new Key(name, Kind.TEXTS, summary, false);
    }

    static Key whole(String name, String summary) {
        return new Key(name, Kind.WHOLE, summary, false);
    }

    static Key truth(String name, String summary) {
        return new Key(name, Kind.TRUTH, summary, false);
    }

    static Key textByName(String name, String summary) {
        return new Key(name, Kind.TEXT_BY_NAME, summary, false);
    }

    /** The same, and it has to be there. */
    Key always() {
        return new Key(name, kind, summary, true);
    }
}
