package vgpuctl.linux.mdevctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vgpuctl.core.inventory.Definition;
import vgpuctl.core.inventory.DefinitionFile;
import vgpuctl.core.inventory.DefinitionText;
import vgpuctl.core.inventory.DeviceName;
import vgpuctl.core.inventory.Reading;
import vgpuctl.core.inventory.VgpuRecordText;
import vgpuctl.linux.files.HostFiles;

/** The definitions that mdevctl, libvirt and we share: {@code /etc/mdevctl.d/PARENT/UUID}. */
public final class DefinitionFiles {

    private static final String DIRECTORY = "/etc/mdevctl.d";

    /** mdevctl's own folder beside those of the parents. */
    private static final String SCRIPTS = "scripts.d";

    private final HostFiles files;

    public DefinitionFiles(HostFiles files) {
        this.files = files;
    }

    public List<DefinitionFile> read(List<String> skipped) {
        var found = new ArrayList<DefinitionFile>();
        for (var parent : names(DIRECTORY, skipped)) {
            var name = DeviceName.parse(parent);
            if (parent.equals(SCRIPTS) || name.isEmpty()) {
                continue;
            }
            for (var file : names(DIRECTORY + "/" + parent, skipped)) {
                VgpuRecordText.uuid(file)
                        .ifPresent(uuid -> found.add(read(uuid, new DeviceName(parent))));
            }
        }
        return found;
    }

    private List<String> names(String directory, List<String> skipped) {
        return files.names(directory)
                .orElseGet(why -> {
                    skipped.add("definitions: " + why);
                    return List.of();
                });
    }

    private DefinitionFile read(UUID uuid, DeviceName parent) {
        var path = path(parent, uuid);
        return new DefinitionFile(uuid, parent, files.text(path).flatMap(text -> read(path, text)));
    }

    private static Reading<Definition> read(String path, String text) {
        return DefinitionText.read(text).because(why -> path + ": " + why);
    }

    /** The text of one definition; empty where there is none. */
    public Reading<Optional<String>> text(DeviceName parent, UUID uuid) {
        return files.textIfThere(path(parent, uuid));
    }

    public void write(DeviceName parent, UUID uuid, String text) {
        files.replace(path(parent, uuid), text, unfinished(uuid));
    }

    /** Deletes what a process left that was killed while it wrote the definition. */
    public void deleteUnfinished(UUID uuid) {
        files.delete(unfinished(uuid));
    }

    /** Above the parents' directories: mdevctl reads all files in those, hidden or not. */
    private static String unfinished(UUID uuid) {
        return DIRECTORY + "/." + uuid + ".unfinished";
    }

    public void delete(DeviceName parent, UUID uuid) {
        files.delete(path(parent, uuid));
    }

    private static String path(DeviceName parent, UUID uuid) {
        return DIRECTORY + "/" + parent + "/" + uuid;
    }
}
