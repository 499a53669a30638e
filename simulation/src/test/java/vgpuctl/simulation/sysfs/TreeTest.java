package vgpuctl.simulation.sysfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TreeTest {

    @TempDir private Path directory = Path.of("");

    /** As the daemon does, which answers many at once. */
    @Test
    void threadsOfOneProcessTakeTurns() throws Exception {
        var inside = new AtomicInteger();
        var tasks = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 8; i++) {
            tasks.add(() -> new Tree(directory.resolve("host")).alone(() -> together(inside)));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var task : threads.invokeAll(tasks)) {
                assertThat(task.get()).isEqualTo(1);
            }
        }
    }

    private static int together(AtomicInteger inside) {
        var now = inside.incrementAndGet();
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        inside.decrementAndGet();
        return now;
    }
}
