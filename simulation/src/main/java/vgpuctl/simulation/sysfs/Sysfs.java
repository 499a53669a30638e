package vgpuctl.simulation.sysfs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import vgpuctl.simulation.driver.Card;
import vgpuctl.simulation.driver.DriverState;

/**
 * The sysfs of a simulated host: files and links that follow from the driver's state.
 *
 * <p>Entries come in the order of their paths backwards, and go in the order of their paths: so the
 * links in {@code /sys/bus} and {@code /sys/class}, through which others look, lead to whole
 * directories only.
 */
public record Sysfs(Tree tree) {

    /** These stay when nothing is in them. */
    private static final List<String> KEPT =
            List.of(
                    "/sys/bus/mdev/devices",
                    "/sys/bus/pci/devices",
                    "/sys/class/mdev_bus",
                    "/sys/kernel/iommu_groups",
                    "/sys/devices/pci0000:80");

    /** Shows a state where nothing is shown yet. */
    public void show(DriverState state) {
        KEPT.forEach(tree::directory);
        change(Map.of(), entries(state));
    }

    /** Shows what is different after a change. */
    public void change(DriverState before, DriverState after) {
        for (var index = 0; index < after.cards().size(); index++) {
            var was = before.cards().get(index);
            var is = after.cards().get(index);
            if (!was.equals(is)) {
                change(was, is, new CardPlace(index));
            }
        }
    }

    private void change(Card before, Card after, CardPlace place) {
        var was = new HashMap<String, Entry>();
        var is = new HashMap<String, Entry>();
        new VgpuFiles(before, place, was).add();
        new VgpuFiles(after, place, is).add();
        if (before.virtualFunctions() != after.virtualFunctions()) {
            new Functions(before, place, was).add();
            new Functions(after, place, is).add();
        }
        change(was, is);
    }

    /** Puts the tree in order after a change that was cut off, whatever it shows. */
    public void settle(DriverState state) {
        KEPT.forEach(tree::directory);
        var found = new HashMap<String, Entry>();
        KEPT.forEach(directory -> find(directory, found));
        change(found, entries(state));
    }

    private static Map<String, Entry> entries(DriverState state) {
        var entries = new HashMap<String, Entry>();
        for (var index = 0; index < state.cards().size(); index++) {
            var place = new CardPlace(index);
            new Functions(state.cards().get(index), place, entries).add();
            new VgpuFiles(state.cards().get(index), place, entries).add();
        }
        return entries;
    }

    private void find(String directory, Map<String, Entry> found) {
        for (var name : tree.names(directory)) {
            var path = directory + "/" + name;
            if (tree.isLink(path)) {
                found.put(path, new Entry.Link(tree.linked(path)));
            } else if (!tree.isDirectory(path)) {
                found.put(path, new Entry.Text(tree.text(path)));
            } else if (tree.names(path).isEmpty()) {
                found.put(path, new Entry.Folder());
            } else {
                find(path, found);
            }
        }
    }

    // What has changed is sorted, not all there is: of thousands of entries a vGPU changes a few.
    private void change(Map<String, Entry> before, Map<String, Entry> after) {
        deleteGone(before, after);
        var changed = new TreeMap<String, Entry>();
        after.forEach((path, entry) -> {
            if (!entry.equals(before.get(path))) {
                changed.put(path, entry);
            }
        });
        var texts = new HashMap<String, String>();
        changed.descendingMap()
                .forEach((path, entry) -> put(path, entry, before.containsKey(path), texts));
    }

    private void deleteGone(Map<String, Entry> before, Map<String, Entry> after) {
        var gone = new TreeSet<String>();
        for (var path : before.keySet()) {
            if (!after.containsKey(path)) {
                gone.add(path);
            }
        }
        var deleted = "/.";
        for (var path : gone) {
            if (!path.startsWith(deleted + "/")) {
                deleted = highestGone(path, after);
                tree.delete(deleted);
            }
        }
    }

    /** The highest directory above a path in which nothing is left. */
    private static String highestGone(String path, Map<String, Entry> after) {
        var highest = path;
        var above = path.substring(0, path.lastIndexOf('/'));
        while (!KEPT.contains(above) && isGone(above, after)) {
            highest = above;
            above = above.substring(0, above.lastIndexOf('/'));
        }
        return highest;
    }

    private static boolean isGone(String directory, Map<String, Entry> after) {
        var inside = directory + "/";
        return !after.containsKey(directory)
                && after.keySet().stream().noneMatch(path -> path.startsWith(inside));
    }

    /**
     * A hundred functions with a hundred types each are tens of thousands of files with few
     * different texts: those with one text are one file with many names, which takes a third of the
     * time. No file is ever changed, only replaced.
     *
     * @param texts where each text that was written lies
     */
    private void put(String path, Entry entry, boolean isThere, Map<String, String> texts) {
        switch (entry) {
            case Entry.Folder() -> tree.directory(path);
            case Entry.Link(var target) -> tree.link(path, target);
            case Entry.Text(var text) when isThere -> {
                tree.name(path + ".new", text, texts);
                tree.move(path + ".new", path);
                texts.put(text, path);
            }
            case Entry.Text(var text) -> tree.name(path, text, texts);
        }
    }
}
