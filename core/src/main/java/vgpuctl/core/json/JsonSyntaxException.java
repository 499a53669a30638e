package vgpuctl.core.json;

/** Text that is not JSON, or more of it than is accepted: where, and what is wrong there. */
public final class JsonSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String reason;

    JsonSyntaxException(int line, int column, String reason) {
        super("line " + line + ", column " + column + ": " + reason);
        this.line = line;
        this.column = column;
        this.reason = reason;
    }

    /** The first line is 1. */
    public int line() {
        return line;
    }

    /** In characters, not UTF-16 units; the first is 1. */
    public int column() {
        return column;
    }

    public String reason() {
        return reason;
    }
}
