package vgpuctl.cli.screen;

/**
 * A column of a table.
 *
 * @param importance of the columns that can give way, the least important gives way first
 */
public record Column(String heading, Side side, GivesWay givesWay, int importance) {

    /** Where the text stands in the column. */
    public enum Side {
        LEFT,
        RIGHT
    }

    /** What happens on a terminal that is too narrow for the table. */
    public enum GivesWay {
        NEVER,
        BY_WRAPPING,
        BY_SHORTENING
    }

    /** For words. */
    public static Column left(String heading) {
        return new Column(heading, Side.LEFT, GivesWay.NEVER, 0);
    }

    /** For numbers. */
    public static Column right(String heading) {
        return new Column(heading, Side.RIGHT, GivesWay.NEVER, 0);
    }

    /** Takes several lines on a terminal that is too narrow. */
    public Column wrapping(int importance) {
        return new Column(heading, side, GivesWay.BY_WRAPPING, importance);
    }

    /** Loses its end on a terminal that is too narrow. */
    public Column shortening(int importance) {
        return new Column(heading, side, GivesWay.BY_SHORTENING, importance);
    }
}
