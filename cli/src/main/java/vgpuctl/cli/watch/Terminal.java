package vgpuctl.cli.watch;

import java.util.Optional;

/** A person's terminal, taken over for a while. */
public interface Terminal extends AutoCloseable {

    /** Columns and lines. */
    record Size(int columns, int lines) {}

    /** As it is now: people resize it. */
    Size size();

    /** Replaces what it shows. */
    void show(String text);

    /** The key that was pressed within this time; empty where none was. */
    Optional<Character> key(long millis);

    /** Leaves it as it was found. */
    @Override
    void close();
}
