package vgpuctl.simulation.driver;

/**
 * Whether a GPU is in MIG mode, and whether it will be after its next reset: a GPU with vGPUs
 * cannot change at once.
 */
public record MigMode(boolean current, boolean pending) {

    public static MigMode of(boolean on) {
        return new MigMode(on, on);
    }

    MigMode afterReset() {
        return of(pending);
    }
}
