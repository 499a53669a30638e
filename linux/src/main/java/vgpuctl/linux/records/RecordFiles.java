package vgpuctl.linux.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.VgpuRecord;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.linux.files.HostFiles;

/** Our own records of vGPUs: {@code /var/lib/vgpuctl/vgpus/UUID.json}. */
public final class RecordFiles {

    private static final String DIRECTORY = "/var/lib/vgpuctl/vgpus";
    private static final String ENDING = ".json";

    private final HostFiles files;

    public RecordFiles(HostFiles files) {
        this.files = files;
    }

    public List<VgpuRecord> read(List<String> skipped) {
        return files.names(DIRECTORY)
                .map(names -> read(names, skipped))
                .orElseGet(why -> {
                    skipped.add("names of vGPUs: " + why);
                    return List.of();
                });
    }

    private List<VgpuRecord> read(List<String> names, List<String> skipped) {
        var records = new ArrayList<VgpuRecord>();
        for (var name : names) {
            if (!name.startsWith(".") && name.endsWith(ENDING)) {
                read(name).ifKnownOrElse(records::add, skipped::add);
            }
        }
        return records;
    }

    private Reading<VgpuRecord> read(String name) {
        var path = DIRECTORY + "/" + name;
        return files.text(path)
                .flatMap(text ->
                        VgpuRecordText.read(text)
                                .filter(record -> name.equals(record.uuid() + ENDING))
                                .map(Reading::of)
                                .orElseGet(
                                        () -> Reading.unknown(path + " is not a record of ours")));
    }

    /** One record; empty where there is none that can be read. */
    public Optional<VgpuRecord> of(UUID uuid) {
        return VgpuRecordText.read(files.text(path(uuid)).orElse(""));
    }

    public void write(VgpuRecord record) {
        files.replace(path(record.uuid()), VgpuRecordText.write(record), unfinished(record.uuid()));
    }

    /** Deletes what a process left that was killed while it wrote the record. */
    public void deleteUnfinished(UUID uuid) {
        files.delete(unfinished(uuid));
    }

    private static String unfinished(UUID uuid) {
        return DIRECTORY + "/." + uuid + ".unfinished";
    }

    public void delete(UUID uuid) {
        files.delete(path(uuid));
    }

    private static String path(UUID uuid) {
        return DIRECTORY + "/" + uuid + ENDING;
    }
}
