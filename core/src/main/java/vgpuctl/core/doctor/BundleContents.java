package vgpuctl.core.doctor;

import java.util.List;

/** What went into a bundle, by name, and what could not be read. */
public record BundleContents(String file, List<String> sources, List<Unread> unread) {

    public BundleContents {
        sources = List.copyOf(sources);
        unread = List.copyOf(unread);
    }
}
