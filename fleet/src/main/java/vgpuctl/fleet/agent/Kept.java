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
import java.util.LinkedHashMap;
import java.util.Optional;
import vgpuctl.core.fleet.AllocationJson;
import vgpuctl.core.fleet.HostAllocation;
import vgpuctl.core.fleet.MalformedDocument;
import vgpuctl.core.json.JsonNumber;
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

    private static final String ALLOCATION = "alloc.json";

    /** There while the store is one that was put back from an older copy. */
    private static final String DISTRUST = "older-store.json";

    /** Beside the allocation's own members, which its reader passes over. */
    private static final String REVISION = "revision";

    private final Path directory;

    /** Also while the disk is too full to say so. */
    private boolean distrusted;

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
            return text(ALLOCATION).map(AllocationJson::read);
        } catch (MalformedDocument e) {
            throw unreadable(ALLOCATION, String.valueOf(e.getMessage())).thrown();
        }
    }

    /**
     * The last allocation that was accepted, and the store from which it is.
     *
     * @param revision of the store at which the allocation was written
     */
    public void keep(HostAllocation allocation, long revision) {
        var members = new LinkedHashMap<>(AllocationJson.toJson(allocation).members());
        members.put(REVISION, JsonNumber.of(revision));
        write(ALLOCATION, JsonWriter.compact(new JsonObject(members)));
        try {
            Files.deleteIfExists(directory.resolve(DISTRUST));
        } catch (IOException e) {
            throw unwritable(DISTRUST, e).thrown();
        }
        distrusted = false;
    }

    /** The revision of the last allocation that was accepted; 0 where it is not known. */
    long revision() {
        return text(ALLOCATION)
                .flatMap(JsonReader::readObject)
                .map(json -> json.wholeNumber(REVISION).orElse(0))
                .orElse(0L);
    }

    /** From now on the store is one that went on from an older copy, until {@link #keep}. */
    void distrust() {
        distrusted = true;
        if (!Files.exists(directory.resolve(DISTRUST))) {
            write(DISTRUST, "{}");
        }
    }

    boolean isDistrusted() {
        return distrusted || Files.exists(directory.resolve(DISTRUST));
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
            throw unwritable(name, e).thrown();
        }
    }

    private Problem unwritable(String name, IOException e) {
        return new Problem.HostNotReady(
                directory.resolve(name) + " cannot be written: " + e,
                "look at the space that is left: without it nothing new is carried out");
    }
}
