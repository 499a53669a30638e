package vgpuctl.server.http;

import java.util.List;
import java.util.Optional;
import vgpuctl.server.usage.Days;

/** Nothing is kept. */
final class NoDays implements Days {

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public Optional<String> read(String name) {
        return Optional.empty();
    }

    @Override
    public void write(String name, String text) {}

    @Override
    public void delete(String name) {}
}
