package vgpuctl.linux.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.GpuRecord;
import vgpuctl.core.inventory.GpuRecordText;
import vgpuctl.linux.files.HostFiles;

/** Our own records of GPUs: {@code /var/lib/vgpuctl/gpus/ADDRESS.json}. */
public final class GpuRecordFiles {

    private static final String DIRECTORY = "/var/lib/vgpuctl/gpus";
    private static final String ENDING = ".json";

    private final HostFiles files;

    public GpuRecordFiles(HostFiles files) {
        this.files = files;
    }

    /** By address; one that is none costs only itself, and is added to {@code skipped}. */
    public List<GpuRecord> read(List<String> skipped) {
        var records = new ArrayList<GpuRecord>();
        for (var name : files.names(DIRECTORY).orElse(List.of())) {
            if (!name.startsWith(".") && name.endsWith(ENDING)) {
                var record = GpuRecordText.read(files.text(DIRECTORY + "/" + name).orElse(""));
                if (record.isPresent() && name.equals(record.get().gpu() + ENDING)) {
                    records.add(record.get());
                } else {
                    skipped.add(DIRECTORY + "/" + name + " is not a record of ours");
                }
            }
        }
        return List.copyOf(records);
    }

    /** One record; empty where there is none that can be read. */
    public Optional<GpuRecord> of(DeviceName gpu) {
        return GpuRecordText.read(files.text(path(gpu)).orElse(""));
    }

    public void write(GpuRecord record) {
        files.replace(path(record.gpu()), GpuRecordText.write(record), unfinished(record.gpu()));
    }

    /** Deletes what a process left that was killed while it wrote the record. */
    public void deleteUnfinished(DeviceName gpu) {
        files.delete(unfinished(gpu));
    }

    private static String unfinished(DeviceName gpu) {
        return DIRECTORY + "/." + gpu + ".unfinished";
    }

    public void delete(DeviceName gpu) {
        files.delete(path(gpu));
    }

    private static String path(DeviceName gpu) {
        return DIRECTORY + "/" + gpu + ENDING;
    }
}
