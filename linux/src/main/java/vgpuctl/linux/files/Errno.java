package vgpuctl.linux.files;

import java.util.Arrays;

/** The error numbers that the kernel answers a write to sysfs with; the same on all Linux ports. */
public enum Errno {
    EPERM(1, "Operation not permitted"),
    ENOENT(2, "No such file or directory"),
    EIO(5, "Input/output error"),
    ENOMEM(12, "Cannot allocate memory"),
    EACCES(13, "Permission denied"),
    EBUSY(16, "Device or resource busy"),
    EEXIST(17, "File exists"),
    ENODEV(19, "No such device"),
    EINVAL(22, "Invalid argument"),
    ENOSPC(28, "No space left on device"),
    EROFS(30, "Read-only file system"),
    EUSERS(87, "Too many users"),
    ETIMEDOUT(110, "Connection timed out"),
    OTHER(0, "an error without a known number");

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    public static Errno of(int number) {
        return Arrays.stream(values())
                .filter(errno -> errno.number == number)
                .findFirst()
                .orElse(OTHER);
    }

    /** The error whose text ends a tool's message, as the C library writes it without a locale. */
    public static Errno endOf(String message) {
        return Arrays.stream(values())
                .filter(errno -> message.strip().endsWith(errno.text))
                .findFirst()
                .orElse(OTHER);
    }

    public String text() {
        return text;
    }
}
