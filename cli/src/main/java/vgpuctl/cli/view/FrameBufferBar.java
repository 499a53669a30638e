package vgpuctl.cli.view;

/** A frame buffer as a bar, a letter for each vGPU, some characters wide. */
final class FrameBufferBar {

    private static final int NARROWEST = 24;

    /** So long as the bar fits a small terminal. */
    private static final int WIDEST = 72;

    private final int gib;
    private final int width;
    private final char[] cells;

    /** A character for each GiB, where that is neither too few nor too many. */
    FrameBufferBar(int gib) {
        this.gib = gib;
        this.width = Math.min(WIDEST, Math.max(gib, NARROWEST));
        this.cells = ".".repeat(width).toCharArray();
    }

    /** The letter of the vGPU in this place of a list. */
    static char letter(int place) {
        var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        return letters.charAt(place % letters.length());
    }

    private int column(int at) {
        return Math.clamp((long) at * width / gib, 0, width);
    }

    void take(int start, int size, char letter) {
        for (var i = column(start); i < column(start + size); i++) {
            cells[i] = letter;
        }
    }

    String text() {
        return "[" + new String(cells) + "]";
    }

    /** The GiB at each quarter. */
    String scale() {
        var line = new StringBuilder();
        for (var quarter = 0; quarter <= 4; quarter++) {
            var at = column(gib * quarter / 4) + 1;
            if (line.length() < at) {
                line.repeat(' ', at - line.length());
            }
            line.append(gib * quarter / 4);
        }
        return line + " GB";
    }
}
