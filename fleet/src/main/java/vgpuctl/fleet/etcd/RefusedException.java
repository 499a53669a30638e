package vgpuctl.fleet.etcd;

/** Etcd answered, and did not do what it was asked. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedException(String said) {
        super(said);
        this.refusal = Refusal.of(said);
    }

    Refusal refusal() {
        return refusal;
    }

    /** Etcd's own words. */
    String said() {
        return String.valueOf(getMessage());
    }
}
