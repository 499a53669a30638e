package vgpuctl.operations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vgpuctl.core.host.JournalFiles;
import vgpuctl.core.inventory.Reading;

final class InMemoryJournals implements JournalFiles {

    private final Map<String, String> texts = new HashMap<>();

    @Override
    public List<String> names() {
        return List.copyOf(texts.keySet());
    }

    @Override
    public Reading<String> read(String name) {
        return Reading.of(texts.getOrDefault(name, ""));
    }

    @Override
    public void create(String name, String text) {
        texts.put(name, text);
    }

    @Override
    public void deleteUnfinished() {}

    @Override
    public void append(String name, String text) {
        texts.merge(name, text, String::concat);
    }

    @Override
    public void delete(String name) {
        texts.remove(name);
    }
}
