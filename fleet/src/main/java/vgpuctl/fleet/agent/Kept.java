package vgpuctl.fleet.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.MalformedDocument;
import vgpuctl.core.json.JsonObject;
import vgpuctl.core.json.JsonReader;
import vgpuctl.core.json.JsonWriter;
import vgpuctl.core.problem.Problem;

/** What an agent keeps on its host's disk: which fleet it is in, and what it is to carry. */
public final class Kept {

    /**
     * Who the host is in which fleet.
     *
     * @param machine an id of the installed system, which a new installation has not
     */
    public record Membership(String cluster, String host, String machine) {}

    private final Path directory;

    public Kept(Path directory) {
        this.directory = directory;
    }

    /** Empty where the host has not joined a fleet. */
    public Optional<Membership> membership() {
        return text("membership.json")
                .map(text -> {
                    var json = JsonReader.readObject(text);
                    return new Membership(
                            member(json, "cluster"), member(json, "host"), member(json, "machine"));
                });
    }

    private String member(Optional<JsonObject> json, String name) {
        return json.flatMap(object -> object.string(name))
                .orElseThrow(() -> unreadable("membership.json", "no " + name).thrown());
    }

    public void keep(Membership membership) {
        write(
                "membership.json",
                JsonWriter.compact(
                        JsonObject.builder()
                                .put("cluster", membership.cluster())
                                .put("host", membership.host())
                                .put("machine", membership.machine())
                                .build()));
    }

    /** The last allocation that was accepted. */
    public Optional<HostAllocation> allocation() {
        try {
            return text("alloc.json").map(AllocationJson::read);
        } catch (MalformedDocument e) {
            throw unreadable("alloc.json", String.valueOf(e.getMessage())).thrown();
        }
    }

    public void keep(HostAllocation allocation) {
        write("alloc.json", AllocationJson.write(allocation));
    }

    private Optional<String> text(String name) {
        try {
            return Optional.of(Files.readString(directory.resolve(name)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(name, e.toString()).thrown();
        }
    }

    private Problem unreadable(String name, String why) {
        return new Problem.HostNotReady(
                directory.resolve(name) + " cannot be read: " + why,
                "put it back from a copy; without it the agent would guess what is claimed");
    }

    /** The old one or the new one, also after a loss of power. */
    private void write(String name, String text) {
        try {
            Files.createDirectories(directory);
            var unfinished = directory.resolve(name + ".unfinished");
            try (var channel =
                    FileChannel.open(
                            unfinished,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw new Problem.HostNotReady(
                            directory.resolve(name) + " cannot be written: " + e,
                            "look at the space that is left: without it nothing new is carried"
                                    + " out")
                    .thrown();
        }
    }
}
