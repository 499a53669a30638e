package vgpuctl.core.document;

/**
 * Something in a text that cannot be meant so.
 *
 * @param reason what is wrong, naming it; no full stop
 * @param wayOut what to write instead; no full stop
 */
public record Mistake(Position at, String reason, String wayOut) {

    @Override
    public String toString() {
        return at + ": " + reason + "; " + wayOut;
    }
}
