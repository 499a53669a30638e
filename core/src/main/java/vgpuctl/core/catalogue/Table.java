package vgpuctl.core.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import vgpuctl.core.catalogue.BoardType.Known;

/**
 * One of the project's own tables: its first line names the columns, and the rows of one key stand
 * together. Rows are parsed when they are asked for: to know one board's types, nobody has to read
 * those of all.
 */
final class Table {

    private final String text;

    private Table(String text) {
        this.text = text;
    }

    static Table read(String name) {
        try (var in = Table.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the catalogue has no " + name);
            }
            return new Table(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String[]> rows() {
        return rowsFrom(text.indexOf('\n') + 1, "");
    }

    /** The rows whose first field is this; none where there is no such row. */
    List<String[]> rowsOf(String key) {
        var first = text.indexOf("\n" + key + ",");
        return first < 0 ? List.of() : rowsFrom(first + 1, key + ",");
    }

    private List<String[]> rowsFrom(int start, String beginning) {
        var rows = new ArrayList<String[]>();
        var at = start;
        while (at < text.length() && text.startsWith(beginning, at)) {
            var end = text.indexOf('\n', at);
            rows.add(text.substring(at, end).split(",", -1));
            at = end + 1;
        }
        return rows;
    }

    static OptionalInt number(String field) {
        return field.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(field));
    }

    static Known known(String basis) {
        if (basis.isEmpty()) {
            return Known.UNKNOWN;
        }
        if (basis.startsWith("derived")) {
            return Known.DERIVED;
        }
        return basis.equals("nominal") ? Known.NOMINAL : Known.DOCUMENTED;
    }
}
