package vgpuctl.cli.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells under headings, for a person or for a program.
 *
 * <p>On a terminal it is made to fit, as far as its columns give way. What is not a terminal gets
 * every cell whole: a script must not depend on how wide somebody's window is.
 */
public final class Table {

    private static final String GAP = "  ";

    /** No column becomes narrower than this, or than its heading. */
    private static final int NARROWEST = 8;

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row of plain cells. */
    public Table row(String... texts) {
        var cells = new Cell[texts.length];
        for (var i = 0; i < texts.length; i++) {
            cells[i] = Cell.of(texts[i]);
        }
        return row(cells);
    }

    /** Adds a row. */
    public Table row(Cell... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, each with its line end. */
    public String render(Screen screen) {
        var widths = naturalWidths();
        if (screen.terminal()) {
            narrow(widths, screen.width());
        }
        var out = new StringBuilder(64 + rows.size() * 96);
        var painter = new RowPainter(columns, widths, screen, out);
        painter.row(headings());
        for (var row : rows) {
            painter.row(row);
        }
        return out.toString();
    }

    private List<Cell> headings() {
        var headings = new ArrayList<Cell>(columns.size());
        for (var column : columns) {
            headings.add(new Cell(column.heading(), Tone.BOLD));
        }
        return headings;
    }

    private int[] naturalWidths() {
        var widths = new int[columns.size()];
        for (var i = 0; i < widths.length; i++) {
            widths[i] = Text.width(columns.get(i).heading());
            for (var row : rows) {
                widths[i] = Math.max(widths[i], Text.width(row.get(i).text()));
            }
        }
        return widths;
    }

    private void narrow(int[] widths, int available) {
        var excess = GAP.length() * (widths.length - 1) - available;
        for (var width : widths) {
            excess += width;
        }
        for (var i : leastImportantFirst()) {
            var narrowest = Math.max(NARROWEST, Text.width(columns.get(i).heading()));
            var given = Math.clamp(excess, 0, Math.max(0, widths[i] - narrowest));
            widths[i] -= given;
            excess -= given;
        }
    }

    /** The columns that give way; of equally important ones the right one first. */
    private List<Integer> leastImportantFirst() {
        var order = new ArrayList<Integer>();
        for (var i = columns.size() - 1; i >= 0; i--) {
            if (columns.get(i).givesWay() != Column.GivesWay.NEVER) {
                order.add(placeFor(columns.get(i), order), i);
            }
        }
        return order;
    }

    private int placeFor(Column column, List<Integer> order) {
        var place = order.size();
        while (place > 0 && columns.get(order.get(place - 1)).importance() > column.importance()) {
            place--;
        }
        return place;
    }

    /** Puts rows onto a screen, in columns whose widths are settled. */
    private static final class RowPainter {

        private final List<Column> columns;
        private final int[] widths;
        private final Screen screen;
        private final StringBuilder out;

        RowPainter(List<Column> columns, int[] widths, Screen screen, StringBuilder out) {
            this.columns = columns;
            this.widths = widths;
            this.screen = screen;
            this.out = out;
        }

        void row(List<Cell> cells) {
            var wrapped = new ArrayList<List<String>>(cells.size());
            var height = 1;
            for (var i = 0; i < cells.size(); i++) {
                wrapped.add(lines(i, cells.get(i).text()));
                height = Math.max(height, wrapped.get(i).size());
            }
            for (var line = 0; line < height; line++) {
                line(cells, wrapped, line);
            }
        }

        private List<String> lines(int column, String text) {
            var width = widths[column];
            return switch (columns.get(column).givesWay()) {
                case NEVER -> List.of(text);
                case BY_WRAPPING -> Text.wrap(text, width);
                case BY_SHORTENING ->
                        List.of(Text.shorten(text, width, screen.unicode() ? "…" : ".."));
            };
        }

        private void line(List<Cell> cells, List<List<String>> wrapped, int line) {
            var pending = 0;
            for (var i = 0; i < cells.size(); i++) {
                var texts = wrapped.get(i);
                var text = line < texts.size() ? texts.get(line) : "";
                var padding = widths[i] - Text.width(text);
                var before = columns.get(i).side() == Column.Side.RIGHT ? padding : 0;
                pending += before;
                if (!text.isEmpty()) {
                    out.repeat(' ', pending).append(screen.paint(cells.get(i).tone(), text));
                    pending = 0;
                }
                pending += padding - before + GAP.length();
            }
            out.append('\n');
        }
    }
}
