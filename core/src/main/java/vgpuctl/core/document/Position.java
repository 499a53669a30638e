package vgpuctl.core.document;

/**
 * A place in a text.
 *
 * @param line the first is 1
 * @param column in characters, not UTF-16 units; the first is 1
 */
public record Position(int line, int column) implements Comparable<Position> {

    public static final Position START = new Position(1, 1);

    @Override
    public int compareTo(Position other) {
        return line != other.line
                ? Integer.compare(line, other.line)
                : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
