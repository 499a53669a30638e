package vgpuctl.linux.libvirt;

import java.util.OptionalInt;

/**
 * What libvirt itself says about a failed call.
 *
 * @param code its virErrorNumber
 * @param domain the part of libvirt that failed (virErrorDomain); nothing to do with a VM
 * @param message in the process's language, whole; QEMU's own words follow on further lines
 * @param errno the system's error number, where it was a system call that failed
 */
public record LibvirtError(int code, int domain, String message, OptionalInt errno) {

    static final int NO_SUPPORT = 3;
    static final int OPERATION_DENIED = 29;
    static final int SYSTEM_ERROR = 38;
    static final int NO_DOMAIN = 42;
    static final int AUTH_FAILED = 45;
    static final int AUTH_CANCELLED = 79;
    static final int ACCESS_DENIED = 88;
    static final int AUTH_UNAVAILABLE = 94;

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int ECONNREFUSED = 111;

    /** libvirt does not let this user. Numbers, not words: the message is translated. */
    boolean isPermission() {
        return switch (code) {
            case OPERATION_DENIED, AUTH_FAILED, AUTH_CANCELLED, ACCESS_DENIED, AUTH_UNAVAILABLE ->
                    true;
            default -> false;
        };
    }

    /**
     * The system refused. About the socket this is about the user; in a later call it is the daemon
     * that was refused something, and another user would fare no better.
     */
    boolean isRefusedBySystem() {
        return is(EPERM) || is(EACCES);
    }

    /** Nobody listens on the socket. */
    boolean isNobodyThere() {
        return is(ENOENT) || is(ECONNREFUSED);
    }

    private boolean is(int number) {
        return errno.isPresent() && errno.getAsInt() == number;
    }
}
