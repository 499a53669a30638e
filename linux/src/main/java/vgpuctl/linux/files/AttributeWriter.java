package vgpuctl.linux.files;

/** Writes attributes of sysfs, through which the kernel is asked for things. */
public interface AttributeWriter {

    /** What the kernel answers. */
    sealed interface Answer {

        record Written() implements Answer {}

        record RefusedWith(Errno errno) implements Answer {}

        /** None in time; the kernel may still do it. */
        record None() implements Answer {}
    }

    /** Writes once, without creating the file. */
    Answer write(String path, String value);

    /**
     * Writes in a process of its own, which can be left behind: the kernel lets some writes wait,
     * uninterruptibly, until a VM lets go.
     */
    Answer writeOrLeave(String path, String value);
}
