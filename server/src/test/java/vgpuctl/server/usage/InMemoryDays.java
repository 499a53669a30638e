package vgpuctl.server.usage;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Days in memory. */
final class InMemoryDays implements Days {

    final TreeMap<String, String> texts = new TreeMap<>();

    @Override
    public List<String> names() {
        return List.copyOf(texts.keySet());
    }

    @Override
    public Optional<String> read(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    @Override
    public void write(String name, String text) {
        texts.put(name, text);
    }

    @Override
    public void delete(String name) {
        texts.remove(name);
    }
}
