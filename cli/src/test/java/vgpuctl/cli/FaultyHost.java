package vgpuctl.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.Disk;
import vgpuctl.linux.files.Errno;

/**
 * Ways out of which one refuses: the n-th vGPU, or what is written to the disk from the n-th time.
 */
final class FaultyHost implements WaysOut {

    private final int refusedVgpu;
    private final Errno errno;
    private final int fullFrom;
    private final int fullTo;
    private int vgpus;
    private int writes;

    private FaultyHost(int refusedVgpu, Errno errno, int fullFrom, int fullTo) {
        this.refusedVgpu = refusedVgpu;
        this.errno = errno;
        this.fullFrom = fullFrom;
        this.fullTo = fullTo;
    }

    static FaultyHost refusingVgpu(int number, Errno errno) {
        return new FaultyHost(number, errno, 0, 0);
    }

    /** The disk is full at one write only. */
    static FaultyHost fullAtWrite(int number) {
        return new FaultyHost(0, Errno.OTHER, number, number);
    }

    static FaultyHost fullFromWrite(int number) {
        return new FaultyHost(0, Errno.OTHER, number, Integer.MAX_VALUE);
    }

    /** Whether the command came as far as the fault. */
    boolean happened() {
        return fullFrom == 0 ? vgpus >= refusedVgpu : writes >= fullFrom;
    }

    @Override
    public AttributeWriter attributes(AttributeWriter attributes) {
        return new AttributeWriter() {
            @Override
            public Answer write(String path, String value) {
                return isRefused() ? new Answer.RefusedWith(errno) : attributes.write(path, value);
            }

            @Override
            public Answer writeOrLeave(String path, String value) {
                var isVgpu = path.endsWith("/current_vgpu_type") && !value.strip().equals("0");
                return isVgpu && isRefused()
                        ? new Answer.RefusedWith(errno)
                        : attributes.writeOrLeave(path, value);
            }

            private boolean isRefused() {
                vgpus++;
                return vgpus == refusedVgpu;
            }
        };
    }

    /** Room for the beginning of a text is found even then; what is deleted needs none. */
    @Override
    public Disk disk(Disk disk) {
        return new ForwardingDisk(disk) {
            private void room(Path file) throws IOException {
                writes++;
                if (fullFrom <= writes && writes <= fullTo) {
                    throw new FileSystemException(file.toString(), null, Errno.ENOSPC.text());
                }
            }

            @Override
            public void write(Path file, String text) throws IOException {
                disk.write(file, text.substring(0, text.length() / 2));
                room(file);
                disk.write(file, text);
            }

            @Override
            public void append(Path file, String text) throws IOException {
                disk.append(file, text.substring(0, text.length() / 2));
                room(file);
                disk.append(file, text.substring(text.length() / 2));
            }

            @Override
            public void move(Path from, Path to) throws IOException {
                room(to);
                disk.move(from, to);
            }

            @Override
            public void link(Path link, Path target) throws IOException {
                room(link);
                disk.link(link, target);
            }
        };
    }
}
