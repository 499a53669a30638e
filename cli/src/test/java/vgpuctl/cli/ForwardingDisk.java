package vgpuctl.cli;

import java.io.IOException;
import java.nio.file.Path;
import vgpuctl.linux.files.Disk;

/** A disk that does what another does; for tests that stand in the way of one call. */
class ForwardingDisk implements Disk {

    private final Disk disk;

    ForwardingDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public void write(Path file, String text) throws IOException {
        disk.write(file, text);
    }

    @Override
    public void append(Path file, String text) throws IOException {
        disk.append(file, text);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        disk.move(from, to);
    }

    @Override
    public void link(Path link, Path target) throws IOException {
        disk.link(link, target);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }
}
