package vgpuctl.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.HostDevice;
import vgpuctl.core.inventory.HostSnapshot;
import vgpuctl.core.inventory.Location;
import vgpuctl.core.inventory.Parameters;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.Vgpu;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.problem.Problem;
import vgpuctl.core.type.TypeId;

@Timeout(30)
class WatcherTest {

    private static final UUID FIRST = UUID.fromString("3eb9d560-0b31-11ee-91a9-bb28039c61eb");
    private static final UUID SECOND = UUID.fromString("3eb9d718-0b31-11ee-91aa-2b17f51ee12d");

    private final EventLog log = new EventLog("run");
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final AtomicReference<Supplier<HostSnapshot>> host =
            new AtomicReference<>(() -> host(vgpu(FIRST, true)));
    private final Waiting listener = new Waiting(log);
    private final AtomicInteger looks = new AtomicInteger();
    private final Watcher watcher = Watcher.start(log, this::look, new NoSignals(), notices::add);

    /** The first look only says how the host is. */
    @BeforeEach
    void seenOnce() throws InterruptedException {
        while (looks.get() == 0) {
            Thread.sleep(10);
        }
    }

    private HostSnapshot look() {
        looks.incrementAndGet();
        return Objects.requireNonNull(host.get()).get();
    }

    private void awaitLooks(int more) throws InterruptedException {
        for (var wanted = looks.get() + more; looks.get() < wanted; ) {
            Thread.sleep(10);
        }
    }

    @AfterEach
    void end() {
        watcher.close();
    }

    private static Vgpu vgpu(UUID uuid, boolean active) {
        return new Vgpu(
                uuid,
                new DeviceName("0000:82:00.0"),
                new HostDevice.Mdev(uuid),
                Reading.of(new TypeId("nvidia-286")),
                Optional.empty(),
                active,
                Reading.of(Optional.empty()),
                Optional.empty(),
                Parameters.NONE,
                Location.UNKNOWN);
    }

    private static HostSnapshot host(Vgpu... vgpus) {
        return new HostSnapshot(
                Reading.of("0123"),
                Reading.of("boot-1"),
                List.of(),
                List.of(vgpus),
                List.of(),
                List.of(),
                Reading.of(List.of()),
                Optional.empty(),
                List.of());
    }

    private List<String> next(int count) throws InterruptedException {
        var words = new ArrayList<String>();
        while (words.size() < count) {
            for (var event : listener.next(Duration.ofSeconds(20)).orElseThrow()) {
                var data = JsonReader.readObject(event.data()).orElseThrow();
                words.add(
                        event.kind()
                                + " "
                                + data.string("uuid").or(() -> data.string("reason")).orElse("?"));
            }
        }
        return words;
    }

    @Test
    void whatCameChangedAndWentIsTold() throws Exception {
        host.set(() -> host(vgpu(FIRST, true), vgpu(SECOND, true)));
        assertThat(next(1)).containsExactly("vgpu-added " + SECOND);

        host.set(() -> host(vgpu(FIRST, false), vgpu(SECOND, true)));
        assertThat(next(1)).containsExactly("vgpu-changed " + FIRST);

        host.set(() -> host());
        assertThat(next(2)).containsExactly("vgpu-removed " + FIRST, "vgpu-removed " + SECOND);
        assertThat(notices).isEmpty();
    }

    @Test
    void aHostThatCannotBeReadIsToldOnceAndAgainAfterItCouldBe() throws Exception {
        var problem = new Problem.HostNotReady("sysfs is gone", "mount it");
        host.set(() -> {
            throw problem.thrown();
        });
        assertThat(next(1)).containsExactly("look-failed sysfs is gone");
        awaitLooks(2);
        host.set(() -> host(vgpu(FIRST, true), vgpu(SECOND, true)));
        assertThat(next(1)).containsExactly("vgpu-added " + SECOND);

        host.set(() -> {
            throw problem.thrown();
        });
        assertThat(next(1)).containsExactly("look-failed sysfs is gone");
    }

    @Test
    void aBugIsReportedAndTheWatchGoesOn() throws Exception {
        host.set(() -> {
            throw new IllegalStateException("oops");
        });
        while (notices.isEmpty()) {
            Thread.sleep(20);
        }
        assertThat(notices.getFirst()).contains("IllegalStateException: oops");

        host.set(() -> host());
        assertThat(next(1)).containsExactly("vgpu-removed " + FIRST);
    }
}
