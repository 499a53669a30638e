package vgpuctl.cli;

import vgpuctl.linux.files.AttributeWriter;
import vgpuctl.linux.files.Errno;

/** A driver that does not let go of a vGPU. */
record RefusingRemoval(AttributeWriter attributes) implements AttributeWriter {

    @Override
    public Answer write(String path, String value) {
        return attributes.write(path, value);
    }

    @Override
    public Answer writeOrLeave(String path, String value) {
        return path.endsWith("/remove")
                ? new Answer.RefusedWith(Errno.EBUSY)
                : attributes.writeOrLeave(path, value);
    }
}
