package vgpuctl.linux.libvirt;

/** Carries a {@link LibvirtFailure} to whoever can act on it. */
public final class LibvirtException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient LibvirtFailure failure;

    public LibvirtException(LibvirtFailure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    public LibvirtFailure failure() {
        return failure;
    }
}
