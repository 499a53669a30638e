package vgpuctl.linux.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The changes that files go through, each of which happens or does not. Everything that the program
 * writes passes here, one call after the other.
 */
public interface Disk {

    void createDirectories(Path directory) throws IOException;

    /** Writes a file, replacing what it held, and brings it to the disk. */
    void write(Path file, String text) throws IOException;

    /** Adds to a file and brings it to the disk. */
    void append(Path file, String text) throws IOException;

    /** Renames within a directory, replacing the target, and brings the directory to the disk. */
    void move(Path from, Path to) throws IOException;

    void link(Path link, Path target) throws IOException;

    /** Deletes a file, link or empty directory; nothing happens where there is none. */
    void delete(Path file) throws IOException;
}
