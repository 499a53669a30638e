package vgpuctl.fleet.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Time that nobody sets, and that all processes of a machine share until it restarts. */
public interface Ticks {

    long millis();

    /** Which start of the machine they are counted from. */
    String boot();

    /** Of this machine. Java's own ticks are Linux's monotonic clock. */
    static Ticks ofThisMachine() {
        var boot = bootId();
        return new Ticks() {
            @Override
            public long millis() {
                return System.nanoTime() / 1_000_000;
            }

            @Override
            public String boot() {
                return boot;
            }
        };
    }

    private static String bootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException _) {
            return "unknown";
        }
    }
}
