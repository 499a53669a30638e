package vgpuctl.fleet.proof;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import vgpuctl.core.catalogue.Catalogue;
import vgpuctl.core.fleet.FleetGpu;
import vgpuctl.core.fleet.GpuModel;
import vgpuctl.core.fleet.HostInventory;
import vgpuctl.fleet.documents.Keys;
import vgpuctl.fleet.etcd.EtcdSettings;
import vgpuctl.fleet.etcd.EtcdStore;

/** What the processes of a proof have in common. */
final class ProofFleet {

    static final Keys KEYS = new Keys("proof");

    /** How long a host counts as heard; members and processes are frozen for longer. */
    static final Duration LIFE = Duration.ofSeconds(5);

    /** A member that does not answer for so long is given up. */
    private static final Duration ANSWER = Duration.ofSeconds(2);

    static final List<String> TYPES =
            List.of(
                    "A40-4C", "A40-4Q", "A40-6Q", "A40-8C", "A40-8Q", "A40-12Q", "A40-12C",
                    "A40-16Q", "A40-24Q", "A40-48Q");

    private static final int GPUS = 4;

    private ProofFleet() {}

    static EtcdStore store(String endpoints, Duration patience) {
        var uris = Arrays.stream(endpoints.split(",", -1)).map(URI::create).toList();
        return new EtcdStore(EtcdSettings.of(uris).with(ANSWER, patience));
    }

    /** With the types that are asked for: a small document. */
    static HostInventory inventory(String host) {
        var isNew = PlainRules.mixesSeries(host);
        var board = Catalogue.ofProject().board("A40").orElseThrow();
        var whole = GpuModel.of(board, isNew ? 17 : 16);
        var model =
                new GpuModel(
                        whole.name(),
                        whole.framebufferGib(),
                        whole.types().stream()
                                .filter(type -> TYPES.contains(type.token()))
                                .toList(),
                        whole.mixesSeries());
        var plain = HostInventory.of(host, isNew ? "550.90.05" : "535.161.05", model, List.of());
        return new HostInventory(
                host,
                plain.group(),
                new TreeMap<>(plain.labels()),
                plain.driver(),
                OptionalInt.empty(),
                "",
                plain.resources(),
                plain.models(),
                IntStream.range(1, GPUS + 1)
                        .mapToObj(gpu -> FleetGpu.of("0000:0%d:00.0".formatted(gpu), model.name()))
                        .toList());
    }

    /** Nobody's child goes on: when its parent was killed, it ends. */
    static void endWithParent() {
        var parent = ProcessHandle.current().parent().orElseThrow();
        Thread.ofPlatform()
                .daemon()
                .name("parent")
                .start(() -> {
                    parent.onExit().join();
                    Runtime.getRuntime().halt(3);
                });
    }

    /** Whether the parent has said that it is time. */
    static boolean isTold(Path directory, String word) {
        return Files.exists(directory.resolve(word));
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
